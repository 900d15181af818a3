"""Judge many jobs side by side: one judge a core, and one more that waits with a ready sandbox.

Judge and guest share their core: a round trip between two cores takes four times as long, and jobs
on cores of their own do not disturb each other.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Generic, Self, TypeVar

from grader.judging.job import Job, Judged
from grader.judging.judge_process import BROKEN, JUDGED, OUTCOME, READY, JudgeProcess, Place
from harness.outcomes import Outcome, Verdict
from harness.remote.sandbox import Limits

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


class Pool(Generic[Key]):
    """Judges keyed jobs. Use as a context manager, and iterate over ``run``."""

    def __init__(
        self,
        engine: str,
        limits: Limits,
        submission_seconds: float,
        cores: list[int],
        on_outcome: Callable[[Key, Outcome], None] = lambda _key, _outcome: None,
    ) -> None:
        self._places = [Place(engine, limits, core) for core in cores]
        self._seconds = submission_seconds + _MARGIN_SECONDS
        self._on_outcome = on_outcome
        self._waiting: deque[tuple[Key, Job, int]] = deque()
        self._busy: dict[JudgeProcess, tuple[Key, Job, int]] = {}
        self._spare: dict[int, JudgeProcess] = {}
        self._ending: list[JudgeProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        everyone = [*self._busy, *self._spare.values()]
        for judge in everyone:
            judge.stop()
        for judge in [*everyone, *self._ending]:
            judge.join()

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Judged]]:
        """Judge every job; yield each result as it comes, in no particular order."""
        self._waiting.extend((key, job, 1) for key, job in jobs)
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
        place = self._places[index]
        judge = self._spare.pop(index, None) or JudgeProcess(place)
        entry = self._waiting.popleft()
        self._busy[judge] = entry
        judge.give(entry[1], self._seconds)
        if len(self._waiting) >= len(self._places):
            self._spare[index] = JudgeProcess(place)

    def _hear(self, judge: JudgeProcess) -> Iterator[tuple[Key, Judged]]:
        key, _, _ = self._busy[judge]
        try:
            word, body = judge.hear()
        except (EOFError, OSError):
            word, body = BROKEN, "the judge process died"
        if word == OUTCOME:
            self._on_outcome(key, body)
        elif word == JUDGED and self._may_retry(judge, body):
            yield from self._broke(judge, "the judge erred")
        elif word == JUDGED:
            self._ending.append(judge)
            self._next(judge)
            yield key, body
        elif word != READY:
            yield from self._broke(judge, str(body))

    def _may_retry(self, judge: JudgeProcess, judged: Judged) -> bool:
        erred = any(outcome.verdict is Verdict.JUDGE_ERROR for outcome in judged.outcomes)
        return erred and self._busy[judge][2] < _TRIES

    def _end_late(self) -> Iterator[tuple[Key, Judged]]:
        now = time.monotonic()
        for judge in [one for one in self._busy if one.deadline < now]:
            yield from self._broke(judge, f"the judge did not finish within {self._seconds:g} s")

    def _broke(self, judge: JudgeProcess, why: str) -> Iterator[tuple[Key, Judged]]:
        """Try a job again whose judge broke, or give it up."""
        key, job, tries = self._busy[judge]
        judge.stop()
        self._ending.append(judge)
        if tries < _TRIES:
            self._waiting.appendleft((key, job, tries + 1))
        self._next(judge)
        if tries >= _TRIES:
            yield key, Judged((), judge.place.engine, {}, "", 0.0, {}, failure=why)

    def _next(self, judge: JudgeProcess) -> None:
        del self._busy[judge]
        self._assign(self._places.index(judge.place))

    def _reap(self) -> None:
        for judge in [one for one in self._ending if one.is_gone]:
            judge.join()
            judge.connection.close()
            self._ending.remove(judge)
