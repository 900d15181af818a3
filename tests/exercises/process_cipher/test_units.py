"""How units are counted."""

import pytest

from exercises.process_cipher.stub.solution import Fetch, Store
from exercises.process_cipher.tests.machine import Machine
from exercises.process_cipher.tests.test_policy import units
from tests.exercises.process_cipher.engine import FakeSubmission


@pytest.mark.parametrize(
    ("done", "count"),
    [
        (Fetch(0, 64), 1),
        (Fetch(63, 2), 2),
        (Fetch(64, 8), 1),
        (Store(0, bytes(129)), 3),
        (Store(127, b"x"), 1),
    ],
)
def test_an_operation_moves_the_units_that_it_touches(done: Fetch | Store, count: int) -> None:
    """Units are aligned blocks of 64 bytes."""
    machine = Machine.ready(FakeSubmission(), 2)
    machine.operations = [done, done]
    assert units(machine) == 2 * count
