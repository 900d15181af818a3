"""Ranges as a caller writes them: start and length, and the cells that rule 1 makes of them."""

from dataclasses import dataclass
from enum import IntEnum

from exercises.file_lock.stub.solution import MAX_OFFSET
from exercises.file_lock.tests.model import CELLS, OFFSETS, bytes_text


class Way(IntEnum):
    """How a range is written; what is impossible for a range is written with a positive length."""

    FORWARD = 0
    BACKWARD = 1
    TO_THE_END = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A range. What is right is known from the cells alone, never computed from start and length."""

    start: int
    length: int
    cells: range

    def __str__(self) -> str:
        return bytes_text(CELLS[self.cells[0]][0], CELLS[self.cells[-1]][1])


_CELL_OF = {first: cell for cell, (first, _) in enumerate(CELLS)}


def span(first: int, last: int, way: Way = Way.FORWARD) -> Span:
    """Return the range from one of ``OFFSETS`` to another, by their numbers."""
    return span_of(range(_CELL_OF[OFFSETS[first]], _CELL_OF[OFFSETS[last]] + 1), way)


def span_of(cells: range, way: Way = Way.FORWARD) -> Span:
    """Return the range of some cells."""
    start, last = CELLS[cells[0]][0], CELLS[cells[-1]][1]
    if way is Way.TO_THE_END and last == MAX_OFFSET:
        return Span(start, 0, cells)
    if way is Way.BACKWARD and last < MAX_OFFSET:
        return Span(last + 1, start - last - 1, cells)
    return Span(start, last - start + 1, cells)
