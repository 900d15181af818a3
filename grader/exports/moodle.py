"""Scores for Moodle: CSV for Grades, Import, CSV file, where its columns are mapped by hand.

By Moodle's manual ("Grade import"): one column identifies people. Feedback that is imported without
its grade erases the grade, so whoever has no score has no row.
"""

import csv
import io
from collections.abc import Sequence
from typing import Literal

from grader.course.standing import Standing
from grader.course.student import Student
from grader.escape import csv_cell
from grader.exports.feedback import number_text

Identifier = Literal["email", "idnumber", "username"]

_TITLES = {"email": "Email address", "idnumber": "ID number", "username": "Username"}


def moodle_csv(
    standings: Sequence[Standing], title: str, identifier: Identifier
) -> tuple[str, tuple[str, ...]]:
    """Return the file of one exercise, and the keys of those with a score whom it can not name."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    name = csv_cell(title)
    writer.writerow([_TITLES[identifier], name, f"{name} (feedback)"])
    left_out = []
    for standing in standings:
        if standing.score is None:
            continue
        known = _identity(standing.student, identifier)
        if not known or csv_cell(known) != known:
            left_out.append(standing.student.key)
            continue
        writer.writerow([known, number_text(standing.score), csv_cell(_feedback(standing))])
    return stream.getvalue(), tuple(left_out)


def _identity(student: Student, identifier: Identifier) -> str:
    if identifier == "email":
        return student.email
    return student.other_ids.get(_TITLES[identifier], student.key)


def _feedback(standing: Standing) -> str:
    """Return what a student reads beside the score: points by part, and what changed them."""
    notes = []
    if standing.grade is not None:
        notes = [
            f"{part} {number_text(points)} of {number_text(most)}"
            for part, (points, most) in standing.grade.parts.items()
        ]
    if standing.lost_by_lateness:
        notes.append(f"late: -{number_text(standing.lost_by_lateness)}")
    notes += [f"{item.points:+g}: {item.why}" for item in standing.adjustments]
    return ", ".join(notes)
