"""The other files of a class: CSV, Moodle, LTI scores."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest

from grader.course.student import Student
from grader.exports.lti_scores import lti_json
from grader.exports.moodle import Identifier, moodle_csv
from grader.exports.standings_csv import standings_csv
from tests.grader.exports.class_of_four import ADA, BELA, CLASS, CLEO, EVA, TITLE, standing
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.sample_grades import sample_grade

FORMULAS = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001 - spreadsheets read the wide ones alike
NOW = datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=8)))


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their header."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_table_has_raw_score_and_what_changed_it() -> None:
    """One row a standing; what is not known is empty, and is no zero."""
    ada, bela, cleo, dan, eva = rows_of(standings_csv(CLASS))
    assert (ada["score"], ada["raw_score"], ada["algorithm"]) == ("95.89", "95.89", "38.0")
    assert (bela["raw_score"], bela["lost_by_lateness"], bela["adjustments"]) == (
        *("83.89", "8.39", "2.5"),
    )
    assert bela["score"] == "78.0"
    assert bela["late_seconds"] == "90000"
    assert (cleo["state"], cleo["score"], cleo["reason"]) == ("excused", "", "ill")
    assert (dan["state"], dan["score"], dan["raw_score"]) == ("missing", "", "")
    assert (eva["state"], eva["reason"]) == ("unjudged", "line 1 is not UTF-8")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_cell_of_any_table_is_a_formula(text: str) -> None:
    """Whatever name, address, reason or flag."""
    student = Student(text or "nobody", text, text, text, text)
    one = standing(student, grade=sample_grade("x"), reason=text, flags=(text,))
    moodle, _ = moodle_csv([one], text, "email")
    for written in (standings_csv([one]), moodle):
        rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
        assert len(rows) <= 2
        for cell in (cell for row in rows for cell in row):
            is_number = cell.replace(".", "", 1).isdigit()
            assert is_number or not cell.startswith(FORMULAS), cell
            assert "\n" not in cell


def test_moodle_gets_a_grade_with_every_feedback() -> None:
    """Feedback without a grade would erase the grade that Moodle has: such a student has no row."""
    text, left_out = moodle_csv(CLASS, TITLE, "email")
    ada, bela = rows_of(text)
    assert list(ada) == ["Email address", TITLE, f"{TITLE} (feedback)"]
    assert (ada["Email address"], ada[TITLE]) == ("ada@x.edu", "95.89")
    assert bela[TITLE] == "78"
    assert bela[f"{TITLE} (feedback)"].endswith("late: -8.39, +2.5: =cmd|' /C calc'!A0")
    assert left_out == ()


def test_moodle_is_never_given_an_identity_that_had_to_be_changed() -> None:
    """A guarded or missing one would be nobody's: it is left out and named."""
    strange = replace(ADA, email="=1+1", key="strange")
    nobody = replace(BELA, email="", key="nobody")
    graded = [standing(one, grade=sample_grade("x")) for one in (strange, nobody)]
    text, left_out = moodle_csv(graded, TITLE, "email")
    assert rows_of(text) == []
    assert left_out == ("strange", "nobody")


@pytest.mark.parametrize("identifier", get_args(Identifier))
def test_moodle_is_told_by_which_column_people_are_known(identifier: Identifier) -> None:
    """By a roster's column of that name, else by the key."""
    known = replace(ADA, other_ids={"ID number": "4711", "Username": "ada"})
    text, _ = moodle_csv([standing(known, grade=sample_grade("x"))], TITLE, identifier)
    (row,) = csv.reader(io.StringIO(text.splitlines()[1]))
    assert row[0] == {"email": "ada@x.edu", "idnumber": "4711", "username": "ada"}[identifier]


def test_lti_scores_have_what_the_service_asks_for() -> None:
    """1EdTech AGS 2.0, 3.4.8: user, time, both progresses; a score with its maximum, or neither."""
    with_number = [
        replace(one, student=replace(one.student, other_ids={"lti_user_id": f"u{place}"}))
        for place, one in enumerate(CLASS)
    ]
    text, left_out = lti_json(with_number, NOW)
    document = json.loads(text)
    assert left_out == ()
    assert document["lineItem"]["scoreMaximum"] == 100
    assert document["lineItem"]["label"] == TITLE
    by_user = {score["userId"]: score for score in document["scores"]}
    assert set(by_user) == {"u0", "u1", "u4"}, "who is excused or handed nothing in is not sent"
    for score in document["scores"]:
        assert score["gradingProgress"] in {"FullyGraded", "Pending", "PendingManual", "Failed"}
        assert score["activityProgress"] in {"Submitted", "Completed"}
        assert ("scoreGiven" in score) == ("scoreMaximum" in score)
        assert score["timestamp"] == "2026-11-23T01:00:00.250+00:00"
    assert by_user["u1"]["scoreGiven"] == 78
    assert "scoreGiven" not in by_user["u4"]


def test_who_has_no_number_of_the_platform_is_named() -> None:
    """Their scores are for nobody else."""
    text, left_out = lti_json(CLASS, datetime.now(UTC))
    assert [score["userId"] for score in json.loads(text)["scores"]] == ["77"]
    assert left_out == (ADA.key, EVA.key)
    assert CLEO.key not in left_out
