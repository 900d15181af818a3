"""A deterministic host: jobs come, ask, hold what they have while they wait for more, and go.

Time is in ticks. At one tick the events come in the order of the jobs. The allocator learns of each
event when it happens and of none before: how long a stage takes, only this side knows.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from exercises.device_allocator.workloads.jobs import Job


class Granted(Protocol):
    """What a simulation needs to know of a grant."""

    @property
    def session(self) -> int:
        """Whose request it was."""


class Machine(Protocol):
    """What a simulation needs of an allocator."""

    def register(self, claim: Mapping[str, int]) -> int:
        """Open a session."""

    def request(self, session: int, wanted: Mapping[str, int]) -> Sequence[Granted]:
        """Ask for units."""

    def unregister(self, session: int) -> Sequence[Granted]:
        """End a session."""


@dataclass(slots=True)
class _Life:
    """A job that has come."""

    job: int
    stage: int = 0
    asked: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of the jobs.

    Attributes:
        waits: Ticks from each request to its grant.
        makespan: The tick at which the last job ended.
        unfinished: The jobs that have not ended, with their sessions.
    """

    waits: list[int] = field(default_factory=list)
    makespan: int = 0
    unfinished: dict[int, int] = field(default_factory=dict)


def simulate(machine: Machine, jobs: Sequence[Job]) -> Outcome:
    """Play all jobs until nothing more can happen."""
    outcome = Outcome()
    lives: dict[int, _Life] = {}
    sessions: dict[int, int] = {}
    events = [(job.arrival, index) for index, job in enumerate(jobs)]
    heapq.heapify(events)
    while events:
        now, index = heapq.heappop(events)
        job = jobs[index]
        if index not in sessions:
            session = sessions[index] = machine.register(job.claim)
            life = lives[session] = _Life(index)
        else:
            session = sessions[index]
            life = lives[session]
            life.stage += 1
        if life.stage == len(job.stages):
            del lives[session]
            outcome.makespan = now
            grants = machine.unregister(session)
        else:
            life.asked = now
            grants = machine.request(session, job.stages[life.stage].wanted)
        for grant in grants:
            other = lives[grant.session]
            outcome.waits.append(now - other.asked)
            ends = now + jobs[other.job].stages[other.stage].ticks
            heapq.heappush(events, (ends, other.job))
    outcome.unfinished = {life.job: session for session, life in lives.items()}
    return outcome
