"""A course as its file describes it: exercises, when they are due, what lateness costs, what counts.

All times are in UTC; ``zone`` is only for showing them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from grader.course.visibility import Visibility

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600


class Counts(StrEnum):
    """Which of a student's submissions counts."""

    LAST = "last"
    BEST = "best"
    """The one that gives most after lateness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    """What lateness costs.

    Attributes:
        grace_seconds: As late as that is in time.
        percent: Of the raw score, for each unit that has begun since the due time.
        unit_seconds: A day or an hour.
        cap_percent: The most that is taken.
        closes_seconds: What comes in later after the due time does not count; None for no end.
    """

    grace_seconds: int = 0
    percent: float = 0.0
    unit_seconds: int = DAY_SECONDS
    cap_percent: float = 100.0
    closes_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseExercise:
    """An exercise of a course.

    Attributes:
        slug: The exercise's.
        due: What comes in later is late.
        opens: What comes in earlier is flagged; None if it is always open.
        late: What lateness costs.
        attempts: How many submissions count, from the first on; None for any number.
        counts: Which of them counts.
        repositories: What the names of its repositories have before ``-<login>``; empty if not known.
    """

    slug: str
    due: datetime
    opens: datetime | None = None
    late: LatePolicy = LatePolicy()
    attempts: int | None = None
    counts: Counts = Counts.LAST
    repositories: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """Where seeds come from.

    Attributes:
        students: The one that students test with.
        private_file: Holds the one that grades are made with; None if there is no such file.
        private_variable: Environment variable that holds it, and goes before the file; may be empty.
    """

    students: int = 0
    private_file: Path | None = None
    private_variable: str = ""

    @property
    def has_private(self) -> bool:
        """Whether a seed for the grade is kept somewhere."""
        return self.private_file is not None or bool(self.private_variable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A whole course.

    Attributes:
        title: As people write it.
        zone: IANA name of the zone that times are shown in.
        exercises: In the order of the file.
        free_days: Late days that a student may spend, over all exercises.
        before_due: What students see until an exercise is due.
        after_due: What they see from then on.
        seeds: Where seeds come from.
        roster: Path of the list of students; None without one.
    """

    title: str
    zone: str
    exercises: tuple[CourseExercise, ...]
    free_days: int = 0
    before_due: Visibility = Visibility.COUNTEREXAMPLES
    after_due: Visibility = Visibility.COUNTEREXAMPLES
    seeds: Seeds = Seeds()
    roster: Path | None = None

    def exercise(self, slug: str) -> CourseExercise | None:
        """Return an exercise by its slug; None if the course has none such."""
        return next((one for one in self.exercises if one.slug == slug), None)

    def visibility(self, slug: str, now: datetime) -> Visibility:
        """Return what students see of an exercise; of one that is not in the course, names."""
        exercise = self.exercise(slug)
        if exercise is None:
            return Visibility.NAMES
        return self.before_due if now < exercise.due else self.after_due
