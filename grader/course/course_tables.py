"""The tables of ``course.toml``: which keys there are, of what type, with an example of each."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from grader.course.course import Counts
from grader.course.visibility import Visibility
from harness.exercise.manifest import SLUG_PATTERN

MAX_SEED = 2**63 - 1


class Table(BaseModel):
    """What all tables share: a wrong key is a fault, and so is a value of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Percent = Annotated[float, Field(ge=0, le=100)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class LateTable(Table):
    """``[late]`` of an exercise."""

    grace_minutes: float = Field(default=0, ge=0, le=100_000, examples=["10"])
    percent: Percent = Field(default=0.0, examples=["10"])
    per: Literal["day", "hour"] = Field(default="day", examples=['"day"', '"hour"'])
    cap_percent: Percent = Field(default=100.0, examples=["50"])
    closes_after_days: float | None = Field(default=None, ge=0, le=10_000, examples=["7"])


class CourseLateTable(LateTable):
    """``[late]`` of the course; days are spent over all exercises, so they are given here alone."""

    free_days: int = Field(default=0, ge=0, le=366, examples=["3"])


class ShownTable(Table):
    """``[shown]``: what students see."""

    before_due: Visibility = Field(
        default=Visibility.COUNTEREXAMPLES, strict=False, examples=['"messages"']
    )
    after_due: Visibility = Field(
        default=Visibility.COUNTEREXAMPLES, strict=False, examples=['"counterexamples"']
    )


class SeedsTable(Table):
    """``[seeds]``."""

    students: int = Field(default=0, ge=0, le=MAX_SEED, examples=["0"])
    private_file: Line | None = Field(default=None, examples=['"grade.seed"'])
    private_variable: str = Field(
        default="", pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$", examples=['"COURSE_SEED"']
    )


class ExerciseTable(Table):
    """One of ``[[exercises]]``."""

    slug: str = Field(pattern=SLUG_PATTERN, examples=['"memory_allocator"'])
    due: datetime = Field(examples=["2026-10-15T23:59:00"])
    opens: datetime | None = Field(default=None, examples=["2026-10-01T08:00:00"])
    attempts: int | None = Field(default=None, ge=1, examples=["10"])
    counts: Counts | None = Field(default=None, strict=False, examples=['"last"', '"best"'])
    late: LateTable | None = Field(default=None, examples=["{ percent = 10, cap_percent = 50 }"])
    repositories: str = Field(
        default="", pattern=r"^[A-Za-z0-9._-]*$", examples=['"memory-allocator"']
    )


class CourseTable(Table):
    """The whole file."""

    title: Line = Field(examples=['"Virtualization 2026"'])
    zone: Line = Field(examples=['"Europe/Berlin"'])
    roster: Line | None = Field(default=None, examples=['"roster.csv"'])
    attempts: int | None = Field(default=None, ge=1, examples=["10"])
    counts: Counts = Field(default=Counts.LAST, strict=False, examples=['"last"', '"best"'])
    late: CourseLateTable = CourseLateTable()
    shown: ShownTable = ShownTable()
    seeds: SeedsTable = SeedsTable()
    exercises: tuple[ExerciseTable, ...] = Field(
        min_length=1, strict=False, examples=["[[exercises]] with a slug and a due time"]
    )
