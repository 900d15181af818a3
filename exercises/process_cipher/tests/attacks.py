"""What every attack is made of: a machine with a past, places put back, and answers that are judged.

A ``Past`` is built honestly; each attack then boots a copy of it, so that a failure shows the calls
of this attack only. An engine may always raise IntegrityError once the memory was touched; where it
answers, the answer must be right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from random import Random
from typing import Any

from exercises.process_cipher.stub.solution import LINE_SIZE
from exercises.process_cipher.tests.arguments import written
from exercises.process_cipher.tests.machine import REFUSED, Image, Machine, honest, text_of
from exercises.process_cipher.tests.messages import places, shown

Place = tuple[int, int]
"""An address and a length."""

MOST_MIXTURES = 81


@dataclass(frozen=True, slots=True)
class Plan:
    """A machine of so many lines, and the lines that are written, one after the other."""

    lines: int
    writes: tuple[int, ...]

    def __str__(self) -> str:
        """Return what was done, for messages."""
        return (
            f"{self.lines} lines, of which {', '.join(map(str, self.writes))} were written in turn"
        )

    def build(self, submission: Any) -> "Past":
        """Let the solution do it, with nobody touching the memory."""
        machine = Machine.ready(submission, self.lines, len(self.writes))
        snapshots = [bytes(machine.memory)]
        for number, line in enumerate(self.writes):
            written(machine, line, number)
            snapshots.append(bytes(machine.memory))
        return Past(submission, self, machine.image(), tuple(snapshots))


@dataclass(frozen=True, slots=True)
class Past:
    """A machine that is switched off, and its memory after initialization and after each write."""

    submission: Any
    plan: Plan
    image: Image
    snapshots: tuple[bytes, ...]

    def boot(self) -> Machine:
        """Begin a trial of its own with a copy of the machine."""
        self.submission.begin_trial()
        return Machine.boot(self.submission, self.image)

    def fetched_by_read(self, line: int) -> list[Place]:
        """Return what a read of a line fetches while nobody touches the memory."""
        machine = self.boot()
        honest(machine, f"read({line})", machine.read(line), machine.values[line])
        return distinct(machine.fetched())

    def fetched_by_write(self, line: int) -> list[Place]:
        """Return what a write of a line fetches while nobody touches the memory."""
        machine = self.boot()
        written(machine, line, len(self.plan.writes))
        return distinct(machine.fetched())

    def regions(self) -> list[tuple[str, list[Place]]]:
        """Return the large parts of the memory, with names."""
        data, size = LINE_SIZE * self.image.lines, len(self.image.memory)
        found = [("the whole memory", [(0, size)]), ("all lines", [(0, data)])]
        return [*found, ("all metadata", [(data, size - data)])] if size > data else found


def distinct(found: Sequence[Place]) -> list[Place]:
    """Return places in order, each once."""
    return list(dict.fromkeys(found))


def put(machine: Machine, where: Sequence[Place], source: bytes) -> None:
    """Put what ``source`` has at these places into the memory."""
    for address, length in where:
        machine.memory[address : address + length] = source[address : address + length]


def mixtures(choices: int, positions: int, most: int = MOST_MIXTURES) -> Iterator[tuple[int, ...]]:
    """Yield all ways to choose at each position, or a fixed sample; choice 0 leaves a place alone."""
    if choices**positions <= most:
        yield from (
            mixture for mixture in product(range(choices), repeat=positions) if any(mixture)
        )
        return
    yield from islice(_sample(choices, positions), most)


def _sample(choices: int, positions: int) -> Iterator[tuple[int, ...]]:
    """Yield mixtures that touch all positions, one, all but one, and then any."""
    randomness = Random(positions)
    yield from ((choice,) * positions for choice in range(1, choices))
    for position, choice in product(range(positions), range(1, choices)):
        alone = tuple(choice if at == position else 0 for at in range(positions))
        yield alone
        yield tuple(0 if one else choice for one in alone)
    while True:
        yield tuple(randomness.randrange(choices) for _ in range(positions))


def judged_read(machine: Machine, line: int, what: str, *, must_raise: bool = True) -> Any:
    """Read a line of a memory that was touched; return what was read or ``REFUSED``.

    Args:
        machine: The machine.
        line: The line.
        what: What was done to the memory.
        must_raise: Whether a changed line must be refused; a memory that has changed meanwhile may
            have been right while the line was fetched.
    """
    found = machine.read(line)
    if found is REFUSED:
        return found
    stored = machine.stored[line]
    is_changed = stored is not None and machine.in_memory(line) != stored
    assert not (must_raise and is_changed), (
        f"{what}; then read({line}) gave {shown(found)}, although the bytes in"
        f" {places([(LINE_SIZE * line, LINE_SIZE)], machine.lines)} are not what was stored there last:"
        " it must raise IntegrityError"
    )
    right = machine.values[line]
    assert found == right, (
        f"{what}; then read({line}) gave {shown(found)}; right is {shown(right)} or IntegrityError"
    )
    return found


def judged_write(machine: Machine, line: int, what: str) -> Any:
    """Write a line of a memory that was touched; return None or ``REFUSED``."""
    found = machine.write(line, text_of(line, 900))
    assert found is REFUSED or found is None, (
        f"{what}; then write({line}, ...) ended with {shown(found)}; right is None or IntegrityError"
    )
    return found
