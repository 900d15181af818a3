"""The oracle: holds by the holder's own clock, tokens, waiting, usefulness; the shape of effects."""

from typing import Any

import pytest

from exercises.network_lock.stub.solution import Granted, Persist, Send, SetTimer
from exercises.network_lock.tests.model import (
    EXCLUSION,
    TOKENS,
    USEFULNESS,
    WAITING,
    Ledger,
    read_fault,
)
from exercises.network_lock.tests.scenarios import Scenario, safe_lease
from harness.simulators.clocks import DriftingClock

CLOCKS = (DriftingClock(0, -500), DriftingClock(1000, 0))


def ledger(**changes: Any) -> Ledger:
    """Return a ledger of two nodes that both wait; node 0's clock runs at half speed."""
    found = Ledger(Scenario(2, clocks=CLOCKS, **changes))
    found.acquires(0, 0)
    found.acquires(0, 1)
    return found


def aspects(found: Ledger) -> list[str]:
    """Return what was broken, in order."""
    return [fault.aspect for fault in found.faults]


@pytest.mark.parametrize(("at", "broken"), [(99, [EXCLUSION]), (100, [])])
def test_a_hold_ends_by_the_holders_own_clock(at: int, broken: list[str]) -> None:
    """A clock at half speed shows 50 at 100, and not before."""
    found = ledger()
    found.granted(0, 0, Granted(1, 50))
    found.granted(at, 1, Granted(2, 1000 + at + 10))
    assert aspects(found) == broken


def test_a_release_or_crash_ends_a_hold() -> None:
    """Then somebody else may hold."""
    found = ledger()
    found.granted(0, 0, Granted(1, 50))
    found.leaves(0)
    found.granted(1, 1, Granted(2, 1050))
    assert aspects(found) == []
    assert [grant.token for grant in found.grants] == [1, 2]


@pytest.mark.parametrize("token", [4, 5])
def test_tokens_must_increase(token: int) -> None:
    """An equal one is wrong, too."""
    found = ledger()
    found.granted(0, 0, Granted(5, 10))
    found.granted(30, 1, Granted(token, 1050))
    assert aspects(found) == [TOKENS]


def test_a_grant_answers_one_acquire() -> None:
    """A second one has nobody who waits."""
    found = ledger()
    found.granted(0, 0, Granted(1, 10))
    found.granted(2, 0, Granted(2, 11))
    assert aspects(found) == [WAITING]


@pytest.mark.parametrize(("until", "broken"), [(0, 1), (1, 0), (100, 0), (101, 1)])
def test_a_grant_is_neither_over_nor_longer_than_the_lease(until: int, broken: int) -> None:
    """At its clock's 0, with a lease of 100."""
    found = ledger()
    found.granted(0, 0, Granted(1, until))
    assert aspects(found) == [WAITING] * broken


@pytest.mark.parametrize(("left", "broken"), [(43, [USEFULNESS]), (44, [])])
def test_a_grant_is_half_the_safe_lease_long_in_quiet_times(left: int, broken: list[str]) -> None:
    """The safe part of 100 ticks is 88 with a drift of 50 permille."""
    assert safe_lease(100, 50) == 88
    found = ledger(is_calm=True)
    found.granted(0, 0, Granted(1, left))
    assert aspects(found) == broken


@pytest.mark.parametrize(
    ("effect", "is_wrong"),
    [
        (Send(1, ("x",)), False),
        (Send(0, ("x",)), True),
        (Send(3, ("x",)), True),
        (Send(-1, ("x",)), True),
        (Send(1, ("x" * 1100,)), True),
        (Persist(("x" * 3000,)), False),
        (Persist(("x" * 4100,)), True),
        (SetTimer("a", -5), False),
    ],
)
def test_effects_have_a_shape(effect: Any, is_wrong: bool) -> None:  # noqa: FBT001 - a table
    """Sending to oneself, to nobody, or too much is no effect."""
    assert bool(read_fault(0, 3, effect)) is is_wrong
