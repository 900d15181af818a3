"""Simulations of a whole host, for those properties that need many jobs.

``finish_all`` judges that every job ends: clients are finite, so a job that never ends was starved or
stands in a deadlock.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from exercises.device_allocator.tests import words
from exercises.device_allocator.tests.arguments import History, any_of
from exercises.device_allocator.tests.model import Host, Model, greedy_order
from exercises.device_allocator.tests.session import Aspect, Session
from exercises.device_allocator.workloads.jobs import GROUPS, make_jobs
from exercises.device_allocator.workloads.simulation import Outcome, Simulation

HISTORIES_PER_SIMULATION = 5


@dataclass(frozen=True, slots=True)
class JobMix:
    """So many jobs, drawn from a seed, on a host of this patience."""

    jobs: int
    patience: int
    seed: int


World = History | JobMix


def worlds(histories: st.SearchStrategy[History]) -> st.SearchStrategy[World]:
    """Draw a history, or now and then a mix of jobs."""
    mixes = st.builds(
        JobMix,
        jobs=st.sampled_from((5, 10, 20, 60, 60)),
        patience=st.sampled_from((0, 1, 4)),
        seed=st.integers(0, 2**32 - 1),
    )
    return any_of(*[histories] * HISTORIES_PER_SIMULATION, mixes)


def session_for_jobs(submission: Any, patience: int, *judged: Aspect) -> Session:
    """Return a session on the host of the simulations; its model can tell large states."""
    host = Host(GROUPS, patience)
    return Session(submission, host, *judged, model=Model(host, greedy_order))


def finish_all(submission: Any, mix: JobMix) -> None:
    """Simulate and demand that every job ends."""
    session = session_for_jobs(submission, mix.patience)
    jobs = make_jobs(Random(mix.seed).random, mix.jobs)
    expect_finished(session, Simulation(session, jobs).run())


def expect_finished(session: Session, outcome: Outcome) -> None:
    """Demand that no job is left."""
    assert not outcome.unfinished, (
        f"{outcome.unfinished} jobs wait for ever: whoever was granted something has done its work,"
        f" and nothing more is granted. In the order of arrival {words.queue(session.model)};"
        f" {words.state(session.model)}"
    )
