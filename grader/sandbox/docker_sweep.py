"""Containers that outlived the grader which started them: whose they are, and removing them.

Each container carries its owner in a label. An owner can be looked up only from the kernel and the
process namespace that it lives in; of all others the only sign of life is that their container still
runs, because a sandbox ends itself as soon as its owner is gone.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker import APIClient
from docker.errors import APIError

LABEL = "virtlab"
LABEL_VALUE = "sandbox"
RUN_LABEL = "virtlab.run"
OWNER_LABEL = "virtlab.owner"
_PATIENCE_SECONDS = 3600.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PID_NAMESPACE = Path("/proc/self/ns/pid")


@dataclass(frozen=True, slots=True)
class Owner:
    """One process, told apart from any that gets its number later or elsewhere.

    Attributes:
        boot_id: Of the kernel; empty where it can not be known.
        pid_namespace: Where ``pid`` means something.
        pid: Its number there.
        start_ticks: When it started, in clock ticks since the boot.
    """

    boot_id: str
    pid_namespace: str
    pid: int
    start_ticks: int

    def to_label(self) -> str:
        """Return text that ``from_label`` accepts."""
        return f"{self.boot_id} {self.pid_namespace} {self.pid} {self.start_ticks}"

    @classmethod
    def from_label(cls, label: str) -> "Owner | None":
        """Return the owner that a label names, or None if it names none."""
        fields = label.split(" ")
        if len(fields) != 4 or not fields[2].isdecimal() or not fields[3].isdecimal():  # noqa: PLR2004 # as written above
            return None
        return cls(fields[0], fields[1], int(fields[2]), int(fields[3]))

    @classmethod
    def this_process(cls) -> "Owner":
        """Return the calling process."""
        try:
            boot_id = _BOOT_ID.read_text("ascii").strip()
            pid_namespace = str(_PID_NAMESPACE.readlink())
        except OSError:
            return cls("", "", os.getpid(), 0)
        return cls(boot_id, pid_namespace, os.getpid(), start_ticks(os.getpid()) or 0)


def start_ticks(pid: int) -> int | None:
    """Return when a process started, in clock ticks since the boot; None if it is gone or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # "pid (any name) state ppid ...": the 22nd field, counted from 1, is the start (proc_pid_stat(5)).
    state, *numbers = stat.rpartition(")")[2].split()
    return None if state in "ZX" else int(numbers[18])


def is_leftover(
    owner: Owner | None,
    here: Owner,
    *,
    running: bool,
    age_seconds: float,
    started: Callable[[int], int | None] = start_ticks,
) -> bool:
    """Tell whether nobody needs a container any more.

    Args:
        owner: Who started it, None if its label is unreadable.
        here: The process that asks.
        running: Whether it runs.
        age_seconds: Since it was created.
        started: Gives the start of a process of ``here``'s namespace, see ``start_ticks``.
    """
    if (
        owner
        and here.boot_id
        and (owner.boot_id, owner.pid_namespace) == (here.boot_id, here.pid_namespace)
    ):
        return started(owner.pid) != owner.start_ticks
    return not running and age_seconds > _PATIENCE_SECONDS


def remove_leftovers(api: APIClient) -> int:
    """Remove what graders left behind that were killed; return how many containers that were."""
    here, now = Owner.this_process(), time.time()
    leftovers = [
        found["Id"]
        for found in _list(api, f"{LABEL}={LABEL_VALUE}")
        if is_leftover(
            Owner.from_label(found["Labels"].get(OWNER_LABEL, "")),
            here,
            running=found["State"] == "running",
            age_seconds=now - found["Created"],
        )
    ]
    return sum(_remove(api, identifier) for identifier in leftovers)


def remove_run(api: APIClient, run_id: str) -> int:
    """Remove all containers of one run; return how many they were."""
    return sum(_remove(api, found["Id"]) for found in _list(api, f"{RUN_LABEL}={run_id}"))


def _list(api: APIClient, label: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.containers(all=True, filters={"label": [label]})
    return found


def _remove(api: APIClient, identifier: str) -> bool:
    """Remove a container; False if somebody else was faster."""
    try:
        api.remove_container(identifier, v=True, force=True)
    except APIError:
        return False
    return True
