"""Scores for Canvas: a teacher's exported gradebook, filled in to be imported again.

A cell that differs from what Canvas has is a change, an empty one too. So only the columns about
students and those of our exercises are kept, and a cell without a score of ours stays as it was.
``EX`` excuses.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.course.standing import Standing, State
from grader.errors import UsageError
from grader.escape import csv_cell
from grader.exports.canvas_sheet import Sheet, is_about_student, read_sheet
from grader.exports.feedback import number_text


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet.

    Attributes:
        text: What Canvas imports.
        cells: How many scores it holds.
        left_out: Students with a score for whom there is no row of their own, by their key.
    """

    text: str
    cells: int
    left_out: tuple[str, ...]


def fill_sheet(
    exported: str,
    standings: Sequence[Standing],
    titles: Mapping[str, Sequence[str]],
    *,
    scale: bool = False,
) -> Filled:
    """Return the sheet with the scores of ``standings``.

    Args:
        exported: What Canvas exported.
        standings: One a student and exercise.
        titles: By exercise, what its column may be called, with or without the number.
        scale: Whether a score is scaled to what the assignment is out of.

    Raises:
        UsageError: It is no such sheet, or an exercise has no column of its own, or one that is out
            of another number of points.
    """
    sheet = read_sheet(exported)
    columns = {slug: sheet.column(slug, names) for slug, names in titles.items()}
    students = {one.student.key: one.student for one in standings}
    rows = sheet.row_of(students.values())
    scores: dict[tuple[int, int], str] = {}
    left_out: dict[str, None] = {}
    for one in standings:
        if one.exercise not in columns:
            continue
        column = columns[one.exercise]
        text = _text(one, _factor(sheet, column, one, scale=scale))
        if text and one.student.key in rows:
            scores[rows[one.student.key], column] = text
        elif text:
            left_out[one.student.key] = None
    return Filled(_written(sheet, list(columns.values()), scores), len(scores), tuple(left_out))


def _factor(sheet: Sheet, column: int, standing: Standing, *, scale: bool) -> float:
    points, most = sheet.out_of(column), standing.max_score
    if points is None or points == most:
        return 1.0
    if not scale:
        raise UsageError(
            f"{sheet.header[column]} is out of {number_text(points)} points in Canvas, "
            f"{standing.exercise} of {number_text(most)}",
            "Change that in Canvas and export again, or give --scale.",
        )
    return points / most


def _text(standing: Standing, factor: float) -> str:
    if standing.state is State.EXCUSED:
        return "EX"
    return "" if standing.score is None else number_text(standing.score * factor)


def _written(sheet: Sheet, columns: Sequence[int], scores: Mapping[tuple[int, int], str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([*sheet.header[: sheet.width], *(sheet.header[place] for place in columns)])
    for place, row in enumerate(sheet.rows):
        about = row[: sheet.width]
        if is_about_student(row):
            about = tuple(map(csv_cell, about))
        writer.writerow([*about, *(scores.get((place, column), row[column]) for column in columns)])
    return stream.getvalue()
