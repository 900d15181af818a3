"""Policy: units moved by reads and writes, and room that the metadata take.

The power is cut before every operation that is counted: what an engine remembers beside its registers
is no saving, because it would not survive.
"""

import math
from collections.abc import Callable
from random import Random
from typing import Any

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch
from exercises.process_cipher.tests.machine import Machine, text_of
from exercises.process_cipher.tests.messages import operation, shown
from harness.graded import graded

SMALL, LARGE = 64, 512
OPERATIONS = 24
MOST_READ_UNITS, MOST_WRITE_UNITS = 16, 40
MOST_MORE_READ_UNITS, MOST_MORE_WRITE_UNITS = 4, 10

Deed = Callable[[Machine, int], None]


def units(machine: Machine) -> int:
    """Return how many aligned units of 64 bytes the operations of the last call moved."""
    total = 0
    for done in machine.operations:
        length = done.length if isinstance(done, Fetch) else len(done.data)
        total += (done.address + length - 1) // LINE_SIZE - done.address // LINE_SIZE + 1
    return total


def ready(submission: Any, lines: int) -> Machine:
    """Return an initialized machine."""
    machine = Machine.new(submission, lines)
    found = machine.initialize()
    assert found is None, f"initialize() of {lines} lines ended with {shown(found)}, not None"
    return machine


def read(machine: Machine, line: int) -> None:
    """Read a line; it must be right."""
    found, right = machine.read(line), machine.values[line]
    assert found == right, (
        f"read({line}) of {machine.lines} lines gave {shown(found)}; right is {shown(right)}"
    )


def write(machine: Machine, line: int) -> None:
    """Write a line."""
    found = machine.write(line, text_of(line, 1))
    assert found is None, f"write({line}, ...) of {machine.lines} lines ended with {shown(found)}"


def written_lines(machine: Machine, randomness: Random, count: int) -> list[int]:
    """Write random lines and return them: a line that was never written may cost nothing."""
    lines = [randomness.randrange(machine.lines) for _ in range(count)]
    for line in lines:
        write(machine, line)
    return lines


def mean_units(machine: Machine, deed: Deed, randomness: Random, most: int) -> float:
    """Return the units that a deed moves on average over random lines; too many fail."""
    total = 0
    for number, line in enumerate(written_lines(machine, randomness, OPERATIONS), 1):
        machine.cycle()
        deed(machine, line)
        total += units(machine)
        if total > most * OPERATIONS:
            made = ", ".join(map(operation, machine.operations[:8]))
            raise AssertionError(
                f"{number} of {OPERATIONS} calls of {deed.__name__} on {machine.lines} lines moved {total}"
                f" units of 64 bytes; more than {most} a call fails. The last one moved"
                f" {units(machine)}: {made}"
            )
    return total / OPERATIONS


def compare(small: float, large: float, most_more: int, name: str) -> None:
    """Demand that eight times the lines cost few units more."""
    assert large - small <= most_more, (
        f"a {name} of {LARGE} lines moved {large:.1f} units, one of {SMALL} lines {small:.1f}; more than"
        f" {most_more} units more fails"
    )


@graded("reads-move-few-units")
def test_reads_move_few_units(submission: Any, randomness: Random, figures: Any) -> None:
    """Units of 64 bytes that a read moves, logarithm to the base 2."""
    small = mean_units(ready(submission, SMALL), read, randomness, MOST_READ_UNITS)
    large = mean_units(ready(submission, LARGE), read, randomness, MOST_READ_UNITS)
    compare(small, large, MOST_MORE_READ_UNITS, "read")
    figures.record(f"units a read, {SMALL} lines", small)
    figures.record(f"units a read, {LARGE} lines", large)
    figures.record("reads-move-few-units", math.log2(large))


@graded("writes-move-few-units")
def test_writes_move_few_units(submission: Any, randomness: Random, figures: Any) -> None:
    """Units of 64 bytes that a write moves, logarithm to the base 2."""
    small = mean_units(ready(submission, SMALL), write, randomness, MOST_WRITE_UNITS)
    large = mean_units(ready(submission, LARGE), write, randomness, MOST_WRITE_UNITS)
    compare(small, large, MOST_MORE_WRITE_UNITS, "write")
    figures.record(f"units a write, {SMALL} lines", small)
    figures.record(f"units a write, {LARGE} lines", large)
    figures.record("writes-move-few-units", math.log2(large))


@graded("metadata-take-little-room")
def test_metadata_take_little_room(submission: Any, randomness: Random, figures: Any) -> None:
    """Bytes of metadata over bytes of data; the engine that needs so few must work."""
    sizes = {lines: len(Machine.new(submission, lines).memory) for lines in (SMALL, LARGE)}
    ratios = {lines: size / (LINE_SIZE * lines) - 1 for lines, size in sizes.items()}
    for lines, ratio in ratios.items():
        figures.record(f"metadata / data, {lines} lines", ratio)
    figures.record("metadata-take-little-room", ratios[LARGE])
    machine = ready(submission, SMALL)
    for line in (0, randomness.randrange(SMALL), SMALL - 1):
        write(machine, line)
        machine.cycle()
        read(machine, line)
