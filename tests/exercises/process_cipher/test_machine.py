"""The judge's machine: what it performs, notes and refuses."""

import pytest

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch, Store
from exercises.process_cipher.tests.machine import (
    REFUSED,
    ZEROS,
    Machine,
    honest,
    pads_of,
    text_of,
)
from harness.graded import AnotherRuleBrokenError
from tests.exercises.process_cipher.engine import FakeSubmission, Running, TrustingEngine


def ready(lines: int = 3) -> Machine:
    """Return an initialized machine with an engine that trusts its memory."""
    return Machine.ready(FakeSubmission(), lines)


def test_a_machine_is_a_memory() -> None:
    """What was written is read, and the operations of the last call are there."""
    machine = ready()
    assert machine.read(1) == ZEROS
    assert machine.write(1, text_of(1, 7)) is None
    assert machine.read(1) == machine.values[1] == text_of(1, 7)
    assert machine.fetched() == [(64, 64), (193, 1)]
    assert len(text_of(1, 7)) == LINE_SIZE


def test_power_on_fills_the_memory_with_bytes_of_the_seed() -> None:
    """The same seed is the same memory, another one is not."""
    first, same, other = (Machine.new(FakeSubmission(), 2, seed) for seed in (1, 1, 2))
    assert first.memory == same.memory != other.memory


def test_what_is_stored_in_lines_is_noted_with_its_pads() -> None:
    """A write notes the place of its line; its pad is stored XOR text."""
    machine = ready()
    assert len(machine.pads) == 3
    machine.write(2, text_of(2, 0))
    assert machine.stored[2] == machine.in_memory(2)
    assert pads_of(machine.in_memory(2), text_of(2, 0)) == [bytes([2 + 0x5A]) * 16] * 4
    assert bytes([2 + 0x5A]) * 16 in machine.pads


def test_copies_of_an_image_are_worlds_of_their_own() -> None:
    """What one copy writes, the other one does not have."""
    machine = ready()
    machine.write(0, text_of(0, 1))
    image = machine.image()
    one, other = (Machine.boot(FakeSubmission(), image) for _ in range(2))
    one.write(0, text_of(0, 2))
    assert other.read(0) == text_of(0, 1)
    assert (one.values[0], other.values[0]) == (text_of(0, 2), text_of(0, 1))


def test_lies_and_changes_come_at_their_step() -> None:
    """A lie changes one answer; a change of the memory comes before its operation."""
    machine = ready()
    machine.lie = lambda step, _, truth: bytes(len(truth)) if step == 1 else truth
    assert machine.read(1) == bytes([1]) * LINE_SIZE
    machine.lie = None

    def flip(step: int) -> None:
        if step == 0:
            machine.memory[64] ^= 8

    machine.at_step = flip
    assert machine.read(1) == b"\x08" + bytes(63)


def test_a_refusal_is_an_answer() -> None:
    """The error is kept for those who look at it."""
    machine = ready()
    machine.engine.refuses = True
    assert machine.read(0) is REFUSED
    assert machine.error is not None


def test_a_new_process_is_one() -> None:
    """A cycle goes on from the registers, in a new process if wanted."""
    machine = ready()
    machine.cycle(new_process=True)
    assert machine.submission.new_processes == 1
    assert machine.read(0) == ZEROS


@pytest.mark.parametrize(
    "wanted", [Fetch(-1, 4), Fetch(0, 0), Fetch(190, 9), Store(195, b"x"), Store(0, b"")]
)
def test_operations_outside_of_the_memory_fail(wanted: Fetch | Store) -> None:
    """No memory can perform them."""

    class Stray(TrustingEngine):
        def read(self, line: int) -> Running:
            del line
            return Running(one for one in [wanted])

    machine = Machine.new(FakeSubmission(Stray), 3)
    with pytest.raises(AssertionError, match="the memory of 3 lines has the addresses 0 to 194"):
        machine.read(0)


def test_long_registers_and_small_memories_fail() -> None:
    """64 bytes are on chip, and the lines themselves need room."""

    class Large(TrustingEngine):
        def suspend(self) -> bytes:
            return bytes(65)

    class Small(TrustingEngine):
        def memory_size(self) -> int:
            return 64

    with pytest.raises(AssertionError, match="returned 65 bytes"):
        Machine.ready(FakeSubmission(Large), 2).cycle()
    with pytest.raises(AssertionError, match="returned 64; it must be 128"):
        Machine.new(FakeSubmission(Small), 2)


def test_a_fault_without_an_attack_belongs_to_another_property() -> None:
    """The trial is passed over."""
    with pytest.raises(AnotherRuleBrokenError, match="read of 3 lines gave IntegrityError"):
        honest(ready(), "read", REFUSED, ZEROS)
