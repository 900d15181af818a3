"""Where one student stands in one exercise: the one model that reports and exports are made from.

The grade is what the judge gave and is never changed. What the course takes for lateness and what a
teacher adds stand beside it; ``score`` is what they come to.
"""

from dataclasses import dataclass
from enum import StrEnum

from grader.course.student import Student
from grader.scoring.grade import POINT_DECIMALS, Grade


class State(StrEnum):
    """What became of a student's work."""

    GRADED = "graded"
    UNJUDGED = "unjudged"
    """Something is there that could not be judged; nobody is given a zero for it."""
    MISSING = "missing"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late the submission that counts is, and what it costs.

    Attributes:
        seconds: After the due time; above zero.
        free_days: Late days of the student's own that were spent on it.
        percent: Of the raw score that is taken away, from 0 to 100.
    """

    seconds: int
    free_days: int
    percent: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points that a teacher added (below zero: took away), and why.

    Attributes:
        points: Added to what is left after lateness.
        why: The teacher's words.
        who: The teacher.
        when: ISO 8601 in UTC.
    """

    points: float
    why: str
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One student, one exercise.

    Attributes:
        student: Whose.
        exercise: Slug.
        title: The exercise's title in English.
        state: What became of it.
        max_score: Most points without adjustments.
        grade: The one that counts; None unless graded, or if excused without one.
        reason: Why it could not be judged or is excused; else empty.
        submitted: When the submission that counts came in, ISO 8601 with zone; empty if unknown.
        attempts: How many submissions came in.
        lateness: None if in time.
        adjustments: In the order they were made.
        flags: What a teacher should look at, one sentence each.
        due: When the work was due, ISO 8601 with zone; empty without a course.
        revision: The commit of the submission that counts; empty without one.
    """

    student: Student
    exercise: str
    title: str
    state: State
    max_score: float
    grade: Grade | None = None
    reason: str = ""
    submitted: str = ""
    attempts: int = 0
    lateness: Lateness | None = None
    adjustments: tuple[Adjustment, ...] = ()
    flags: tuple[str, ...] = ()
    due: str = ""
    revision: str = ""

    @property
    def raw_score(self) -> float | None:
        """What the judge gave; None without a grade."""
        return None if self.grade is None else self.grade.score

    @property
    def lost_by_lateness(self) -> float:
        """Points that lateness costs, not below zero."""
        if self.grade is None or self.lateness is None:
            return 0.0
        return round(self.grade.score * self.lateness.percent / 100, POINT_DECIMALS)

    @property
    def score(self) -> float | None:
        """What goes into a gradebook, not below zero; None if there is nothing to give.

        A missing submission is given nothing here: whether that is a zero is the teacher's decision.
        """
        if self.state is State.EXCUSED or (self.grade is None and not self.adjustments):
            return None
        raw = self.grade.score if self.grade is not None else 0.0
        added = sum(item.points for item in self.adjustments)
        return max(0.0, round(raw - self.lost_by_lateness + added, POINT_DECIMALS))
