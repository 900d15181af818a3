"""The running kernel as a table of locks: the stub's methods, made of real processes and real files.

An owner is a process; it is started when it is first named and killed by ``exit``. Nothing here waits
for a time to pass: after each call the table looks into the pipes and into /proc/locks until every
process has answered or is listed there as one that waits. A grant follows from a call, never from the
clock, so that what it sees then is final.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exercises.file_lock.stub.solution import (
    EXCLUSIVE,
    MAX_OFFSET,
    SHARED,
    BlockedError,
    DeadlockError,
    Lock,
    NotBlockedError,
    WouldBlockError,
)

PROGRAM = Path(__file__).with_name("owner_process.py")
LOCKS = Path("/proc/locks")
PATIENCE_SECONDS = 20
"""A process that neither answers nor waits for so long is a failure of the test."""
_POLL_MILLISECONDS = 1

ERRORS: dict[str, type[Exception]] = {
    "EAGAIN": WouldBlockError,
    "EACCES": WouldBlockError,
    "EDEADLK": DeadlockError,
    "EDEADLOCK": DeadlockError,
    "EINVAL": ValueError,
    "EOVERFLOW": OverflowError,
}
TYPES = {SHARED: "read", EXCLUSIVE: "write"}
MODES = {"READ": SHARED, "WRITE": EXCLUSIVE, "read": SHARED, "write": EXCLUSIVE}


class KernelFileLock:
    """FileLock of the stub on this machine's kernel. Close it; ``kernel_table`` does."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths
        self._inodes = [path.stat().st_ino for path in paths]
        self._owners: dict[int, subprocess.Popen[str]] = {}
        self._asleep: list[int] = []

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """F_SETLK."""
        self._refuse_sleeper(owner)
        self._expect(self._ask(owner, "set", file, TYPES.get(mode, mode), start, length))
        return [owner, *self._settle()]

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """F_SETLKW."""
        self._refuse_sleeper(owner)
        self._send(owner, "wait", file, TYPES.get(mode, mode), start, length)
        self._asleep.append(owner)
        granted = self._settle()
        return sorted(granted, key=lambda one: one != owner)

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """F_UNLCK."""
        self._refuse_sleeper(owner)
        self._expect(self._ask(owner, "set", file, "unlock", start, length))
        return self._settle()

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """F_GETLK."""
        self._refuse_sleeper(owner)
        answer = self._ask(owner, "get", file, TYPES.get(mode, mode), start, length)
        if answer == "free":
            return None
        self._expect(answer if " " not in answer else "ok")
        found, first, count, process = answer.split()
        last = MAX_OFFSET if count == "0" else int(first) + int(count) - 1
        return Lock(file, self._owner_of(int(process)), int(first), last, MODES[found])

    def close(self, file: int, owner: int) -> list[int]:
        """Open the file and close that descriptor."""
        self._refuse_sleeper(owner)
        self._expect(self._ask(owner, "close", file))
        return self._settle()

    def exit(self, owner: int) -> list[int]:
        """SIGKILL."""
        process = self._owners.pop(owner, None)
        if owner in self._asleep:
            self._asleep.remove(owner)
        if process is not None:
            process.kill()
            _reap(process)
        return self._settle()

    def cancel(self, owner: int) -> list[int]:
        """SIGUSR1, whose handler makes fcntl fail with EINTR."""
        if owner not in self._asleep:
            raise NotBlockedError(f"owner {owner} is awake")
        self._owners[owner].send_signal(signal.SIGUSR1)
        if (answer := self._read(owner)) != "EINTR":
            raise AssertionError(f"owner {owner} was interrupted and answered {answer}")
        self._asleep.remove(owner)
        return self._settle()

    def locks(self, file: int) -> list[Lock]:
        """Return what /proc/locks lists of our processes."""
        found = [
            Lock(file, self._owner_of(process), first, last, mode)
            for process, inode, first, last, mode, is_waiting in _listed()
            if inode == self._inodes[file] and not is_waiting and self._is_ours(process)
        ]
        return sorted(found, key=lambda lock: (lock.start, lock.owner))

    def end(self) -> None:
        """Kill all owners."""
        for process in self._owners.values():
            process.kill()
        for process in self._owners.values():
            _reap(process)
        self._owners.clear()

    # Processes

    def _refuse_sleeper(self, owner: int) -> None:
        if owner in self._asleep:
            raise BlockedError(f"owner {owner} is asleep")

    def _process(self, owner: int) -> subprocess.Popen[str]:
        if owner not in self._owners:
            command = [sys.executable, "-I", "-S", str(PROGRAM), *map(str, self._paths)]
            pipe = subprocess.PIPE
            self._owners[owner] = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        return self._owners[owner]

    def _send(self, owner: int, *words: object) -> None:
        # The kernel's length has 64 bits with a sign: all bytes from 0 on are written as 0 there.
        words = tuple(0 if word == MAX_OFFSET + 1 else word for word in words)
        pipe = self._process(owner).stdin
        assert pipe is not None
        pipe.write(" ".join(map(str, words)) + "\n")
        pipe.flush()

    def _read(self, owner: int) -> str:
        pipe = self._process(owner).stdout
        assert pipe is not None
        if not select.select([pipe], [], [], PATIENCE_SECONDS)[0]:
            raise AssertionError(f"owner {owner} does not answer")
        return pipe.readline().strip()

    def _ask(self, owner: int, *words: object) -> str:
        self._send(owner, *words)
        return self._read(owner)

    def _expect(self, answer: str) -> None:
        if answer != "ok":
            raise ERRORS[answer](answer)

    def _owner_of(self, process: int) -> int:
        return next(owner for owner, one in self._owners.items() if one.pid == process)

    def _is_ours(self, process: int) -> bool:
        return any(one.pid == process for one in self._owners.values())

    # Who sleeps

    def _settle(self) -> list[int]:
        """Return who was granted, once all others that were asleep are asleep again.

        Pipes are read before /proc/locks: then nobody whose answer was not seen can have been let in
        by somebody whose answer was.
        """
        granted: list[int] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            granted += self._answers()
            waiting = {process for process, *_, is_waiting in _listed() if is_waiting}
            running = [one for one in self._asleep if self._owners[one].pid not in waiting]
            if not running:
                return granted
            if time.monotonic() > deadline:
                raise AssertionError(f"owners {running} neither answer nor wait")
            self._poll(_POLL_MILLISECONDS)

    def _answers(self) -> list[int]:
        """Read what those who were asleep have answered; return who was granted."""
        granted = []
        for owner in self._poll(0):
            answer = self._read(owner)
            self._asleep.remove(owner)
            self._expect(answer)
            granted.append(owner)
        return granted

    def _poll(self, milliseconds: int) -> list[int]:
        """Return the sleepers that have something to say."""
        poll = select.poll()
        owners = {}
        for owner in self._asleep:
            pipe = self._owners[owner].stdout
            assert pipe is not None
            poll.register(pipe, select.POLLIN)
            owners[pipe.fileno()] = owner
        return sorted(owners[number] for number, _ in poll.poll(milliseconds))


