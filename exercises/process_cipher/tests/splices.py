"""Splices and laundering: places of one line filled from another's, or old ones before a write."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.process_cipher.stub.solution import LINE_SIZE
from exercises.process_cipher.tests.attacks import (
    Past,
    Place,
    Plan,
    judged_read,
    judged_write,
    mixtures,
    put,
)
from exercises.process_cipher.tests.machine import REFUSED, Machine
from exercises.process_cipher.tests.messages import place, places

_NUMBERS = st.integers(0, 2**16)
_MOST_POSITIONS = 6
KEEP, OTHER, OLD = range(3)


@dataclass(frozen=True, slots=True)
class Splice:
    """What ``read(line)`` fetches keeps its value, or takes ``other``'s, or its own old one."""

    plan: Plan
    line: int
    other: int
    snapshot: int

    def play(self, submission: Any) -> None:
        """Try all mixtures, or a sample of many."""
        past = self.plan.build(submission)
        own, foreign = past.fetched_by_read(self.line), past.fetched_by_read(self.other)
        for mixture in mixtures(3, min(len(own), len(foreign))):
            machine = past.boot()
            changes = [
                self._change(machine, past, at, from_, choice)
                for at, from_, choice in zip(own, foreign, mixture, strict=False)
            ]
            what = f"{self.plan}; {', '.join(filter(None, changes))}"
            judged_read(machine, self.line, what)

    def _change(self, machine: Machine, past: Past, at: Place, from_: Place, choice: int) -> str:
        name = place(*at, machine.lines)
        if choice == OLD:
            put(machine, [at], past.snapshots[self.snapshot])
            return f"{name} was put back to what it was after {self.snapshot} writes"
        if choice == OTHER and at != from_:
            length = min(at[1], from_[1])
            piece = past.image.memory[from_[0] : from_[0] + length]
            machine.memory[at[0] : at[0] + length] = piece
            return f"{name} was filled from {place(*from_, machine.lines)}"
        return ""


def splices() -> Iterator[Splice]:
    """Yield pairs of lines that lie at the same place of two nodes, for many arities.

    Line 0 is written twice and the other node too, in two lines: the versions of both nodes agree,
    and so do those of line 0 in the past and of the other line now.
    """
    for other in (2, 4, 7, 8, 11, 16):
        yield Splice(Plan(20, (0, 0, other, other + 1)), 0, other, 1)
    yield Splice(Plan(20, (0, 0, 8, 9)), 8, 0, 3)
    yield Splice(Plan(9, (0, 1)), 0, 1, 0)
    yield Splice(Plan(9, (3, 5, 3)), 3, 8, 1)


@st.composite
def drawn_splices(draw: st.DrawFn) -> Splice:
    """Draw two lines of a small machine, and writes to them and their neighbours."""
    lines = draw(st.integers(2, 20))
    line = draw(_NUMBERS) % lines
    other = (line + 1 + draw(_NUMBERS) % (lines - 1)) % lines
    near = (line, other, line ^ 1, other ^ 1)
    count = draw(st.integers(2, 4))
    writes = tuple(near[draw(_NUMBERS) % 4] % lines for _ in range(count))
    return Splice(Plan(lines, writes), line, other, draw(_NUMBERS) % count)


@dataclass(frozen=True, slots=True)
class Laundering:
    """Old data and metadata of ``victim`` are put back, another line is written, the victim read."""

    plan: Plan
    victim: int
    line: int
    snapshot: int

    def play(self, submission: Any) -> None:
        """Put all subsets of the last places back, always with the victim's data."""
        past = self.plan.build(submission)
        data = (LINE_SIZE * self.victim, LINE_SIZE)
        fetched = [*past.fetched_by_read(self.victim), *past.fetched_by_write(self.line)]
        others = [one for one in dict.fromkeys(fetched) if one != data][-_MOST_POSITIONS:]
        for mixture in mixtures(2, len(others), most=64):
            where = [data, *(at for at, is_old in zip(others, mixture, strict=True) if is_old)]
            machine = past.boot()
            put(machine, where, past.snapshots[self.snapshot])
            what = (
                f"{self.plan}; {places(where, machine.lines)}: put back to what was there after"
                f" {self.snapshot} writes"
            )
            if judged_write(machine, self.line, what) is not REFUSED:
                what += f"; line {self.line} was written"
                judged_read(machine, self.victim, what)


def launderings() -> Iterator[Laundering]:
    """Yield victims beside the line that is written, and in other nodes."""
    for lines, victim, line in ((9, 1, 0), (9, 8, 0), (20, 2, 3), (20, 0, 9), (20, 17, 2)):
        yield Laundering(Plan(lines, (victim, victim)), victim, line, 1)
    yield Laundering(Plan(9, (0, 1, 1)), 1, 0, 0)


@st.composite
def drawn_launderings(draw: st.DrawFn) -> Laundering:
    """Draw a victim, another line, and some writes of the victim."""
    lines = draw(st.integers(2, 20))
    victim = draw(_NUMBERS) % lines
    line = (victim + 1 + draw(_NUMBERS) % (lines - 1)) % lines
    writes = (victim, *(draw(st.sampled_from((victim, line))) for _ in range(2)), victim)
    return Laundering(Plan(lines, writes), victim, line, draw(_NUMBERS) % len(writes))
