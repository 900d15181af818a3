"""What a container of ours may do, and how its end reads. Pure functions.

Everything is off that a solution does not need; what stays on is limited. The guest locks its child
down further (``harness.guest.lockdown``), so that neither wall stands alone.
"""

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docker.types import LogConfig, Mount, Ulimit

from harness.remote.sandbox import Limits

FOLDER_INSIDE = "/virtlab"
NOBODY = "65534:65534"
_SUPERVISOR_BYTES = 64 * 2**20
_PIDS = 64
_SHARED_MEMORY_BYTES = 65536
CPU_GRACE_SECONDS = 5
# A process that a signal ended has this much more than the signal's number as its exit code.
_SIGNALLED = 128
_COMPLAINT_CHARACTERS = 200


def host_settings(limits: Limits, core: int | None, socket_folder: Path | None) -> dict[str, Any]:
    """Return what a container may do, as arguments of docker-py's ``create_host_config``.

    No tmpfs: files in it would pass from one child to the next, and their number is not limited. No
    ``nproc``: the kernel counts it per user over all containers (moby#6479).
    """
    memory_bytes = limits.memory_bytes + _SUPERVISOR_BYTES
    # Some grace: the child sets its own limits, and needs soft below hard to be told SIGXCPU.
    cpu_seconds = limits.cpu_seconds + CPU_GRACE_SECONDS
    ulimits = {"nofile": 256, "core": 0, "fsize": 0, "memlock": 0, "cpu": cpu_seconds}
    return {
        "network_mode": "none",
        "read_only": True,
        "ipc_mode": "none",
        "init": False,
        "privileged": False,
        "auto_remove": False,  # `why_ended` asks the dead
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "mem_limit": memory_bytes,
        "memswap_limit": memory_bytes,
        "pids_limit": _PIDS,
        "cpuset_cpus": None if core is None else str(core),
        "shm_size": _SHARED_MEMORY_BYTES,
        "log_config": LogConfig(type="none", config={}),
        "ulimits": [Ulimit(name=name, soft=most, hard=most) for name, most in ulimits.items()],
        "mounts": [] if socket_folder is None else [_read_only(socket_folder)],
    }


def describe_end(state: Mapping[str, Any], complaints: bytes) -> str:
    """Put a container's ``State`` and the last line of its standard error into words."""
    code = state["ExitCode"]
    if state["OOMKilled"]:
        reason = "memory limit"
    elif state["Running"]:
        reason = "still running"
    elif code - _SIGNALLED in list(signal.Signals):
        reason = f"exit code {code} ({signal.Signals(code - _SIGNALLED).name})"
    else:
        reason = f"exit code {code}"
    lines = complaints.decode("utf-8", "replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    printable = "".join(letter if letter.isprintable() else " " for letter in last)
    return f"{reason}; it wrote: {printable[:_COMPLAINT_CHARACTERS]}" if printable else reason


def _read_only(folder: Path) -> Mount:
    return Mount(target=FOLDER_INSIDE, source=str(folder.resolve()), type="bind", read_only=True)
