"""Flipped bits, the lock that follows the first error, and many attempts at one forgery."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.process_cipher.stub.solution import LINE_SIZE
from exercises.process_cipher.tests.arguments import written
from exercises.process_cipher.tests.attacks import Plan, judged_read, judged_write
from exercises.process_cipher.tests.machine import REFUSED, Machine, honest, text_of
from exercises.process_cipher.tests.messages import place, shown
from harness.remote.errors import GuestRaised

_NUMBERS = st.integers(0, 2**16)
FORGERIES = 512


@dataclass(frozen=True, slots=True)
class Flip:
    """One bit of what ``read(line)`` fetches is flipped, then there are more deeds.

    Attributes:
        position: Which of the places that the read fetches; counted again from the first.
        bit: Which bit of it, counted likewise.
        is_running: Whether the engine that wrote goes on, or one that was resumed.
    """

    plan: Plan
    line: int
    position: int
    bit: int
    is_running: bool
    deeds: tuple[tuple[bool, int], ...] = ()

    def play(self, submission: Any) -> None:
        """Build the machine, flip the bit, go on until the engine is locked; then try the lock."""
        machine = Machine.ready(submission, self.plan.lines, self.bit)
        for number, line in enumerate(self.plan.writes):
            written(machine, line, number)
        honest(machine, f"read({self.line})", machine.read(self.line), machine.values[self.line])
        places = [*machine.fetched(), (LINE_SIZE * self.line, LINE_SIZE)]
        if not self.is_running:
            machine.cycle()
        address, length = places[self.position % len(places)]
        at, bit = divmod(self.bit % (8 * length), 8)
        machine.memory[address + at] ^= 1 << bit
        where = place(address + at, 1, machine.lines)
        what = f"{self.plan}; bit {bit} of {where} was flipped"
        for is_write, line in ((False, self.line), *self.deeds):
            if (judged_write if is_write else judged_read)(machine, line, what) is REFUSED:
                machine.memory[address + at] ^= 1 << bit
                call = f"write({line}, ...)" if is_write else f"read({line})"
                demand_lock(machine, line, f"{what}; {call} raised IntegrityError")
                return


def demand_lock(machine: Machine, line: int, what: str) -> None:
    """Demand an error without arguments, and that nothing is done after it."""
    _demand_silence(machine.error, what)
    for call, deed in (
        (f"read({line})", lambda: machine.read(line)),
        (f"write({line}, ...)", lambda: machine.write(line, text_of(line, 700))),
        ("initialize()", machine.initialize),
        ("suspend()", lambda: _suspended(machine)),
    ):
        found = deed()
        assert found is REFUSED, (
            f"{what}, and the bit was put back; then {call} gave {shown(found)}: after the first"
            " IntegrityError every call raises it"
        )
        assert not machine.operations, (
            f"{what}; then {call} made {len(machine.operations)} operations before it raised: a locked"
            " engine yields nothing"
        )
        _demand_silence(machine.error, f"{what}; then {call} raised it again")


def _suspended(machine: Machine) -> object:
    machine.operations = []
    try:
        return machine.engine.suspend()
    except GuestRaised as error:
        machine.error = error
        return REFUSED if "IntegrityError" in error.names else error


def _demand_silence(error: GuestRaised | None, what: str) -> None:
    count = 0 if error is None else error.argument_count
    text = "" if error is None else error.text
    assert count == 0, (
        f"{what}, made with {count} argument(s) ({text}); it has none, so that nobody learns how far a"
        " forgery got"
    )


@dataclass(frozen=True, slots=True)
class Forgery:
    """One line of a small machine is changed in many ways, each on a copy: each must be refused."""

    plan: Plan
    line: int

    def play(self, submission: Any) -> None:
        """Flip every single bit of the line."""
        past = self.plan.build(submission)
        past.fetched_by_read(self.line)
        for bit in range(FORGERIES):
            machine = past.boot()
            at = bit // 8
            machine.memory[LINE_SIZE * self.line + at] ^= 1 << bit % 8
            where = place(LINE_SIZE * self.line + at, 1, machine.lines)
            tried = f"; {bit} other bits of the line were tried on copies before" if bit else ""
            what = f"{self.plan}; bit {bit % 8} of {where} was flipped{tried}"
            judged_read(machine, self.line, what)


def flips() -> Iterator[Flip | Forgery]:
    """Yield flips in every place that a read fetches, of a running and of a resumed engine."""
    yield Forgery(Plan(1, (0,)), 0)
    for lines, line in ((9, 8), (20, 3)):
        plan = Plan(lines, (line, 0, line))
        for position in range(6):
            for is_running in (True, False):
                yield Flip(plan, line, position, 77 * position, is_running, ((True, 1), (False, 1)))
    for line in (0, 1):
        yield Flip(Plan(2, (0, 1, 0)), line, 0, 5, is_running=True)


@st.composite
def drawn_flips(draw: st.DrawFn) -> Flip:
    """Draw a small machine, a bit of what a read fetches, and what follows."""
    lines = draw(st.integers(1, 20))
    favourites = [draw(_NUMBERS) % lines for _ in range(3)]
    pick = st.integers(0, 2).map(lambda at: favourites[at])
    writes = tuple(draw(pick) for _ in range(draw(st.integers(1, 4))))
    deeds = tuple((draw(st.booleans()), draw(pick)) for _ in range(3))
    line, position, bit = draw(pick), draw(st.integers(0, 7)), draw(_NUMBERS)
    return Flip(Plan(lines, writes), line, position, bit, draw(st.booleans()), deeds)
