"""Pads: what is stored XOR what it stands for, over many writes and power cycles."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from exercises.process_cipher.stub.solution import LINE_SIZE
from exercises.process_cipher.tests.machine import ZEROS, Machine, pads_of
from exercises.process_cipher.tests.messages import shown

WINDOW = 8
_NUMBERS = st.integers(0, 2**16)


@dataclass(frozen=True, slots=True)
class Storm:
    """Zero lines only, so that what is stored is the pad; then a secret."""

    lines: int
    writes: tuple[int, ...]
    cycle_every: int
    seed: int = 0

    def play(self, submission: Any) -> None:
        """Write zeros, cut the power now and then; write a secret twice."""
        machine = Machine.new(submission, self.lines, self.seed)
        watch = _Watch(machine)
        watch.demand_done("initialize()", machine.initialize())
        watch.look("initialize()")
        for number, line in enumerate(self.writes, 1):
            if number % self.cycle_every == 0:
                machine.cycle()
            call = f"write number {number}, of zeros to line {line}"
            watch.demand_done(call, machine.write(line, ZEROS))
            watch.look(call, line)
        secret = Random(f"secret {self.seed}").randbytes(LINE_SIZE)
        for turn, line in (("first", self.writes[-1]), ("second", self.writes[-1])):
            call = f"the {turn} write of a random secret to line {line}"
            watch.demand_done(call, machine.write(line, secret))
            watch.look(call, line)
            watch.demand_secrecy(call, secret)


class _Watch:
    """Knows where every pad block was used."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._stored = list(machine.stored)
        self._seen: dict[bytes, str] = {}

    def demand_done(self, call: str, found: object) -> None:
        assert found is None, (
            f"{call} ended with {shown(found)}, not None; nobody has touched the memory, and its pads"
            " can not be looked at"
        )

    def look(self, call: str, written: int | None = None) -> None:
        """Note the pads of all that the last call stored; none may have been seen."""
        for line, (before, now) in enumerate(zip(self._stored, self._machine.stored, strict=True)):
            if now is None or (before == now and line != written):
                continue
            self._note(call, line, pads_of(now, self._machine.values[line]))
        assert written is None or self._machine.stored[written] is not None, (
            f"{call} stored nothing in the place of line {written}"
        )
        self._stored = list(self._machine.stored)

    def _note(self, call: str, line: int, pads: list[bytes]) -> None:
        for block, pad in enumerate(pads):
            where = f"{call}, block {block} of line {line}"
            assert pad not in self._seen, (
                f"one pad of 16 bytes ({pad.hex()}) was used twice among {self._machine.lines} lines: in"
                f" {self._seen[pad]}, and in {where}"
            )
            self._seen[pad] = where

    def demand_secrecy(self, call: str, secret: bytes) -> None:
        """Demand that no piece of the secret lies in the memory or passed by on its way there."""
        pieces = {secret[at : at + WINDOW] for at in range(len(secret) - WINDOW + 1)}
        passed = [bytes(self._machine.memory), *(one.data for one in self._machine.stores())]
        for stored in passed:
            for at in range(len(stored) - WINDOW + 1):
                assert stored[at : at + WINDOW] not in pieces, (
                    f"after {call}, eight bytes of the secret lay open in the untrusted memory"
                )


def storms() -> Iterator[Storm]:
    """Yield more writes of one line than a byte counts, and writes of every line in turn."""
    yield Storm(3, (1,) * 300, 37)
    yield Storm(20, tuple(range(20)) * 2, 7)
    yield Storm(9, (0, 8, 0, 8, 1), 1)
    yield Storm(2, (0, 1, 1, 0), 2)


@st.composite
def drawn_storms(draw: st.DrawFn) -> Storm:
    """Draw writes of a few lines."""
    lines = draw(st.integers(1, 20))
    favourites = [draw(_NUMBERS) % lines for _ in range(3)]
    writes = tuple(favourites[draw(_NUMBERS) % 3] for _ in range(draw(st.integers(2, 16))))
    return Storm(lines, writes, draw(st.integers(1, 6)), draw(_NUMBERS))
