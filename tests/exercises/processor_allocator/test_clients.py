"""The storm: what clients send, when, and how often."""

from collections import Counter
from dataclasses import replace

from exercises.processor_allocator.stub.solution import Machine
from exercises.processor_allocator.tests.arguments import Plan
from exercises.processor_allocator.tests.clients import Channel, Errand, Storm
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session
from tests.exercises.processor_allocator.world import ModelAllocator, world

WANTED = Errand("r", Plan(Machine("m", 1, 500, 1000, 1), 6), wants_it=True)
CALM = Storm((2,), ((WANTED,),), ((0,),))


def _log(storm: Storm) -> list[tuple[object, ...]]:
    session = Session(world(), storm.nodes, *Aspect)
    Channel(session, storm).run()
    allocator = session.allocator
    assert isinstance(allocator, ModelAllocator)
    return allocator.log


def test_without_faults_each_message_is_sent_once_a_waking() -> None:
    """A client wakes every three ticks and sends what it is at."""
    assert _log(CALM) == [("prepare", 0, "r"), ("commit", 3, "r")]


def test_a_client_that_changes_its_mind_aborts() -> None:
    """What it does not want any more it does not commit."""
    unwanted = replace(WANTED, wants_it=False)
    assert _log(replace(CALM, clients=((unwanted,),))) == [("prepare", 0, "r"), ("abort", 3, "r")]


def test_a_doubled_message_arrives_twice() -> None:
    """Each copy has a delay of its own, and its answer is lost or doubled likewise."""
    log = _log(replace(CALM, fates=((0, 2), (0,), (0,))))
    assert log[:2] == [("prepare", 0, "r"), ("prepare", 2, "r")]


def test_lost_answers_are_asked_for_three_times() -> None:
    """Then a client aborts what it could not prepare, and goes on."""
    log = _log(replace(CALM, fates=((0,), ())))
    assert Counter(what for what, _, _ in log) == {"prepare": 3, "abort": 3}


def test_the_same_storm_is_the_same_again() -> None:
    """Nothing but the storm decides."""
    storm = replace(
        CALM, clients=((WANTED,), (replace(WANTED, request="s"),)), fates=((1,), (0, 4), ())
    )
    assert _log(storm) == _log(storm)
