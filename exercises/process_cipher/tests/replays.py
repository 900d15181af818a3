"""Replays: memory put back to what it was, whole or in part, and pads that come back with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch, Store
from exercises.process_cipher.tests.attacks import (
    Past,
    Place,
    Plan,
    judged_read,
    mixtures,
    put,
)
from exercises.process_cipher.tests.machine import REFUSED, Machine, honest, text_of
from exercises.process_cipher.tests.messages import operation, places, shown

_NUMBERS = st.integers(0, 2**16)
_PARTS = st.sampled_from(("whole", "lines", "metadata", "line", "some", "some", "some"))
_POWER = st.sampled_from(("on", "off", "new process"))


def in_order(machine: Machine, call: str) -> None:
    """Demand that a call fetches before it stores, and that a read stores nothing (rule 4)."""
    done = machine.operations
    first = next((at for at, one in enumerate(done) if isinstance(one, Store)), None)
    if first is None:
        return
    assert not call.startswith("read"), (
        f"{call} yielded {operation(done[first])}; a read only fetches"
    )
    later = [one for one in done[first:] if isinstance(one, Fetch)]
    assert not later, (
        f"{call} yielded {operation(done[first])} and after it {operation(later[0])}; every Fetch comes"
        " before the first Store, so that nothing is stored before all is verified"
    )


def replayed_write(machine: Machine, line: int, what: str) -> Any:
    """Write a line; it stores nothing if it raises, and uses new pads if it does not."""
    before, pads = list(machine.stored), frozenset(machine.pads)
    values = list(machine.values)
    found = machine.write(line, text_of(line, 800 + len(pads) % 100))
    call = f"{what}; then write({line}, ...)"
    if found is REFUSED:
        assert not machine.stores(), (
            f"{call} raised IntegrityError after {operation(machine.stores()[0])}; a write that raises"
            " has stored nothing"
        )
        return found
    assert found is None, f"{call} ended with {shown(found)}; right is None or IntegrityError"
    in_order(machine, f"write({line}, ...)")
    new = machine.pads - pads
    changed = [at for at, one in enumerate(machine.stored) if one != before[at]]
    are_new = line in changed and len(new) == 4 * len(changed)
    assert are_new, (
        f"{call} succeeded and stored line {line} under a pad that was used before: stored XOR text"
        f" is a block that an earlier write (of {shown(values[line])}, or of another text) has used"
    )
    return found


def replayed_read(machine: Machine, line: int, what: str) -> Any:
    """Read a line, and see that nothing is stored."""
    found = judged_read(machine, line, what)
    in_order(machine, f"read({line})")
    return found


@dataclass(frozen=True, slots=True)
class Sweep:
    """Every subset of what a call fetches, and every region, is put back to each snapshot."""

    plan: Plan
    line: int
    is_write: bool

    def play(self, submission: Any) -> None:
        """Try them all."""
        past = self.plan.build(submission)
        fetched = (past.fetched_by_write if self.is_write else past.fetched_by_read)(self.line)
        for number, snapshot in enumerate(past.snapshots[:-1]):
            for name, where in self._choices(past, fetched):
                machine = past.boot()
                put(machine, where, snapshot)
                when = f"write number {number}" if number else "initialization"
                what = f"{self.plan}; {name}: put back to what was there after {when}"
                self._follow(machine, what)

    def _follow(self, machine: Machine, what: str) -> None:
        if not self.is_write and replayed_read(machine, self.line, what) is REFUSED:
            return
        if replayed_write(machine, self.line, what) is not REFUSED:
            replayed_read(machine, self.line, f"{what}; line {self.line} was written again")

    @staticmethod
    def _choices(past: Past, fetched: list[Place]) -> Iterator[tuple[str, list[Place]]]:
        for mixture in mixtures(2, len(fetched), most=32):
            where = [place for place, is_old in zip(fetched, mixture, strict=True) if is_old]
            yield places(where, past.image.lines), where
        yield from past.regions()


def sweeps() -> Iterator[Sweep]:
    """Yield sweeps over trees of different heights, and a machine that may do without any."""
    for lines, line, other in ((9, 0, 8), (20, 17, 3), (2, 1, 0)):
        plan = Plan(lines, (line, line, other))
        yield from (Sweep(plan, line, is_write) for is_write in (False, True))


@dataclass(frozen=True, slots=True)
class Replay:
    """Writes, then one part of the memory goes back, with the power on or cut, then more deeds."""

    plan: Plan
    line: int
    snapshot: int
    part: str
    subset: int
    power: str
    deeds: tuple[tuple[bool, int], ...]

    def play(self, submission: Any) -> None:
        """Build the machine, touch its memory, go on."""
        machine = Machine.ready(submission, self.plan.lines, self.snapshot)
        snapshots = [bytes(machine.memory)]
        for number, line in enumerate(self.plan.writes):
            found = machine.write(line, text_of(line, number))
            honest(machine, f"write({line}, ...)", found, None)
            in_order(machine, f"write({line}, ...)")
            snapshots.append(bytes(machine.memory))
        honest(machine, "read", machine.read(self.line), machine.values[self.line])
        name, where = self._places(machine)
        if self.power != "on":
            machine.cycle(new_process=self.power == "new process")
        put(machine, where, snapshots[self.snapshot])
        what = f"{self.plan}; {name}: put back to what was there after {self.snapshot} writes"
        for is_write, line in self.deeds:
            deed = replayed_write if is_write else replayed_read
            if deed(machine, line, what) is REFUSED:
                return

    def _places(self, machine: Machine) -> tuple[str, list[Place]]:
        data, size = LINE_SIZE * machine.lines, len(machine.memory)
        whole = {"whole": (0, size), "lines": (0, data), "metadata": (data, size - data)}
        if self.part in whole:
            return f"the memory ({self.part})", [whole[self.part]]
        if self.part == "line":
            return f"line {self.line}", [(LINE_SIZE * self.line, LINE_SIZE)]
        fetched = machine.fetched()
        where = [place for at, place in enumerate(fetched) if self.subset >> at % 16 & 1]
        return places(where, machine.lines) or "nothing", where


@st.composite
def replays(draw: st.DrawFn) -> Replay:
    """Draw writes of a few lines, a part of the memory, and what follows."""
    lines = draw(st.integers(1, 20))
    favourites = [draw(_NUMBERS) % lines for _ in range(2)]
    writes = tuple(favourites[draw(_NUMBERS) % 2] for _ in range(draw(st.integers(1, 5))))
    line = writes[-1] if draw(st.booleans()) else favourites[0]
    deeds = [(draw(st.booleans()), favourites[draw(_NUMBERS) % 2]) for _ in range(3)]
    return Replay(
        Plan(lines, writes),
        line,
        draw(_NUMBERS) % len(writes),
        draw(_PARTS),
        draw(_NUMBERS),
        draw(_POWER),
        ((draw(st.booleans()), line), *deeds),
    )
