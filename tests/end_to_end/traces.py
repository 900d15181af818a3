"""What a run leaves on the machine: processes, sandboxes and folders that bear the name of its own folder."""

import os
import select
import time
from pathlib import Path

_PATIENCE_SECONDS = 60.0
_WHERE = ("environ", "cmdline", "mountinfo")


def processes_of(token: str) -> set[int]:
    """Return the processes that have ``token`` in their environment, command line or mounts."""
    sign = token.encode()
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid() and _mentions(entry, sign):
            found.add(int(entry.name))
    return found


def sandboxes_of(token: str) -> set[int]:
    """Return the processes that are shown a folder of that name: those inside a sandbox."""
    return {pid for pid in processes_of(token) if token in _read(Path(f"/proc/{pid}/mountinfo"))}


def _mentions(entry: Path, sign: bytes) -> bool:
    return any(sign in _read(entry / name).encode("utf-8", "replace") for name in _WHERE)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def wait_until_gone(token: str) -> set[int]:
    """Wait for all processes of a run to end; return those that did not."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (left := processes_of(token)) and time.monotonic() < deadline:
        for pid in left:
            _wait_for(pid, deadline)
    return left


def _wait_for(pid: int, deadline: float) -> None:
    """Wait until a process ends, woken by the kernel."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
    finally:
        os.close(descriptor)