@contextmanager
def kernel_table(folder: Path, files: int = 2) -> Iterator[KernelFileLock]:
    """Give a table on some new files in a folder."""
    paths = [folder / f"file{number}" for number in range(files)]
    for path in paths:
        path.write_bytes(b"")
    table = KernelFileLock(paths)
    try:
        yield table
    finally:
        table.end()


def is_kernel_visible(folder: Path) -> bool:
    """Return whether /proc/locks shows the locks of this process: not in every sandbox."""
    if sys.platform != "linux" or not os.access(LOCKS, os.R_OK):
        return False
    with kernel_table(folder) as table:
        try:
            table.try_lock(0, 0, 0, 1, EXCLUSIVE)
        except (KeyError, OSError):
            return False
        return len(table.locks(0)) == 1


def _listed() -> Iterator[tuple[int, int, int, int, str, bool]]:
    """Yield (process, inode, first, last, mode, whether it waits) of all POSIX locks."""
    for line in LOCKS.read_text(encoding="ascii").splitlines():
        words = line.split()[1:]
        is_waiting = words[0] == "->"
        kind, _, mode, process, place, first, last = words[is_waiting:]
        if kind == "POSIX":
            end = MAX_OFFSET if last == "EOF" else int(last)
            inode = int(place.rpartition(":")[2])
            yield int(process), inode, int(first), end, MODES[mode], is_waiting


def _reap(process: subprocess.Popen[str]) -> None:
    with process:
        process.wait(PATIENCE_SECONDS)
