"""Which of a student's submissions counts, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.course.course import Counts, CourseExercise
from grader.course.lateness import is_closed, lateness, seconds_late
from grader.course.standing import Lateness
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A submission that may count: its grade if it has one, and its arrival if that is known."""

    grade: Grade | None
    arrival: Arrival | None = None

    @property
    def submitted(self) -> datetime | None:
        """When it came in; None if that is not known."""
        if self.arrival is None or not self.arrival.submitted:
            return None
        return datetime.fromisoformat(self.arrival.submitted)


@dataclass(frozen=True, slots=True)
class Choice:
    """What counts.

    Attributes:
        chosen: None if nothing that is graded does.
        lateness: Of the chosen one.
        attempts: How many submissions came in, those that can not count among them.
        is_waiting: Something that could count is not graded.
        flags: What a teacher should look at.
    """

    chosen: Candidate | None
    lateness: Lateness | None
    attempts: int
    is_waiting: bool
    flags: tuple[str, ...]


def choose(candidates: Sequence[Candidate], rules: CourseExercise | None, free_days: int) -> Choice:
    """Return what counts of submissions, given in the order in which they were recorded.

    Those whose time is not known go before the others and are never late.
    """
    in_order = sorted(candidates, key=lambda one: one.submitted or _UNKNOWN)
    accepted, flags = list(in_order), list[str]()
    if rules is not None:
        accepted, flags = _accepted(in_order, rules)
    graded = [one for one in accepted if one.grade is not None]
    is_waiting = len(graded) < len(accepted)
    if not graded:
        return Choice(None, None, len(in_order), is_waiting, tuple(flags))
    chosen = graded[-1]
    if rules is not None and rules.counts is Counts.BEST:
        chosen = max(graded, key=lambda one: _worth(one, rules, free_days))
    elif graded[-1] is not accepted[-1]:
        flags.append("a later submission is not judged yet")
    late = None if rules is None else _lateness(chosen, rules, free_days)
    return Choice(chosen, late, len(in_order), is_waiting, (*flags, *_early(chosen, rules)))


def _accepted(
    in_order: Sequence[Candidate], rules: CourseExercise
) -> tuple[list[Candidate], list[str]]:
    """Return what came in before the end and within the attempts, and what to say of the rest."""
    flags: list[str] = []
    open_ones = [one for one in in_order if not is_closed(_seconds_late(one, rules), rules.late)]
    if len(open_ones) < len(in_order):
        count = len(in_order) - len(open_ones)
        flags.append(f"{count} came in after the exercise was closed and can not count")
    if rules.attempts is None or len(open_ones) <= rules.attempts:
        return open_ones, flags
    count = len(open_ones) - rules.attempts
    flags.append(f"{count} beyond the {rules.attempts} attempts allowed can not count")
    return open_ones[: rules.attempts], flags


def _worth(candidate: Candidate, rules: CourseExercise, free_days: int) -> tuple[float, int, float]:
    """Return what makes one better: points after lateness, then fewer days spent, then earlier."""
    late = _lateness(candidate, rules, free_days)
    score = candidate.grade.score if candidate.grade is not None else 0.0
    time = (candidate.submitted or _UNKNOWN).timestamp()
    if late is None:
        return score, 0, -time
    return score * (100 - late.percent) / 100, -late.free_days, -time


def _lateness(candidate: Candidate, rules: CourseExercise, free_days: int) -> Lateness | None:
    return lateness(_seconds_late(candidate, rules), rules.late, free_days)


def _seconds_late(candidate: Candidate, rules: CourseExercise) -> int:
    submitted = candidate.submitted
    return 0 if submitted is None else seconds_late(submitted, rules.due)


def _early(candidate: Candidate, rules: CourseExercise | None) -> tuple[str, ...]:
    submitted = candidate.submitted
    if rules is None or rules.opens is None or submitted is None or submitted >= rules.opens:
        return ()
    return ("came in before the exercise opened",)
