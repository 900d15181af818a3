"""What students' own repositories say of their points, beside what the judge gave.

A repository is its student's, and so is what a run there says: a claim never counts, but one that is
far from the grade is a reason to look. Read are Classroom 50's ``scores.csv`` (username, score,
max_score) and GitHub Classroom's ``grades.csv`` (github_username, points_awarded, points_available).
"""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from grader.course.roster_text import decoded, delimiter_of
from grader.course.standing import Standing
from grader.errors import UsageError

FAR_APART = 0.05
"""Of all points: seeds and rounding differ, so honest runs differ a little where points are measured."""

_COLUMNS = (
    ("username", "score", "max_score"),
    ("github_username", "points_awarded", "points_available"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Points that a repository says its student has, and of how many."""

    points: float
    most: float


def parse_claims(content: bytes, where: str) -> Mapping[str, Claim]:
    """Return the claims of a file by login, in lower case; rows without a number are passed over.

    Raises:
        UsageError: It has not the columns of any file that is known.
    """
    text, _ = decoded(content)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        header = set(rows.fieldnames or ())
        columns = next((names for names in _COLUMNS if header.issuperset(names)), None)
        if columns is None:
            raise UsageError(
                f"{where} is no list of points of Classroom 50 or GitHub Classroom",
                f"It needs the columns {' or '.join(', '.join(names) for names in _COLUMNS)}.",
            )
        found = {}
        for row in rows:
            login, *numbers = (row[name] or "" for name in columns)
            claim = _claim(*numbers)
            if login.strip() and claim is not None:
                found[login.strip().casefold()] = claim
    except csv.Error as error:
        raise UsageError(f"{where}:{rows.line_num}: {error}") from error
    return found


def with_claims(
    standings: Sequence[Standing], claims: Mapping[str, Mapping[str, Claim]]
) -> tuple[Standing, ...]:
    """Return the standings, those flagged whose repository says something else than the judge.

    Args:
        standings: Of any students and exercises.
        claims: By exercise, then by login.
    """
    return tuple(_compared(one, claims.get(one.exercise, {})) for one in standings)


def _compared(standing: Standing, claims: Mapping[str, Claim]) -> Standing:
    student = standing.student
    claim = claims.get(student.login.casefold()) or claims.get(student.key.casefold())
    given = standing.raw_score
    if claim is None or given is None:
        return standing
    if abs(claim.points / claim.most - given / standing.max_score) <= FAR_APART:
        return standing
    flag = (
        f"its own repository says {claim.points:g} of {claim.most:g} points, "
        f"the judge {given:g} of {standing.max_score:g}"
    )
    return replace(standing, flags=(*standing.flags, flag))


def _claim(points: str, most: str) -> Claim | None:
    try:
        claim = Claim(float(points), float(most))
    except ValueError:
        return None
    is_sound = math.isfinite(claim.points) and 0 < claim.most < math.inf
    return claim if is_sound else None
