"""Read ``course.toml``, or say everything that is wrong with it at once: line, key, fault, hint.

Paths in it are relative to its folder. A time without an offset is in the course's zone; where
clocks are set back and it happens twice, the later one is meant, so that nobody loses an hour.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from grader.course.course import (
    DAY_SECONDS,
    HOUR_SECONDS,
    Course,
    CourseExercise,
    LatePolicy,
    Seeds,
)
from grader.course.course_faults import Fault, faults_between_keys, faults_of_keys, zone_named
from grader.course.course_tables import CourseTable, ExerciseTable, LateTable
from grader.course.local_time import to_utc
from grader.course.toml_lines import line_of, line_of_error
from grader.errors import UsageError

MAX_FILE_BYTES = 1_000_000

_EXAMPLE = "see 'virtlab course check --help' for an example"


def read_course(path: Path) -> Course:
    """Read and check a course file.

    Raises:
        UsageError: It can not be read, is not TOML or breaks a rule; every fault is listed.
    """
    text = _text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}:{line_of_error(error)}: {error}", _EXAMPLE) from error
    table: CourseTable | None = None
    faults: list[Fault] = []
    try:
        table = CourseTable.model_validate(raw)
    except ValidationError as error:
        faults += faults_of_keys(error)
    faults += faults_between_keys(raw)
    if table is None or faults:
        raise UsageError(_listed(path, text, faults), _EXAMPLE)
    return _course(table, path.resolve().parent)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "give the path of a course.toml") from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError(f"{path} is larger than a course file can be", _EXAMPLE)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: not UTF-8", "save it as UTF-8") from error


def _listed(path: Path, text: str, faults: Iterable[Fault]) -> str:
    """Return one line a fault, in the order of the file."""
    placed = sorted((line_of(text, fault.path), fault.key, fault.sentence) for fault in faults)
    return "\n".join(f"{path}:{line}: {key}: {sentence}" for line, key, sentence in placed)


def _course(table: CourseTable, folder: Path) -> Course:
    zone = zone_named(table.zone)
    seeds = table.seeds
    return Course(
        title=table.title,
        zone=table.zone,
        exercises=tuple(_exercise(one, table, zone) for one in table.exercises),
        free_days=table.late.free_days,
        before_due=table.shown.before_due,
        after_due=table.shown.after_due,
        seeds=Seeds(
            students=seeds.students,
            private_file=folder / seeds.private_file if seeds.private_file else None,
            private_variable=seeds.private_variable,
        ),
        roster=folder / table.roster if table.roster else None,
    )


def _exercise(one: ExerciseTable, course: CourseTable, zone: ZoneInfo) -> CourseExercise:
    return CourseExercise(
        slug=one.slug,
        due=to_utc(one.due, zone),
        opens=None if one.opens is None else to_utc(one.opens, zone),
        late=_policy(one.late or course.late),
        attempts=one.attempts or course.attempts,
        counts=one.counts or course.counts,
        repositories=one.repositories,
    )


def _policy(late: LateTable) -> LatePolicy:
    days = late.closes_after_days
    return LatePolicy(
        grace_seconds=round(late.grace_minutes * 60),
        percent=late.percent,
        unit_seconds=DAY_SECONDS if late.per == "day" else HOUR_SECONDS,
        cap_percent=late.cap_percent,
        closes_seconds=None if days is None else round(days * DAY_SECONDS),
    )
