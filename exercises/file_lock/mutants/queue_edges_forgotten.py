"""Requests wait for earlier ones, but the search for a cycle follows held locks only.

Killed by: everybody-gets-a-turn
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_OFFSET = 2**63 - 1
SHARED = "shared"
EXCLUSIVE = "exclusive"
LAST_WORD = "~"
"""Behind every mode in the order of text."""


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
class Changes:
    """Where an owner's mode changes in a file, ascending, and to what; before the first it is ""."""

    at: list[tuple[int, str]] = field(default_factory=list)

    def set(self, first: int, last: int, mode: str) -> None:
        """Give bytes a mode; "" takes it away."""
        behind = self.mode_at(last + 1)
        kept = [change for change in self.at if not first <= change[0] <= last + 1]
        changes = sorted([*kept, (first, mode), (last + 1, behind)])
        self.at = []
        for offset, value in changes:
            if value != (self.at[-1][1] if self.at else ""):
                self.at.append((offset, value))

    def mode_at(self, offset: int) -> str:
        """Return the mode of a byte."""
        return next((mode for start, _, mode in self.runs(offset, offset) if start <= offset), "")

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Yield (first, last, mode) of what is held of a range, whole."""
        place = max(bisect_right(self.at, (first, LAST_WORD)) - 1, 0)
        while place < len(self.at) and self.at[place][0] <= last:
            start, mode = self.at[place]
            place += 1
            end = self.at[place][0] if place < len(self.at) else MAX_OFFSET + 1
            if mode:
                yield start, end - 1, mode


class FileLock:
    """The table."""

    def __init__(self) -> None:
        """Begin without a lock."""
        self._changes: dict[tuple[int, int], Changes] = {}
        self._line: list[Lock] = []

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or raise."""
        wish = self._wish(file, owner, start, length, mode)
        if self._held_against(wish):
            raise WouldBlockError("it is held")
        self._hold(wish)
        return [owner, *self._advance()]

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once, or join the line."""
        wish = self._wish(file, owner, start, length, mode)
        if not self._waits_for(wish, self._line):
            self._hold(wish)
            return [owner, *self._advance()]
        if self._leads_home(wish):
            raise DeadlockError("those in front wait for this owner")
        self._line.append(wish)
        return []

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """Give up these bytes."""
        wish = self._wish(file, owner, start, length, SHARED)
        if (file, owner) in self._changes:
            self._changes[file, owner].set(wish.start, wish.last, "")
        return self._advance()

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """Return the last conflicting lock."""
        found = self._held_against(self._wish(file, owner, start, length, mode))
        return found[-1] if found else None

    def close(self, file: int, owner: int) -> list[int]:
        """Give up everything in one file."""
        self._stop_sleepers(owner)
        self._changes.pop((file, owner), None)
        return self._advance()

    def exit(self, owner: int) -> list[int]:
        """Give up everything."""
        self._changes = {key: value for key, value in self._changes.items() if key[1] != owner}
        self._line = [wish for wish in self._line if wish.owner != owner]
        return self._advance()

    def cancel(self, owner: int) -> list[int]:
        """Leave the line."""
        staying = [wish for wish in self._line if wish.owner != owner]
        if staying == self._line:
            raise NotBlockedError("not in the line")
        self._line = staying
        return self._advance()

    def locks(self, file: int) -> list[Lock]:
        """Return what is held."""
        found = [
            Lock(file, owner, *run)
            for (of_file, owner), changes in self._changes.items()
            if of_file == file
            for run in changes.runs(0, MAX_OFFSET)
        ]
        return sorted(found, key=lambda lock: (lock.start, lock.owner))

    def _hold(self, wish: Lock) -> None:
        changes = self._changes.setdefault((wish.file, wish.owner), Changes())
        changes.set(wish.start, wish.last, wish.mode)

    def _advance(self) -> list[int]:
        """Let in whoever waits for nobody any more, from the front."""
        entered: list[int] = []
        place = 0
        while place < len(self._line):
            wish = self._line[place]
            if self._waits_for(wish, self._line[:place]):
                place += 1
                continue
            del self._line[place]
            self._hold(wish)
            entered.append(wish.owner)
            place = 0
        return entered

    def _held_against(self, wish: Lock) -> list[Lock]:
        return [
            Lock(file, owner, *run)
            for (file, owner), changes in self._changes.items()
            if file == wish.file and owner != wish.owner
            for run in changes.runs(wish.start, wish.last)
            if EXCLUSIVE in (run[2], wish.mode)
        ]

    def _waits_for(self, wish: Lock, in_front: list[Lock]) -> list[int]:
        blockers = self._held_against(wish) + [one for one in in_front if _conflict(one, wish)]
        return [one.owner for one in blockers]

    def _leads_home(self, wish: Lock) -> bool:
        """Go from blocker to blocker; every path ends, for the line without the wish has no cycle."""
        places = {one.owner: place for place, one in enumerate(self._line)}
        known: set[int] = set()
        ahead = self._waits_for(wish, [])
        while ahead:
            owner = ahead.pop()
            if owner == wish.owner:
                return True
            if owner in places and owner not in known:
                known.add(owner)
                ahead += self._waits_for(self._line[places[owner]], [])
        return False

    def _wish(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock:
        """Check arguments first, the owner afterwards."""
        if mode not in (SHARED, EXCLUSIVE):
            raise ValueError(mode)
        if min(start, start + length) < 0:
            raise ValueError(start)
        if max(start, start + length - 1) > MAX_OFFSET:
            raise OverflowError(start)
        self._stop_sleepers(owner)
        if length > 0:
            return Lock(file, owner, start, start + length - 1, mode)
        return Lock(file, owner, start + length, start - 1 if length else MAX_OFFSET, mode)

    def _stop_sleepers(self, owner: int) -> None:
        if any(wish.owner == owner for wish in self._line):
            raise BlockedError("asleep")


def _conflict(one: Lock, other: Lock) -> bool:
    are_strangers = one.file == other.file and one.owner != other.owner
    overlap = max(one.start, other.start) <= min(one.last, other.last)
    return are_strangers and overlap and EXCLUSIVE in (one.mode, other.mode)
