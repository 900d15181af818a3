"""Benchmark: how the cost of a safe grant grows with the number of sessions.

With n sessions there are n + 3 units of each of three classes. Session i (from 0 on) claims i + 2 of each
and holds one, so three of each are free, and the sessions can finish only one or two at a time, from the
smallest claim to the largest. They are registered in random order: whoever goes through them in a fixed
order, forwards or backwards, needs some n / 2 rounds. The session with the largest claim then asks for a
unit and gives it back, again and again; that is safe only because all others can finish before it.

Which unit it gets is known only when it is answered, so a batch holds a release and the next request; the
solution sees no further.
"""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

from exercises.device_allocator.tests import words
from exercises.device_allocator.tests.model import Unit
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded
from harness.remote.batch import Answer

SIZES = (50, 100, 200, 400)
CLASSES = ("gpu", "nic", "vf")
SPARE_UNITS = 3
ONE_EACH = dict.fromkeys(CLASSES, 1)
ONE = {CLASSES[0]: 1}
TIMED_PAIRS = 20
SESSIONS_IN_A_BATCH = 25


@graded("safety-is-tested-fast")
def test_safety_is_tested_fast(submission: Any, randomness: Random, figures: Any) -> None:
    """The exponent of processor time over the number of sessions."""
    chains = {sessions: Chain(submission, randomness, sessions) for sessions in SIZES}
    seconds = least_costs(SIZES, lambda sessions: chains[sessions].timed_pairs(TIMED_PAIRS))
    figures.record("safety-is-tested-fast.exponent", fit_exponent(SIZES, seconds))
    for sessions, total in zip(SIZES, seconds, strict=True):
        figures.record(f"microseconds a pair with {sessions} sessions", total / TIMED_PAIRS * 1e6)


class Chain:
    """An allocator with so many sessions, most of which can only finish after all of smaller claims."""

    def __init__(self, submission: Any, randomness: Random, sessions: int) -> None:
        self._submission = submission
        self._sessions = sessions
        units = sessions + SPARE_UNITS
        self._allocator = submission.DeviceAllocator(groups={name: [units] for name in CLASSES})
        self._free = {(name, number) for name in CLASSES for number in range(units)}
        claims = [number + 2 for number in range(sessions)]
        randomness.shuffle(claims)
        numbers: list[int] = []
        for first in range(0, sessions, SESSIONS_IN_A_BATCH):
            numbers += self._set_up(claims[first : first + SESSIONS_IN_A_BATCH])
        self._asker = numbers[claims.index(max(claims))]
        batch = submission.batch()
        batch.call(self._allocator, "request", self._asker, ONE)
        self._units = self._granted(batch.run()[0], self._asker, ONE)

    def timed_pairs(self, pairs: int) -> float:
        """Release the unit and ask for another, so many times; return the guest's seconds."""
        seconds = 0.0
        for _ in range(pairs):
            batch = self._submission.batch()
            batch.call(self._allocator, "release", self._asker, self._units)
            batch.call(self._allocator, "request", self._asker, ONE)
            answers = batch.run()
            _value_of(answers[0], "release")
            self._free.update(self._units)
            self._units = self._granted(answers[1], self._asker, ONE)
            seconds += answers.cpu_seconds
        return seconds

    def _set_up(self, claims: list[int]) -> list[int]:
        """Register sessions with these claims, let each take a unit of each class; return them."""
        batch = self._submission.batch()
        for claim in claims:
            number = batch.call(self._allocator, "register", dict.fromkeys(CLASSES, claim))
            batch.call(self._allocator, "request", number, ONE_EACH)
        answers = batch.run()
        numbers = [_value_of(answer, "register") for answer in answers[::2]]
        for number, answer in zip(numbers, answers[1::2], strict=True):
            self._granted(answer, number, ONE_EACH)
        return numbers

    def _granted(self, answer: Answer, asker: int, wanted: Mapping[str, int]) -> list[Unit]:
        """Return the units of the one grant that a request must have made."""
        call = f"with {self._sessions} sessions, {words.call('request', asker, wanted)}"
        grants = _value_of(answer, call)
        right = len(grants) == 1 and grants[0].session == asker
        assert right, f"{call} returned {grants}; it can be granted at once, and nobody else waits"
        units: list[Unit] = grants[0].units
        assert Counter(name for name, _ in units) == Counter(wanted), (
            f"{call} was granted {words.listed(units)}"
        )
        for unit in units:
            assert unit in self._free, (
                f"{call} was granted {words.listed([unit])}, which is not free"
            )
            self._free.remove(unit)
        return units


def _value_of(answer: Answer, call: str) -> Any:
    assert answer.exception is None, f"{call} raised {answer.exception}; nothing is wrong with it"
    return answer.value
