"""Clocks with an offset and a drift."""

import pytest

from harness.simulators.clocks import DriftingClock

CLOCKS = [DriftingClock(), DriftingClock(7, 300), DriftingClock(1000, -300), DriftingClock(-5, -1)]


def test_a_clock_shows_offset_and_rounded_down_rate() -> None:
    """At -300 permille ten true ticks are seven, nine are six."""
    clock = DriftingClock(100, -300)
    assert [clock.local(at) for at in (0, 9, 10)] == [100, 106, 107]


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_first_tick_is_the_first_one(clock: DriftingClock) -> None:
    """The clock shows the time then, and did not one tick before."""
    for local in range(clock.offset, clock.offset + 400):
        first = clock.first_tick(local)
        assert clock.local(first) >= local
        assert first == 0 or clock.local(first - 1) < local


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_never_steps_back(clock: DriftingClock) -> None:
    """Later is later, or the same tick of a slow clock."""
    shown = [clock.local(at) for at in range(500)]
    assert shown == sorted(shown)


def test_what_is_past_is_due_at_once() -> None:
    """A time before the beginning is due at 0."""
    assert DriftingClock(50, 10).first_tick(3) == 0
