"""Simulated jobs against sums made by hand, and grants that are tight or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from exercises.device_allocator.tests.model import Host, Model
from exercises.device_allocator.tests.tightness import Tightness, least_groups
from exercises.device_allocator.workloads.jobs import (
    GROUPS,
    Job,
    Stage,
    least_makespan,
    make_jobs,
)
from exercises.device_allocator.workloads.simulation import Simulation

TWO_JOBS = (
    Job(0, (Stage({"gpu": 2, "vf": 0}, 10), Stage({"gpu": 1, "vf": 3}, 5))),
    Job(4, (Stage({"gpu": 1, "vf": 1}, 3),)),
)


@dataclass(frozen=True, slots=True)
class Granted:
    """As much of a grant as a simulation wants to know."""

    session: int


class OneAtATime:
    """A host for one session; the next one is let in when it has gone."""

    def __init__(self) -> None:
        self.log: list[tuple[object, ...]] = []
        self._sessions = 0
        self._inside = 0
        self._queue: list[int] = []

    def register(self, claim: Mapping[str, int]) -> int:
        """Open a session."""
        self.log.append(("register", dict(claim)))
        self._sessions += 1
        return self._sessions

    def request(self, session: int, wanted: Mapping[str, int]) -> list[Granted]:
        """Grant who is inside, or the first of those outside."""
        self.log.append(("request", session, dict(wanted)))
        if session == self._inside:
            return [Granted(session)]
        self._queue.append(session)
        return self._let_in()

    def unregister(self, session: int) -> list[Granted]:
        """Let the next one in."""
        self.log.append(("unregister", session))
        self._inside = 0
        return self._let_in()

    def _let_in(self) -> list[Granted]:
        if self._inside or not self._queue:
            return []
        self._inside = self._queue.pop(0)
        return [Granted(self._inside)]


def test_waits_and_units_are_counted() -> None:
    """Two jobs, one after the other: waits, queue and units in use, tick by tick."""
    outcome = Simulation(OneAtATime(), TWO_JOBS).run()
    assert outcome.waits == [0, 0, 11]
    assert outcome.makespan == 18
    assert outcome.unfinished == 0
    assert outcome.queued_ticks == 11
    assert dict(outcome.held_ticks) == {"gpu": 2 * 10 + 3 * 5 + 3, "vf": 3 * 5 + 3}


def test_the_allocator_is_told_what_happens_when_it_happens() -> None:
    """Claims are sums of stages; a stage is asked for when the one before it is done."""
    machine = OneAtATime()
    Simulation(machine, TWO_JOBS).run()
    assert machine.log == [
        ("register", {"gpu": 3, "vf": 3}),
        ("request", 1, {"gpu": 2, "vf": 0}),
        ("register", {"gpu": 1, "vf": 1}),
        ("request", 2, {"gpu": 1, "vf": 1}),
        ("request", 1, {"gpu": 1, "vf": 3}),
        ("unregister", 1),
        ("unregister", 2),
    ]


def test_a_job_that_is_never_granted_is_left() -> None:
    """The simulation ends when nothing more can happen, and says who is left."""

    class Deaf(OneAtATime):
        def unregister(self, session: int) -> list[Granted]:
            """Let nobody in."""
            del session
            return []

    assert Simulation(Deaf(), TWO_JOBS).run().unfinished == 1


def test_jobs_fit_the_host_and_the_bound_holds() -> None:
    """Claims never exceed the host; the same seed gives the same jobs; no run beats the bound."""
    for seed in range(20):
        jobs = make_jobs(Random(seed).random, 60)
        assert jobs == make_jobs(Random(seed).random, 60)
        assert all(job.claim[name] <= sum(GROUPS[name]) for job in jobs for name in GROUPS)
        assert all(any(stage.wanted.values()) for job in jobs for stage in job.stages)
        assert Simulation(OneAtATime(), jobs).run().makespan >= least_makespan(jobs)


def test_the_bound_counts_units_until_the_end_of_their_job() -> None:
    """Eight jobs with all GPUs for ten ticks need eighty; one long job needs its own length."""
    wide = Job(0, (Stage({"gpu": 4, "vf": 0}, 4), Stage({"gpu": 4, "vf": 0}, 6)))
    assert least_makespan((wide,) * 8) == 8 * (4 * 10 + 4 * 6) / 8
    assert least_makespan((Job(7, (Stage({"gpu": 1, "vf": 0}, 30),)),)) == 37


def test_a_grant_is_tight_if_fewer_groups_were_not_possible() -> None:
    """What counts is the moment of the grant; a class that is not in it does not count."""
    assert [least_groups([1, 3, 2], wanted) for wanted in (1, 3, 4, 6)] == [1, 1, 2, 3]
    model = Model(Host({"gpu": (2, 2), "vf": (4,)}, 4))
    model.registered(1, {"gpu": 4})
    tightness = Tightness(model)
    tightness.add([("gpu", 0), ("gpu", 2)])
    tightness.add([("gpu", 0), ("gpu", 1), ("vf", 3)])
    assert (tightness.tight, tightness.grants) == (2, 3)
    model.requested(1, {"gpu": 2})
    model.granted(model.queue[0], [("gpu", 0), ("gpu", 2)])
    tightness.add([("gpu", 1), ("gpu", 3)])
    assert (tightness.tight, tightness.grants) == (3, 4)
