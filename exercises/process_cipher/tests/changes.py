"""Memory that changes between two steps of one call, or lies at one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch
from exercises.process_cipher.tests.arguments import written
from exercises.process_cipher.tests.attacks import (
    Past,
    Place,
    Plan,
    judged_read,
    judged_write,
    put,
)
from exercises.process_cipher.tests.machine import REFUSED, Machine, honest

_NUMBERS = st.integers(0, 2**16)
MOST_STEPS = 23
FROM_NOW_ON, ONCE, FLIPPED = "from now on", "once", "flipped"
_WAYS = (FROM_NOW_ON, ONCE, FLIPPED)


@dataclass(frozen=True, slots=True)
class Change:
    """At each step of a call in turn, the memory shows an older state or a wrong byte.

    After a write that succeeded, everything that it did not store is put back, with the data and the
    metadata of ``witness``: what the write took from a lie must not make them authentic.
    """

    plan: Plan
    line: int
    witness: int
    is_write: bool
    snapshot: int
    ways: tuple[str, ...] = _WAYS

    def play(self, submission: Any) -> None:
        """Try every step, and every way."""
        past = self.plan.build(submission)
        fetches, steps = self._count(past)
        fetched = [*past.fetched_by_read(self.witness), (LINE_SIZE * self.witness, LINE_SIZE)]
        for step, way in product(range(min(steps, MOST_STEPS)), self.ways):
            if way == FROM_NOW_ON or step < fetches:
                for is_put_back in (False, True) if self.is_write else (False,):
                    self._try(past, step, way, fetched if is_put_back else [])

    def _try(self, past: Past, step: int, way: str, put_back: list[Place]) -> None:
        machine = past.boot()
        if self._call(machine, past, step, way) is REFUSED:
            return
        what = self._what(step, way)
        if put_back:
            self._put_back(machine, put_back, past.snapshots[self.snapshot])
            what += f"; what line {self.witness} is read from was then put back too"
        for line in (self.witness, self.line):
            if judged_read(machine, line, what) is REFUSED:
                return

    def _count(self, past: Past) -> tuple[int, int]:
        """Return how many operations the call makes up to its last Fetch, and in all."""
        machine = past.boot()
        if self.is_write:
            written(machine, self.line, len(self.plan.writes))
        else:
            honest(machine, "read", machine.read(self.line), machine.values[self.line])
        done = machine.operations
        last = max((at for at, one in enumerate(done) if isinstance(one, Fetch)), default=-1)
        return last + 1, len(done)

    def _what(self, step: int, way: str) -> str:
        call = f"write({self.line}, ...)" if self.is_write else f"read({self.line})"
        old = f"what was there after {self.snapshot} writes"
        ways = {
            FROM_NOW_ON: f"the whole memory went back to {old}",
            ONCE: f"the memory showed {old}, for this operation only",
            FLIPPED: "one bit of one byte of the answer was wrong, for this operation only",
        }
        return f"{self.plan}; in {call}, at operation {step} (counted from 0), {ways[way]}"

    def _call(self, machine: Machine, past: Past, step: int, way: str) -> Any:
        old = past.snapshots[self.snapshot]

        def go_back(now: int) -> None:
            if now == step:
                put(machine, [(0, len(old))], old)

        def lie(now: int, wanted: Fetch, truth: bytes) -> bytes:
            if now != step:
                return truth
            if way == ONCE:
                return old[wanted.address : wanted.address + wanted.length]
            at = self.snapshot % len(truth)
            return truth[:at] + bytes([truth[at] ^ 1 << step % 8]) + truth[at + 1 :]

        if way == FROM_NOW_ON:
            machine.at_step = go_back
        else:
            machine.lie = lie
        what = self._what(step, way)
        deed = judged_write if self.is_write else _read_meanwhile
        found = deed(machine, self.line, what)
        machine.at_step = machine.lie = None
        return found

    @staticmethod
    def _put_back(machine: Machine, fetched: list[Place], old: bytes) -> None:
        for done in machine.stores():
            before, after = done.address, done.address + len(done.data)
            fetched = [
                piece
                for address, length in fetched
                for piece in (
                    (address, min(address + length, before) - address),
                    (max(address, after), address + length - max(address, after)),
                )
                if piece[1] > 0
            ]
        put(machine, fetched, old)


def _read_meanwhile(machine: Machine, line: int, what: str) -> Any:
    return judged_read(machine, line, what, must_raise=False)


@dataclass(frozen=True, slots=True)
class ChangedInitialization:
    """At one Fetch of ``initialize`` a bit of every line changes, for good."""

    lines: int

    def play(self, submission: Any) -> None:
        """Try every Fetch, if there is any."""
        machine = Machine.ready(submission, self.lines)
        honest(machine, "read(0)", machine.read(0), machine.values[0])
        submission.begin_trial()
        machine = Machine.new(submission, self.lines)
        machine.initialize()
        steps = [at for at, done in enumerate(machine.operations) if isinstance(done, Fetch)]
        for step in steps[:MOST_STEPS]:
            submission.begin_trial()
            machine = Machine.new(submission, self.lines)
            machine.at_step = _flipping(machine, step)
            if machine.initialize() is not REFUSED:
                machine.at_step = None
                what = f"at operation {step} of initialize() a bit of every line was flipped"
                for line in range(self.lines):
                    if judged_read(machine, line, what) is REFUSED:
                        break


def _flipping(machine: Machine, step: int) -> Callable[[int], None]:
    def flip(now: int) -> None:
        if now == step:
            for line in range(machine.lines):
                machine.memory[LINE_SIZE * line] ^= 1

    return flip


def changes() -> Iterator[Change | ChangedInitialization]:
    """Yield reads and writes, with a witness beside the line and one in another node."""
    for lines, line, witness in ((9, 0, 1), (20, 12, 3)):
        plan = Plan(lines, (witness, line, witness, line))
        yield from (Change(plan, line, witness, is_write, 2) for is_write in (False, True))
    yield Change(Plan(2, (0, 1, 0)), 1, 0, is_write=True, snapshot=1)
    yield ChangedInitialization(3)
    yield ChangedInitialization(9)


@st.composite
def drawn_changes(draw: st.DrawFn) -> Change:
    """Draw a call, a witness and an older state; one way each."""
    lines = draw(st.integers(2, 20))
    line = draw(_NUMBERS) % lines
    witness = (line + 1 + draw(_NUMBERS) % (lines - 1)) % lines
    writes = (witness, line, *(draw(st.sampled_from((line, witness))) for _ in range(2)))
    way = draw(st.sampled_from(_WAYS))
    snapshot = draw(_NUMBERS) % len(writes)
    return Change(Plan(lines, writes), line, witness, draw(st.booleans()), snapshot, (way,))
