"""What students' own repositories say, given to a command: who is far from the grade is flagged."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from grader.course.claims import parse_claims, with_claims
from grader.course.standing import Standing
from grader.errors import UsageError

ClaimsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ci",
        help="SLUG=FILE: points of students' own runs (Classroom 50's scores.csv, or grades.csv); "
        "who is far from the grade is flagged. May be repeated.",
    ),
]


def flag_claims(standings: Sequence[Standing], claims: Sequence[str]) -> tuple[Standing, ...]:
    """Flag those whose own repository says something else than the judge.

    Raises:
        UsageError: A claim is not ``SLUG=FILE``, or its file is no such list.
    """
    read = {}
    for text in claims:
        slug, equals, name = text.partition("=")
        if not equals or slug not in {one.exercise for one in standings}:
            hint = "E.g. --ci memory_allocator=scores.csv"
            raise UsageError(f"--ci {text!r}: not SLUG=FILE of an exercise here", hint)
        try:
            read[slug] = parse_claims(Path(name).read_bytes(), name)
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}", "Give the path of the list.") from error
    return with_claims(standings, read)
