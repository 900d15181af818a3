"""Runs of each owner in each file, sorted; nobody waits for one who waits.

Whoever conflicts with no held lock enters, oldest first. Deadlock is found by reduction: owners who
wait for nobody that remains are taken away, again and again; if some remain, they wait for each other.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

MAX_OFFSET = 2**63 - 1
SHARED = "shared"
EXCLUSIVE = "exclusive"


@dataclass(frozen=True, slots=True)
class Lock:
    """Bytes start..last of a file, held by an owner."""

    file: int
    owner: int
    start: int
    last: int
    mode: str


class WouldBlockError(Exception):
    """Another owner holds a conflicting lock."""


class DeadlockError(Exception):
    """Waiting would close a cycle of waiting owners."""


class BlockedError(RuntimeError):
    """The owner is asleep."""


class NotBlockedError(RuntimeError):
    """The owner is awake."""


@dataclass(slots=True)
class Runs:
    """The locks of one owner in one file: disjoint, sorted, joined."""

    starts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)

    def between(self, first: int, last: int) -> range:
        """Return the numbers of the runs that share a byte with a range."""
        return range(bisect_left(self.lasts, first), bisect_left(self.starts, last + 1))

    def clear(self, first: int, last: int) -> None:
        """Take bytes away."""
        self._splice(first, last, "")

    def cover(self, first: int, last: int, mode: str) -> None:
        """Set the mode of some bytes."""
        self._splice(first, last, mode)

    def _splice(self, first: int, last: int, mode: str) -> None:
        """Rewrite the runs from the one before the range to the one behind it."""
        hit = self.between(max(first - 1, 0), last + 1)
        old = [(self.starts[n], self.lasts[n], self.modes[n]) for n in hit]
        new = [(a, min(z, first - 1), m) for a, z, m in old if a < first]
        if mode:
            new.append((first, last, mode))
        new += [(max(a, last + 1), z, m) for a, z, m in old if z > last]
        joined: list[tuple[int, int, str]] = []
        for a, z, m in new:
            if joined and joined[-1][1] + 1 == a and joined[-1][2] == m:
                joined[-1] = (joined[-1][0], z, m)
            else:
                joined.append((a, z, m))
        self.starts[hit.start : hit.stop] = [a for a, _, _ in joined]
        self.lasts[hit.start : hit.stop] = [z for _, z, _ in joined]
        self.modes[hit.start : hit.stop] = [m for _, _, m in joined]


class FileLock:
    """The table: files, in each the owners, of each the runs."""

    def __init__(self) -> None:
        """Begin without a lock."""
        self._files: dict[int, dict[int, Runs]] = {}
        self._queue: list[Lock] = []

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or raise."""
        wanted = self._checked(file, owner, start, length, mode)
        if self._blockers(wanted):
            raise WouldBlockError(f"{wanted} conflicts")
        return self._take(wanted)

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or wait."""
        wanted = self._checked(file, owner, start, length, mode)
        if not self._blockers(wanted):
            return self._take(wanted)
        if self._stuck([*self._queue, wanted]):
            raise DeadlockError(f"{wanted} would never be granted")
        self._queue.append(wanted)
        return []

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """Give up these bytes."""
        gone = self._checked(file, owner, start, length, SHARED)
        self._files.setdefault(file, {}).setdefault(owner, Runs()).clear(gone.start, gone.last)
        return self._wake()

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """Return the first conflicting lock of the smallest owner."""
        wanted = self._checked(file, owner, start, length, mode)
        blockers = self._blockers(wanted)
        if not blockers:
            return None
        runs = self._files[file][min(blockers)]
        number = self._conflicts(runs, wanted)[0]
        return Lock(
            file, min(blockers), runs.starts[number], runs.lasts[number], runs.modes[number]
        )

    def close(self, file: int, owner: int) -> list[int]:
        """Give up everything in one file."""
        self._expect_awake(owner)
        self._files.get(file, {}).pop(owner, None)
        return self._wake()

    def exit(self, owner: int) -> list[int]:
        """Give up everything."""
        for owners in self._files.values():
            owners.pop(owner, None)
        self._queue = [wanted for wanted in self._queue if wanted.owner != owner]
        return self._wake()

    def cancel(self, owner: int) -> list[int]:
        """Stop waiting; nobody waited for this request."""
        if all(wanted.owner != owner for wanted in self._queue):
            raise NotBlockedError(f"{owner} does not wait")
        self._queue = [wanted for wanted in self._queue if wanted.owner != owner]
        return []

    def locks(self, file: int) -> list[Lock]:
        """Return what is held."""
        found = [
            Lock(file, owner, *run)
            for owner, runs in self._files.get(file, {}).items()
            for run in zip(runs.starts, runs.lasts, runs.modes, strict=True)
        ]
        return sorted(found, key=lambda lock: (lock.start, lock.owner))

    def _take(self, wanted: Lock) -> list[int]:
        owners = self._files.setdefault(wanted.file, {})
        owners.setdefault(wanted.owner, Runs()).cover(wanted.start, wanted.last, wanted.mode)
        return [wanted.owner, *self._wake()]

    def _wake(self) -> list[int]:
        """Grant the oldest request that can be granted, then look again from the oldest."""
        for wanted in self._queue:
            if not self._blockers(wanted):
                self._queue.remove(wanted)
                return self._take(wanted)
        return []

    def _conflicts(self, runs: Runs, wanted: Lock) -> list[int]:
        hit = runs.between(wanted.start, wanted.last)
        return [number for number in hit if EXCLUSIVE in (runs.modes[number], wanted.mode)]

    def _blockers(self, wanted: Lock) -> set[int]:
        owners = self._files.get(wanted.file, {})
        return {
            owner
            for owner, runs in owners.items()
            if owner != wanted.owner and self._conflicts(runs, wanted)
        }

    def _stuck(self, requests: list[Lock]) -> bool:
        """Return whether some of these wait for each other."""
        waits = {wanted.owner: self._blockers(wanted) for wanted in requests}
        while free := [owner for owner, others in waits.items() if not others & waits.keys()]:
            for owner in free:
                del waits[owner]
        return bool(waits)

    def _checked(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock:
        """Return what is asked for, as the bytes from first to last."""
        if mode not in {SHARED, EXCLUSIVE} or start < 0 or (length < 0 and -length > start):
            raise ValueError(f"start {start}, length {length}, mode {mode}")
        end = start + max(length, 0)
        if start > MAX_OFFSET or end > MAX_OFFSET + 1:
            raise OverflowError(f"{start} + {length} is too far")
        self._expect_awake(owner)
        if length == 0:
            end = MAX_OFFSET + 1
        return Lock(file, owner, start + min(length, 0), end - 1, mode)

    def _expect_awake(self, owner: int) -> None:
        if any(wanted.owner == owner for wanted in self._queue):
            raise BlockedError(f"{owner} waits")
