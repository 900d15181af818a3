"""``virtlab course``: look a course file over, and see where everybody stands."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from rich.text import Text

from grader.cli.class_standings import CourseOption, RosterOption, standings_from
from grader.cli.console import err, out, plain, print_json
from grader.cli.options import DEFAULT_GRADEBOOK, GradebookOption, JsonOption, exercise_named
from grader.cli.standing_json import as_printed
from grader.course.course import DAY_SECONDS, Course, CourseExercise, LatePolicy
from grader.course.course_example import COURSE_EXAMPLE
from grader.course.course_file import read_course
from grader.course.roster import Roster, read_roster
from grader.course.standing import Standing, State

course = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look a course file over, and see where everybody stands.",
)

_MAX_FLAGS = 200


# Click leaves the lines of a paragraph alone that begins with this sign.
_UNFOLDED = "\b\n"
_PARAGRAPHS = COURSE_EXAMPLE.replace("\n\n", f"\n\n{_UNFOLDED}")
_CHECK_HELP = f"""Check a course file, its exercises and its roster; say everything that is wrong at once.

Example: virtlab course check course.toml

A course file:

{_UNFOLDED}{_PARAGRAPHS}"""


@course.command("check", help=_CHECK_HELP)
def check(
    path: Annotated[Path, typer.Argument(help="The course file.")] = Path("course.toml"),
    *,
    json: JsonOption = False,
) -> None:
    """Check a course file, its exercises and its roster; say everything that is wrong at once."""
    found = read_course(path)
    for one in found.exercises:
        exercise_named(one.slug)
    roster = Roster() if found.roster is None else read_roster(found.roster)
    if json:
        print_json(_course_json(found, roster))
        return
    for problem in roster.problems:
        text = f"{found.roster}:{problem.line}: {problem.reason} ({problem.action})"
        err.print(plain(text, style="yellow"))
    _show_course(found, len(roster.students))


@course.command("standings")
def show_standings(
    exercise: Annotated[str | None, typer.Option("--exercise", help="Only this one.")] = None,
    *,
    course_file: CourseOption = None,
    roster: RosterOption = None,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    json: JsonOption = False,
) -> None:
    """Show where everybody stands: what counts, what is late, missing or to be looked at.

    Without --course it is made from the gradebook alone: each student's latest grade.

    Example: virtlab course standings --course course.toml --exercise memory_allocator
    """
    found = standings_from(gradebook, [exercise] if exercise else [], course_file, roster)
    if json:
        for one in found:
            print_json(as_printed(one))
        return
    out.print(_standings_table(found))
    out.print(_summary(found))


def _show_course(found: Course, students: int) -> None:
    out.print(plain(found.title, style="bold"))
    table = Table("exercise", "opens", "due", "late", "closes", "attempts", "counts", box=None)
    table.columns[0].no_wrap = True
    zone = ZoneInfo(found.zone)
    for one in found.exercises:
        table.add_row(
            one.slug,
            "" if one.opens is None else _shown_time(one.opens, zone),
            _shown_time(one.due, zone),
            _late_words(one.late),
            _closes_words(one),
            "any" if one.attempts is None else str(one.attempts),
            str(one.counts),
        )
    out.print(table)
    out.print(plain(f"times in {found.zone}; free late days: {found.free_days}"))
    out.print(f"shown before it is due: {found.before_due}, after: {found.after_due}")
    out.print(plain(f"roster: {found.roster or 'none'}, {students} students"))
    if not found.seeds.has_private:
        err.print("no private seed: grades are made with the seed that students test with")


def _shown_time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _late_words(policy: LatePolicy) -> str:
    unit = "day" if policy.unit_seconds == DAY_SECONDS else "hour"
    grace = f", {policy.grace_seconds / 60:g} min grace" if policy.grace_seconds else ""
    if not policy.percent:
        return "costs nothing"
    return f"{policy.percent:g}% a {unit}, at most {policy.cap_percent:g}%{grace}"


def _closes_words(exercise: CourseExercise) -> str:
    seconds = exercise.late.closes_seconds
    return "never" if seconds is None else f"{seconds / DAY_SECONDS:g} days later"


def _course_json(found: Course, roster: Roster) -> dict[str, object]:
    return {
        "title": found.title,
        "zone": found.zone,
        "free_days": found.free_days,
        "shown": {"before_due": found.before_due, "after_due": found.after_due},
        "has_private_seed": found.seeds.has_private,
        "students": len(roster.students),
        "roster_problems": [
            {"line": one.line, "reason": one.reason, "action": one.action}
            for one in roster.problems
        ],
        "exercises": [
            {
                "slug": one.slug,
                "opens": None if one.opens is None else one.opens.isoformat(),
                "due": one.due.isoformat(),
                "attempts": one.attempts,
                "counts": one.counts,
                "late": {
                    "grace_seconds": one.late.grace_seconds,
                    "percent": one.late.percent,
                    "unit_seconds": one.late.unit_seconds,
                    "cap_percent": one.late.cap_percent,
                    "closes_seconds": one.late.closes_seconds,
                },
            }
            for one in found.exercises
        ],
    }


def _standings_table(found: Iterable[Standing]) -> Table:
    table = Table("student", "exercise", "state", "score", "raw", "late", "to look at", box=None)
    for one in found:
        table.add_row(
            plain(one.student.key),
            one.exercise,
            str(one.state),
            _number(one.score),
            _number(one.raw_score),
            _lateness_words(one),
            plain("; ".join(filter(None, (one.reason, *one.flags)))[:_MAX_FLAGS]),
        )
    return table


def _lateness_words(standing: Standing) -> str:
    late = standing.lateness
    if late is None:
        return ""
    free = f", {late.free_days} free" if late.free_days else ""
    return f"{late.seconds / DAY_SECONDS:.1f} days{free}: -{late.percent:g}%"


def _number(value: float | None) -> Text:
    return Text("" if value is None else f"{value:g}")


def _summary(found: Iterable[Standing]) -> str:
    states = [one.state for one in found]
    return ", ".join(f"{states.count(state)} {state}" for state in State)
