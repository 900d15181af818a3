"""Judge many jobs side by side: one judge a core, and one more that waits with a ready sandbox.

Judge and guest share their core: a round trip between two cores takes four times as long, and jobs
on cores of their own do not disturb each other.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from typing import Generic, Self, TypeVar

from grader.judging.job import Job, Judged, unjudged
from grader.judging.judge_process import BEGUN, BROKEN, JUDGED, OUTCOME, JudgeProcess, Place
from harness.outcomes import Outcome, Verdict
from harness.remote.connection import STARVED_FACTOR
from harness.remote.sandbox import Limits, SandboxError

Key = TypeVar("Key", bound=Hashable)

_TRIES = 2
"""A judge that broke (not the solution in it) is tried once more."""
_MARGIN_SECONDS = 180
"""What hypothesis and the judge may need beside the seconds that a solution may keep them waiting."""


def usable_cores(jobs: int) -> list[int]:
    """Return the cores for so many judges, as far as there are so many.

    More judges than cores share them in turn.
    """
    cores = sorted(os.sched_getaffinity(0))
    return [cores[index % len(cores)] for index in range(jobs)]


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Key]):
    """A job that waits or is being judged, and how often it was begun."""

    key: Key
    job: Job
    tries: int = 0


class Pool(Generic[Key]):
    """Judges keyed jobs. Use as a context manager, and iterate over ``run``.

    A judge that breaks is replaced and its job tried once more. A sandbox that can not even be
    started is nobody's submission's fault: ``run`` ends with a SandboxError.
    """

    def __init__(
        self,
        engine: str,
        limits: Limits,
        submission_seconds: float,
        cores: list[int],
        on_outcome: Callable[[Key, Outcome], None] = lambda _key, _outcome: None,
    ) -> None:
        self._places = [Place(engine, limits, core) for core in cores]
        self._seconds = STARVED_FACTOR * submission_seconds + _MARGIN_SECONDS
        self._on_outcome = on_outcome
        self._waiting: deque[_Entry[Key]] = deque()
        self._busy: dict[JudgeProcess, tuple[int, _Entry[Key]]] = {}
        self._spare: dict[int, JudgeProcess] = {}
        self._ending: list[JudgeProcess] = []
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        working = [*self._busy, *self._spare.values()]
        for judge in working:
            judge.stop()
        for judge in [*working, *self._ending]:
            judge.join()

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Judged]]:
        """Judge every job; yield each result as it comes, in no particular order.

        Raises:
            SandboxError: Sandboxes can not be started (any more).
        """
        self._waiting.extend(_Entry(key, job) for key, job in jobs)
        for index in range(min(len(self._places), len(self._waiting))):
            self._assign(index)
        while self._busy:
            timeout = max(0.0, min(judge.deadline for judge in self._busy) - time.monotonic())
            ready = wait([judge.connection for judge in self._busy], timeout)
            for judge in [one for one in self._busy if one.connection in ready]:
                yield from self._hear(judge)
            yield from self._end_late()
            self._reap()

    def _assign(self, index: int) -> None:
        """Give the next job to the spare judge of a place, and start the next spare."""
        if not self._waiting:
            return
        judge = self._spare.pop(index, None) or JudgeProcess(self._places[index])
        entry = self._waiting.popleft()
        self._busy[judge] = index, entry
        judge.give(entry.job, self._seconds)
        if len(self._waiting) >= len(self._places):
            self._spare[index] = JudgeProcess(self._places[index])

    def _hear(self, judge: JudgeProcess) -> Iterator[tuple[Key, Judged]]:
        _, entry = self._busy[judge]
        word, body = judge.hear()
        if word == BEGUN:
            self._failed_starts = 0
        elif word == OUTCOME:
            self._on_outcome(entry.key, body)
        elif word == JUDGED and not (_erred(body) and entry.tries + 1 < _TRIES):
            self._ending.append(judge)
            self._go_on(judge)
            yield entry.key, body
        elif word == JUDGED:
            yield from self._try_again(judge, "the judge erred")
        elif word == BROKEN and judge.has_begun:
            yield from self._try_again(judge, body)
        elif word == BROKEN:
            self._start_again(judge, body)

    def _end_late(self) -> Iterator[tuple[Key, Judged]]:
        now = time.monotonic()
        for judge in [one for one in self._busy if one.deadline < now]:
            yield from self._try_again(
                judge, f"the judge did not finish within {self._seconds:g} s"
            )

    def _try_again(self, judge: JudgeProcess, why: str) -> Iterator[tuple[Key, Judged]]:
        """Give a job whose judge broke to another one, or give it up."""
        index, entry = self._busy[judge]
        judge.stop()
        self._ending.append(judge)
        again = entry.tries + 1 < _TRIES
        if again:
            self._waiting.appendleft(replace(entry, tries=entry.tries + 1))
        self._go_on(judge)
        if not again:
            yield entry.key, unjudged(self._places[index].engine, why)

    def _start_again(self, judge: JudgeProcess, why: str) -> None:
        """Replace a judge that broke before it saw its job, until none comes any further."""
        self._failed_starts += 1
        if self._failed_starts > len(self._places):
            raise SandboxError(why)
        _, entry = self._busy[judge]
        judge.stop()
        self._ending.append(judge)
        self._waiting.appendleft(entry)
        self._go_on(judge)

    def _go_on(self, judge: JudgeProcess) -> None:
        index, _ = self._busy.pop(judge)
        self._assign(index)

    def _reap(self) -> None:
        for judge in [one for one in self._ending if one.has_left()]:
            judge.join()
            self._ending.remove(judge)


def _erred(judged: Judged) -> bool:
    return any(outcome.verdict is Verdict.JUDGE_ERROR for outcome in judged.outcomes)
