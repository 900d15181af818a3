"""A deterministic host: jobs come, ask, hold what they have while they wait for more, and go.

Time is in ticks. At one tick the events come in the order of the jobs. The allocator learns of each
event when it happens and of none before: how long a stage takes, only this side knows.
"""

import heapq
from collections import Counter
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

    job: Job
    index: int
    stage: int = 0
    asked: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of the jobs.

    Attributes:
        waits: Ticks from each request to its grant.
        makespan: The tick at which the last job ended.
        unfinished: How many jobs have not ended.
        queued_ticks: The length of the queue, summed over all ticks.
        held_ticks: For each class the units in use, summed over all ticks.
    """

    waits: list[int] = field(default_factory=list)
    makespan: int = 0
    unfinished: int = 0
    queued_ticks: int = 0
    held_ticks: Counter[str] = field(default_factory=Counter)


class Simulation:
    """Plays jobs on a machine. Use one for one run."""

    def __init__(self, machine: Machine, jobs: Sequence[Job]) -> None:
        self._machine = machine
        self._jobs = jobs
        self._events = [(job.arrival, index) for index, job in enumerate(jobs)]
        self._sessions: dict[int, int] = {}
        self._lives: dict[int, _Life] = {}
        self._queued = 0
        self._held: Counter[str] = Counter()
        self._outcome = Outcome()

    def run(self) -> Outcome:
        """Play until nothing more can happen."""
        heapq.heapify(self._events)
        last = 0
        while self._events:
            now, index = heapq.heappop(self._events)
            self._pass_time(now - last)
            last = now
            for grant in self._act(now, index):
                self._start_stage(now, grant.session)
        self._outcome.makespan = last
        self._outcome.unfinished = len(self._lives)
        return self._outcome

    def _pass_time(self, ticks: int) -> None:
        self._outcome.queued_ticks += ticks * self._queued
        for name, count in self._held.items():
            self._outcome.held_ticks[name] += ticks * count

    def _act(self, now: int, index: int) -> Sequence[Granted]:
        """Let a job come, ask for its next stage or go; return the grants."""
        job = self._jobs[index]
        if index in self._sessions:
            life = self._lives[self._sessions[index]]
            life.stage += 1
        else:
            session = self._sessions[index] = self._machine.register(job.claim)
            life = self._lives[session] = _Life(job, index)
        session = self._sessions[index]
        if life.stage == len(job.stages):
            del self._lives[session]
            self._held.subtract(job.claim)
            return self._machine.unregister(session)
        life.asked = now
        self._queued += 1
        return self._machine.request(session, job.stages[life.stage].wanted)

    def _start_stage(self, now: int, session: int) -> None:
        life = self._lives[session]
        stage = life.job.stages[life.stage]
        self._outcome.waits.append(now - life.asked)
        self._queued -= 1
        self._held.update(stage.wanted)
        heapq.heappush(self._events, (now + stage.ticks, life.index))
