"""On what terms ``virtlab grade`` takes in and judges: seed, students, times, from a course or not."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from grader.cli.class_standings import course_at, students_of
from grader.cli.console import err, plain
from grader.course.course import Counts, Course, CourseExercise
from grader.course.seeds import private_seed
from grader.course.student import Student
from grader.errors import UsageError
from grader.submissions.arrival_times import ArrivalTimes, read_arrival_times
from grader.submissions.intake import Intake, Source, Wanted
from grader.submissions.owners import Known, Owners

DEFAULT_SEED = 0

_TELLING = frozenset({"id", "number", "no", "login", "username", "matriculation"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run takes in, and the seed that it judges with.

    Attributes:
        seed: Of every grade.
        wanted: What intake is asked for.
        students: Keys of the roster; empty without one.
        is_dated: There is a due time: a submission without a time is worth a word.
    """

    seed: int
    wanted: Wanted
    students: frozenset[str] = frozenset()
    is_dated: bool = False

    def knows(self, student: str) -> bool:
        """Return whether a name is somebody's: on the roster, or anybody's without one."""
        return not self.students or student in self.students

    def tell_undated(self, intake: Intake) -> None:
        """Say how many submissions can not be late because nobody knows when they came in."""
        undated = sum(not one.submitted for one in intake.submissions)
        if self.is_dated and undated:
            text = f"It is not known when {undated} submissions came in: they count as in time; see --times."
            err.print(plain(text, style="yellow"))


def terms(
    slug: str,
    *,
    course: Path | None,
    roster: Path | None,
    seed: int | None,
    source: Source,
    times: Path | None,
    template: Path | None,
) -> Terms:
    """Return the terms that a command's options come to.

    Raises:
        UsageError: A file can not be used, or the exercise is not in the course.
    """
    known = course_at(course)
    rules = None if known is None else known.exercise(slug)
    if known is not None and rules is None:
        there = ", ".join(one.slug for one in known.exercises)
        raise UsageError(f"{slug} is not in the course {course}", f"There are: {there}.")
    students = students_of(known, roster)
    wanted = Wanted(
        source=source,
        slug=slug,
        owners=Owners(map(_known, students)),
        times=ArrivalTimes() if times is None else read_arrival_times(times),
        cutoffs=(None,) if rules is None else _cutoffs(rules),
        repositories="" if rules is None else rules.repositories,
        template=template,
    )
    keys = frozenset(one.key for one in students)
    return Terms(_seed(known, seed), wanted, keys, rules is not None)


def _seed(course: Course | None, given: int | None) -> int:
    if given is not None:
        return given
    found = None if course is None else private_seed(course.seeds, os.environ)
    if found is not None:
        return found
    if course is None:
        return DEFAULT_SEED
    err.print(plain("The course has no private seed: students test with the same one.", "yellow"))
    return course.seeds.students


def _cutoffs(rules: CourseExercise) -> tuple[datetime | None, ...]:
    """Return until when pushes are taken: to the end, and where the best counts also in time."""
    seconds = rules.late.closes_seconds
    end = None if seconds is None else rules.due + timedelta(seconds=seconds)
    if rules.counts is Counts.LAST:
        return (end,)
    return rules.due + timedelta(seconds=rules.late.grace_seconds), end


def _known(student: Student) -> Known:
    """Return by what names a student's submissions may be called."""
    numbers = [
        value
        for title, value in student.other_ids.items()
        if _TELLING & set(title.casefold().replace("_", " ").split())
    ]
    return Known(student.key, student.login, (student.email, student.name, *numbers))
