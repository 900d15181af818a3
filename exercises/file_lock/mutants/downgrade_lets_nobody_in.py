"""Only unlock, close, exit and cancel look at those who wait.

Killed by: nobody-waits-without-a-reason
"""

from dataclasses import dataclass, replace

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


class FileLock:
    """The table: locks as ranges, and whoever waits in order of arrival."""

    def __init__(self) -> None:
        """Begin without a lock."""
        self._held: list[Lock] = []
        self._waiting: list[Lock] = []

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or raise."""
        wanted = self._wanted(file, owner, start, length, mode)
        if self._against(wanted):
            raise WouldBlockError("another owner holds a conflicting lock")
        self._set(wanted)
        return [owner]

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or wait."""
        wanted = self._wanted(file, owner, start, length, mode)
        if not self._against(wanted):
            self._set(wanted)
            return [owner]
        if owner in self._reachable(wanted):
            raise DeadlockError("who is in the way waits for this owner")
        self._waiting.append(wanted)
        return []

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """Give up these bytes."""
        self._cut_out(self._wanted(file, owner, start, length, SHARED))
        return self._let_in()

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """Return a lock that is in the way."""
        found = self._against(self._wanted(file, owner, start, length, mode))
        return found[0] if found else None

    def close(self, file: int, owner: int) -> list[int]:
        """Give up everything in one file."""
        self._refuse_sleeper(owner)
        self._held = [one for one in self._held if (one.file, one.owner) != (file, owner)]
        return self._let_in()

    def exit(self, owner: int) -> list[int]:
        """Give up everything."""
        self._held = [one for one in self._held if one.owner != owner]
        self._waiting = [one for one in self._waiting if one.owner != owner]
        return self._let_in()

    def cancel(self, owner: int) -> list[int]:
        """Stop waiting."""
        if not any(one.owner == owner for one in self._waiting):
            raise NotBlockedError(f"owner {owner} is awake")
        self._waiting = [one for one in self._waiting if one.owner != owner]
        return self._let_in()

    def locks(self, file: int) -> list[Lock]:
        """Return what is held."""
        found = [one for one in self._held if one.file == file]
        return sorted(found, key=lambda one: (one.start, one.owner))

    def _let_in(self) -> list[int]:
        """Grant what can be granted, oldest first, until nothing changes."""
        granted = []
        for wanted in list(self._waiting):
            if not self._against(wanted):
                self._waiting.remove(wanted)
                self._set(wanted)
                granted.append(wanted.owner)
        return granted + self._let_in() if granted else []

    def _against(self, wanted: Lock) -> list[Lock]:
        """Return the held locks that conflict."""
        return [
            one
            for one in self._held
            if one.file == wanted.file
            and one.owner != wanted.owner
            and one.start <= wanted.last
            and wanted.start <= one.last
            and EXCLUSIVE in (one.mode, wanted.mode)
        ]

    def _reachable(self, wanted: Lock) -> set[int]:
        """Return all owners that a request would wait for, directly or not."""
        found: set[int] = set()
        requests = [wanted]
        while requests:
            holders = {one.owner for one in self._against(requests.pop())} - found
            found |= holders
            requests += [one for one in self._waiting if one.owner in holders]
        return found

    def _set(self, wanted: Lock) -> None:
        """Replace the owner's mode on these bytes, and join what touches and is equal."""
        self._cut_out(wanted)
        first, last = wanted.start, wanted.last
        for one in list(self._held):
            is_alike = (one.file, one.owner, one.mode) == (wanted.file, wanted.owner, wanted.mode)
            if is_alike and one.start <= last + 1 and first <= one.last + 1:
                self._held.remove(one)
                first, last = min(first, one.start), max(last, one.last)
        self._held.append(replace(wanted, start=first, last=last))

    def _cut_out(self, gone: Lock) -> None:
        """Take bytes away from the owner's locks; what remains of them stays."""
        kept = []
        for one in self._held:
            is_apart = one.last < gone.start or gone.last < one.start
            if (one.file, one.owner) != (gone.file, gone.owner) or is_apart:
                kept.append(one)
                continue
            if one.start < gone.start:
                kept.append(replace(one, last=gone.start - 1))
            if gone.last < one.last:
                kept.append(replace(one, start=gone.last + 1))
        self._held = kept

    def _wanted(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock:
        """Check the arguments, then whether the owner is awake."""
        if mode not in (SHARED, EXCLUSIVE):
            raise ValueError(f"mode {mode!r}")
        if start < 0 or start + min(length, 0) < 0:
            raise ValueError("the range begins before byte 0")
        if start > MAX_OFFSET or start + length - 1 > MAX_OFFSET:
            raise OverflowError("the range ends behind the last possible byte")
        self._refuse_sleeper(owner)
        if length < 0:
            return Lock(file, owner, start + length, start - 1, mode)
        return Lock(file, owner, start, start + length - 1 if length else MAX_OFFSET, mode)

    def _refuse_sleeper(self, owner: int) -> None:
        if any(one.owner == owner for one in self._waiting):
            raise BlockedError(f"owner {owner} is asleep")
