"""What a session blames, what it pardons, and what is another property's business."""

import pytest

from exercises.processor_allocator.stub.solution import CapacityError, Machine
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session
from exercises.processor_allocator.tests.silence import Silence, ask_at_the_end, ask_while_held
from harness.graded import AnotherRuleBrokenError
from tests.exercises.processor_allocator.world import ModelAllocator, world

ONE = Machine("one", 1, 600, 1000, 1)
TWO = Machine("two", 1, 600, 1000, 1)
ALL = tuple(Aspect)


class Overcommitting(ModelAllocator):
    """Places everything on processor 0."""

    def admit(self, now: int, machine: Machine) -> list[int]:  # noqa: ARG002 - like the others'
        """Look at no room."""
        self.model.reach(now)
        return [0]


class Refusing(ModelAllocator):
    """Refuses whoever comes after somebody."""

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Take the first one."""
        if self.model.running:
            raise CapacityError
        return super().admit(now, machine)


class LateByOne(ModelAllocator):
    """Gives every lease a tick too much."""

    def free(self, now: int) -> list[int]:
        """Return what was so a tick ago."""
        return super().free(now - 1)


def test_what_the_rules_allow_passes() -> None:
    """The model as an allocator is never blamed."""
    session = Session(world(), (2,), *ALL)
    assert session.prepare(0, "r", ONE, 5) == [0]
    assert session.admit(1, TWO) == [1]
    assert session.admit(1, Machine("three", 1, 600, 1000, 1)) is None
    assert session.commit(4, "r") == [0]
    assert session.remove(9, "one")
    session.expect_free(9)
    ask_while_held(world(), Silence(2, 4, 1), *ALL)
    ask_at_the_end(world(), Silence(2, 4, None), *ALL)


def test_a_bad_placement_is_blamed_where_it_is_judged() -> None:
    """Elsewhere the trial ends without a verdict."""
    for judged, fault in ((Aspect.PLACE, AssertionError), (Aspect.FREE, AnotherRuleBrokenError)):
        session = Session(world(Overcommitting), (2,), judged)
        session.admit(0, ONE)
        with pytest.raises(fault, match="processor 0 has 400 unreserved"):
            session.admit(0, TWO)


def test_a_wrong_refusal_is_pardoned_elsewhere() -> None:
    """It changed nothing, so the trial goes on, as long as most calls are answered."""
    session = Session(world(Refusing), (2,), Aspect.ROOM)
    session.admit(0, ONE)
    with pytest.raises(AssertionError, match="raised CapacityError; it must succeed"):
        session.admit(0, TWO)
    session = Session(world(Refusing), (2,), Aspect.PLACE)
    session.admit(0, ONE)
    assert [session.admit(0, TWO), session.admit(0, TWO)] == [None, None]
    with pytest.raises(AnotherRuleBrokenError):
        session.admit(0, TWO)


def test_an_end_that_comes_late_is_noticed() -> None:
    """The table of silences meets the very tick."""
    with pytest.raises(AssertionError, match="the lease of r ended at 6"):
        ask_at_the_end(world(LateByOne), Silence(2, 4, None), Aspect.FREE)
