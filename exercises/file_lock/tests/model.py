"""The oracle's state: a map of bytes, and the queue of those who wait. No interval code.

Ranges begin and end at a few offsets. Between two of these all bytes have the same fate, so twenty
cells stand for a file: each of the offsets, and each gap between two of them. For every cell the map
says what every owner holds. The model follows the solution's choice of who is granted; what a call
may do in this state is said by ``rules``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from exercises.file_lock.stub.solution import EXCLUSIVE, MAX_OFFSET, Lock

OFFSETS = (0, 1, 2, 3, 5, 8, 4095, 4096, 2**31, 2**32, MAX_OFFSET - 1, MAX_OFFSET)


def _cells() -> Iterator[tuple[int, int]]:
    for offset, following in pairwise((*OFFSETS, MAX_OFFSET + 1)):
        yield offset, offset
        if offset + 1 < following:
            yield offset + 1, following - 1


CELLS = tuple(_cells())
"""First and last byte of each."""
FREE = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Bytes that an owner wants, as cells."""

    file: int
    owner: int
    cells: range
    mode: str

    def conflicts_with(self, other: "Request") -> bool:
        """Return whether two owners can not have both (rule 2)."""
        return (
            self.file == other.file
            and self.owner != other.owner
            and EXCLUSIVE in (self.mode, other.mode)
            and any(cell in other.cells for cell in self.cells)
        )

    def __str__(self) -> str:
        first, last = CELLS[self.cells[0]][0], CELLS[self.cells[-1]][1]
        return f"owner {self.owner} {self.mode} {bytes_text(first, last)} of file {self.file}"


def bytes_text(first: int, last: int) -> str:
    """Return words for a range."""
    return f"{first}..{'MAX_OFFSET' if last == MAX_OFFSET else last}"


class Model:
    """The state that the rules prescribe, given who was granted."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], list[str]] = {}
        self.queue: list[Request] = []

    # What is so

    def mode_of(self, file: int, owner: int, cell: int) -> str:
        """Return what an owner holds in a cell."""
        held = self._held.get((file, owner))
        return FREE if held is None else held[cell]

    def locks(self, file: int) -> list[Lock]:
        """Return what ``locks`` must return: maximal runs of one mode (rule 4)."""
        found: list[Lock] = []
        for (held_file, owner), modes in self._held.items():
            if held_file == file:
                found += _runs(file, owner, modes)
        return sorted(found, key=lambda lock: (lock.start, lock.owner))

    def holders_against(self, request: Request) -> list[int]:
        """Return the owners of held locks that conflict."""
        return sorted(
            owner
            for file, owner in self._held
            if file == request.file
            and owner != request.owner
            and self._is_in_the_way(owner, request)
        )

    def _is_in_the_way(self, owner: int, request: Request) -> bool:
        held = (self.mode_of(request.file, owner, cell) for cell in request.cells)
        return any(mode != FREE and EXCLUSIVE in (mode, request.mode) for mode in held)

    def locks_against(self, request: Request) -> list[Lock]:
        """Return the held locks that conflict, whole."""
        return [
            lock
            for lock in self.locks(request.file)
            if lock.owner != request.owner
            and EXCLUSIVE in (lock.mode, request.mode)
            and any(lock.start <= CELLS[cell][0] <= lock.last for cell in request.cells)
        ]

    def ahead_of(self, request: Request) -> list[Request]:
        """Return the conflicting requests that began to wait earlier; a newcomer has all before it."""
        place = self.queue.index(request) if request in self.queue else len(self.queue)
        return [other for other in self.queue[:place] if other.conflicts_with(request)]

    def request_of(self, owner: int) -> Request | None:
        """Return what an owner waits for; None if it is awake."""
        return next((request for request in self.queue if request.owner == owner), None)

    def without_reason(self) -> list[Request]:
        """Return who waits although nothing held and nobody earlier is in the way (rule 7)."""
        return [
            request
            for request in self.queue
            if not self.holders_against(request) and not self.ahead_of(request)
        ]

    def cycle(self, request: Request, *, with_queue: bool) -> list[int]:
        """Return the owners of a cycle that a newcomer would close by waiting; [] if none.

        ``with_queue`` counts earlier waiting requests too, not held locks only.
        """
        return self._path_back(request, request.owner, {request.owner}, with_queue=with_queue) or []

    def _path_back(
        self, request: Request, home: int, seen: set[int], *, with_queue: bool
    ) -> list[int] | None:
        blockers = self.holders_against(request)
        if with_queue:
            blockers += [other.owner for other in self.ahead_of(request)]
        if home in blockers:
            return [request.owner]
        for owner in blockers:
            waits_for = self.request_of(owner)
            if owner in seen or waits_for is None:
                continue
            seen.add(owner)
            rest = self._path_back(waits_for, home, seen, with_queue=with_queue)
            if rest is not None:
                return [request.owner, *rest]
        return None

    def files(self) -> list[int]:
        """Return the files that were ever locked."""
        return sorted({file for file, _ in self._held})

    def owners(self) -> list[int]:
        """Return who holds or waits."""
        holding = {owner for (_, owner), modes in self._held.items() if any(modes)}
        return sorted(holding | {request.owner for request in self.queue})

    # What a successful call changes

    def granted(self, request: Request) -> None:
        """Follow a grant (rule 3)."""
        if request in self.queue:
            self.queue.remove(request)
        self._set(request.file, request.owner, request.cells, request.mode)

    def waits(self, request: Request) -> None:
        """Follow a request to the end of the queue."""
        self.queue.append(request)

    def unlocked(self, file: int, owner: int, cells: range) -> None:
        """Follow an unlock."""
        self._set(file, owner, cells, FREE)

    def closed(self, file: int, owner: int) -> None:
        """Follow a close."""
        self._held.pop((file, owner), None)

    def exited(self, owner: int) -> None:
        """Follow the death of an owner."""
        for file in self.files():
            self.closed(file, owner)
        self.cancelled(owner)

    def cancelled(self, owner: int) -> None:
        """Take an owner out of the queue."""
        self.queue = [request for request in self.queue if request.owner != owner]

    def _set(self, file: int, owner: int, cells: range, mode: str) -> None:
        modes = self._held.setdefault((file, owner), [FREE] * len(CELLS))
        for cell in cells:
            modes[cell] = mode


def _runs(file: int, owner: int, modes: list[str]) -> Iterator[Lock]:
    begin = 0
    for cell, mode in enumerate(modes):
        if cell + 1 == len(modes) or modes[cell + 1] != mode:
            if mode != FREE:
                yield Lock(file, owner, CELLS[begin][0], CELLS[cell][1], mode)
            begin = cell + 1
