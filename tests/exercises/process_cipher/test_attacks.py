"""Attacks succeed against an engine that trusts its memory, and say how."""

from typing import Any

import pytest

from exercises.process_cipher.tests.attacks import Plan, distinct, judged_read, mixtures, put
from exercises.process_cipher.tests.changes import Change
from exercises.process_cipher.tests.flips import Flip, Forgery
from exercises.process_cipher.tests.machine import REFUSED, Machine, text_of
from exercises.process_cipher.tests.messages import place, places, shown
from exercises.process_cipher.tests.pads import Storm
from exercises.process_cipher.tests.replays import Sweep
from exercises.process_cipher.tests.splices import Laundering, Splice
from harness.byte_strings import difference
from tests.exercises.process_cipher.engine import FakeSubmission

PLAN = Plan(3, (0, 1, 0))
ATTACKS = [
    (Sweep(PLAN, 0, is_write=False), "put back to what was there after initialization; then read"),
    (Sweep(PLAN, 0, is_write=True), "under a pad that was used before"),
    (Splice(PLAN, 0, 1, 1), "was put back to what it was after 1 writes|was filled from"),
    (Laundering(Plan(3, (1, 1)), 1, 0, 1), "line 0 was written; then read"),
    (Change(PLAN, 0, 1, is_write=False, snapshot=1), "at operation 0"),
    (Flip(PLAN, 0, 0, 3, is_running=True), "bit 3 of line 0 .* was flipped; then read"),
    (Forgery(PLAN, 0), "although the bytes in line 0"),
    (Storm(3, (1, 1), 5), "was used twice among 3 lines"),
]


@pytest.mark.parametrize(("attack", "message"), ATTACKS, ids=range(len(ATTACKS)))
def test_an_engine_that_trusts_its_memory_falls(attack: Any, message: str) -> None:
    """Every attack finds something, and its message says what was done."""
    with pytest.raises(AssertionError, match=message):
        attack.play(FakeSubmission())


def test_a_changed_line_must_be_refused_even_if_its_value_is_right() -> None:
    """What lies in its place is not what was stored there: the value can not come from it."""
    machine = Machine.ready(FakeSubmission(), 2)
    machine.write(1, text_of(1, 0))
    put(machine, [(64, 64)], bytes(128))
    with pytest.raises(AssertionError, match="must raise IntegrityError"):
        judged_read(machine, 1, "it was cleared")
    machine.engine.refuses = True
    assert judged_read(machine, 1, "it was cleared") is REFUSED


def test_mixtures_are_all_there_are_or_a_fixed_sample() -> None:
    """The fewest changes come first; choice 0 everywhere is no change."""
    assert list(mixtures(2, 2)) == [(0, 1), (1, 0), (1, 1)]
    assert len(list(mixtures(3, 4))) == 80
    sample = list(mixtures(3, 9, most=50))
    assert len(sample) == 50
    assert sample == list(mixtures(3, 9, most=50))
    assert sample[:2] == [(1,) * 9, (2,) * 9]
    assert list(mixtures(2, 0)) == []


def test_places_are_named() -> None:
    """Lines by number, metadata by address."""
    assert place(64, 64, 3) == "line 1 [64, 128)"
    assert place(64, 65, 3) == "lines from 1 on [64, 129)"
    assert places([(192, 8), (0, 1)], 3) == "metadata [192, 200), line 0 [0, 1)"
    assert places([(200, 1)] * 10, 3).endswith("and 2 more")
    assert distinct([(1, 2), (0, 1), (1, 2)]) == [(1, 2), (0, 1)]


def test_values_are_shown_short() -> None:
    """Zeros by their number, long bytes cut."""
    assert shown(bytes(64)) == "64 zero bytes"
    assert shown(b"x" * 64) == f"{b'x' * 24!r}... (64 bytes)"
    assert shown(REFUSED) == "IntegrityError"
    assert difference(b"ab", b"ac") == "byte 1 is 0x62, right is 0x63"
    assert difference(b"a", b"ab") == "1 bytes instead of 2"
