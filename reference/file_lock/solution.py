"""A table of byte-range locks: an interval map for each file, and a queue with bounded overtaking.

Whoever conflicts with no held lock enters, past those who wait, until somebody who waits has been
overtaken ``PATIENCE`` times: then nobody who conflicts with that request passes it any more.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

MAX_OFFSET = 2**63 - 1
SHARED = "shared"
EXCLUSIVE = "exclusive"

PATIENCE = 6


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


class IntervalMap:
    """Who holds what in one file.

    Piece i begins at ``_starts[i]`` and ends where the next one begins. Neighbours differ, so there
    are never more pieces than locks ask for.
    """

    def __init__(self) -> None:
        self._starts = [0]
        self._holders: list[dict[int, str]] = [{}]

    def put(self, owner: int, first: int, last: int, mode: str | None) -> None:
        """Give the owner this mode on these bytes; None takes away what it has there."""
        begin, end = self._touched(first, last)
        after = self._starts[end] if end < len(self._starts) else MAX_OFFSET + 1
        pieces = []
        if self._starts[begin] < first:
            pieces.append((self._starts[begin], self._holders[begin]))
        for index in range(begin, end):
            holders = {key: value for key, value in self._holders[index].items() if key != owner}
            if mode is not None:
                holders[owner] = mode
            pieces.append((max(first, self._starts[index]), holders))
        if last + 1 < after:
            pieces.append((last + 1, self._holders[end - 1]))
        self._replace(begin, end, pieces)

    def _replace(self, begin: int, end: int, pieces: list[tuple[int, dict[int, str]]]) -> None:
        """Put pieces in the place of others; join them and their neighbours where they are equal."""
        if begin > 0:
            begin -= 1
            pieces.insert(0, (self._starts[begin], self._holders[begin]))
        if end < len(self._starts):
            pieces.append((self._starts[end], self._holders[end]))
            end += 1
        joined = [
            piece
            for index, piece in enumerate(pieces)
            if index == 0 or pieces[index - 1][1] != piece[1]
        ]
        self._starts[begin:end] = [start for start, _ in joined]
        self._holders[begin:end] = [holders for _, holders in joined]

    def conflicts(self, owner: int, first: int, last: int, mode: str) -> Iterator[tuple[int, int]]:
        """Yield (piece, holder) for whoever else is in the way."""
        begin, end = self._touched(first, last)
        for index in range(begin, end):
            for holder, held in self._holders[index].items():
                if holder != owner and EXCLUSIVE in (held, mode):
                    yield index, holder

    def run(self, file: int, index: int, owner: int) -> Lock:
        """Return the whole lock that this piece of an owner belongs to."""
        mode = self._holders[index][owner]
        begin, end = index, index + 1
        while begin > 0 and self._holders[begin - 1].get(owner) == mode:
            begin -= 1
        while end < len(self._starts) and self._holders[end].get(owner) == mode:
            end += 1
        last = self._starts[end] - 1 if end < len(self._starts) else MAX_OFFSET
        return Lock(file, owner, self._starts[begin], last, mode)

    def locks(self, file: int) -> list[Lock]:
        """Return all runs, by their first bytes."""
        found: list[Lock] = []
        before: dict[int, str] = {}
        for index, holders in enumerate(self._holders):
            found += [
                self.run(file, index, owner)
                for owner in sorted(holders)
                if before.get(owner) != holders[owner]
            ]
            before = holders
        return found

    def _touched(self, first: int, last: int) -> tuple[int, int]:
        """Return which pieces these bytes lie in, as a half-open range."""
        return bisect_right(self._starts, first) - 1, bisect_left(self._starts, last + 1)


@dataclass(slots=True)
class Request:
    """Bytes that an owner asks for; ``overtaken`` counts who went past it while it waits."""

    file: int
    owner: int
    first: int
    last: int
    mode: str
    overtaken: int = 0

    def conflicts_with(self, other: "Request") -> bool:
        """Return whether both can not be held at once."""
        return (
            self.file == other.file
            and self.owner != other.owner
            and self.first <= other.last
            and other.first <= self.last
            and EXCLUSIVE in (self.mode, other.mode)
        )


class FileLock:
    """The table."""

    def __init__(self) -> None:
        """Begin without a lock."""
        self._maps: dict[int, IntervalMap] = {}
        self._files: dict[int, set[int]] = {}
        self._waiting: dict[int, Request] = {}

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or raise."""
        request = self._request(file, owner, start, length, mode)
        if any(True for _ in self._holders_against(request)):
            raise WouldBlockError("another owner holds a conflicting lock")
        return self._enter(request)

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Lock at once or wait."""
        request = self._request(file, owner, start, length, mode)
        is_held = any(True for _ in self._holders_against(request))
        if not is_held and not self._is_behind_impatient(request):
            return self._enter(request)
        if not self._closes_cycle(request):
            self._waiting[owner] = request
            return []
        if is_held:
            raise DeadlockError("who is in the way waits for this owner")
        return self._enter(request)

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """Give up these bytes."""
        request = self._request(file, owner, start, length, SHARED)
        if file in self._maps:
            self._maps[file].put(owner, request.first, request.last, None)
        return self._let_in(file)

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """Return a lock that is in the way."""
        request = self._request(file, owner, start, length, mode)
        table = self._maps.get(file)
        if table is not None:
            for index, holder in table.conflicts(owner, request.first, request.last, mode):
                return table.run(file, index, holder)
        return None

    def close(self, file: int, owner: int) -> list[int]:
        """Give up everything in one file."""
        self._refuse_blocked(owner)
        if file in self._maps:
            self._maps[file].put(owner, 0, MAX_OFFSET, None)
        self._files.get(owner, set()).discard(file)
        return self._let_in(file)

    def exit(self, owner: int) -> list[int]:
        """Give up everything."""
        files = self._files.pop(owner, set())
        request = self._waiting.pop(owner, None)
        for file in files:
            self._maps[file].put(owner, 0, MAX_OFFSET, None)
        if request is not None:
            files.add(request.file)
        return [granted for file in sorted(files) for granted in self._let_in(file)]

    def cancel(self, owner: int) -> list[int]:
        """Stop waiting."""
        if owner not in self._waiting:
            raise NotBlockedError(f"owner {owner} is awake")
        return self._let_in(self._waiting.pop(owner).file)

    def locks(self, file: int) -> list[Lock]:
        """Return what is held."""
        return self._maps[file].locks(file) if file in self._maps else []

    # Entering and waiting

    def _enter(self, request: Request) -> list[int]:
        """Grant a request, then what became possible by it."""
        self._grant(request)
        return [request.owner, *self._let_in(request.file)]

    def _let_in(self, file: int) -> list[int]:
        """Grant what can be granted, oldest first, until nothing changes any more."""
        granted: list[int] = []
        before = -1
        while before != len(granted):
            before = len(granted)
            for request in [one for one in self._waiting.values() if one.file == file]:
                if not any(True for _ in self._holders_against(request)) and (
                    not self._is_behind_impatient(request)
                ):
                    self._grant(request)
                    granted.append(request.owner)
        return granted

    def _grant(self, request: Request) -> None:
        for earlier in self._ahead_of(request):
            earlier.overtaken += 1
        self._waiting.pop(request.owner, None)
        table = self._maps.setdefault(request.file, IntervalMap())
        table.put(request.owner, request.first, request.last, request.mode)
        self._files.setdefault(request.owner, set()).add(request.file)

    def _is_behind_impatient(self, request: Request) -> bool:
        return any(earlier.overtaken >= PATIENCE for earlier in self._ahead_of(request))

    def _ahead_of(self, request: Request) -> Iterator[Request]:
        """Yield the conflicting requests that have waited longer."""
        for other in self._waiting.values():
            if other is request:
                return
            if other.conflicts_with(request):
                yield other

    def _holders_against(self, request: Request) -> Iterator[int]:
        table = self._maps.get(request.file)
        if table is not None:
            found = table.conflicts(request.owner, request.first, request.last, request.mode)
            yield from (holder for _, holder in found)

    def _closes_cycle(self, request: Request) -> bool:
        """Search from the newcomer along holders and earlier requests, all of them.

        Every earlier request counts, also one that has patience left: later it may have none.
        """
        seen: set[int] = set()
        stack = [request]
        while stack:
            asking = stack.pop()
            blockers = {*self._holders_against(asking)}
            blockers.update(other.owner for other in self._ahead_of(asking))
            if request.owner in blockers:
                return True
            for owner in blockers - seen:
                seen.add(owner)
                if owner in self._waiting:
                    stack.append(self._waiting[owner])
        return False

    # Arguments

    def _request(self, file: int, owner: int, start: int, length: int, mode: str) -> Request:
        """Check the arguments, then whether the owner is awake."""
        if mode not in (SHARED, EXCLUSIVE):
            raise ValueError(f"mode {mode!r}")
        if start < 0 or start + min(length, 0) < 0:
            raise ValueError("the range begins before byte 0")
        if start > MAX_OFFSET or start + length - 1 > MAX_OFFSET:
            raise OverflowError("the range ends behind the last possible byte")
        self._refuse_blocked(owner)
        if length == 0:
            return Request(file, owner, start, MAX_OFFSET, mode)
        first, end = sorted((start, start + length))
        return Request(file, owner, first, end - 1, mode)

    def _refuse_blocked(self, owner: int) -> None:
        if owner in self._waiting:
            raise BlockedError(f"owner {owner} is asleep")
