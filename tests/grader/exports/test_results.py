"""The files that an autograder leaves for Classroom 50, Gradescope, PrairieLearn and Autolab.

Each is held against what its reader documents; the rules stand here as they are published there.
"""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from grader.exports import autolab, classroom50, gradescope, prairielearn
from grader.exports.classroom50 import Submitted
from grader.scoring.grade import Grade
from tests.grader.exports.hostile_grades import TEXTS, grades, hostile_grade
from tests.grader.sample_grades import failed, sample_grade, sample_manifest

NOW = datetime(2026, 6, 1, 16, 33, 11, tzinfo=timezone(timedelta(hours=2)))
SUBMITTED = Submitted(
    classroom="virt",
    assignment="memory-allocator",
    assignment_type="individual",
    owner="alice",
    submission="submit/2026-06-01T14-32-05Z-a1b2c3d",
    commit="https://github.com/x/y/commit/1",
    release="https://github.com/x/y/releases/tag/1",
    review="https://github.com/x/y/compare/0...1",
    when=datetime(2026, 6, 1, 14, 32, 1, tzinfo=UTC),
)
# schemas/result-v1.schema.json of foundation50/classroom50: all required but the last, no others.
CLASSROOM50_FIELDS = {
    "schema": r"classroom50/result/v1",
    "classroom": r".+",
    "assignment": r".+",
    "assignment_type": r"individual|group",
    "owner": r".+",
    "submission": r"submit/.*",
    "commit": r".+",
    "release": r".+",
    "review": r".+",
    "datetime": r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
    "graded_at": r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
}
# gradescope-autograders.readthedocs.io, "Output format".
GRADESCOPE_TEST = {
    "score": float,
    "max_score": float,
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}
GRADESCOPE_VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
LONG = tuple(failed(row.id, message="\x1b" * 300_000) for row in sample_manifest().properties)


def classroom50_of(grade: Grade) -> dict[str, Any]:
    """Return the result of a grade, read back."""
    text = classroom50.result_json(grade, sample_manifest(), SUBMITTED, NOW)
    result: dict[str, Any] = json.loads(text)
    return result


def check_classroom50(result: dict[str, Any]) -> None:
    """Hold a result against the schema and the rules that its reader adds in code."""
    assert set(result) == {*CLASSROOM50_FIELDS, "score", "max-score", "tests"}
    for name, pattern in CLASSROOM50_FIELDS.items():
        assert re.fullmatch(pattern, result[name]), name
    for scored in (result, *result["tests"]):
        assert type(scored["score"]) is int
        assert type(scored["max-score"]) is int
        assert 0 <= scored["score"] <= scored["max-score"]
    for test in result["tests"]:
        assert test["test-name"]
        assert type(test["passed"]) is bool
    assert result["score"] == sum(test["score"] for test in result["tests"])
    assert result["max-score"] == sum(test["max-score"] for test in result["tests"])


@given(grade=grades())
def test_classroom50_takes_any_grade(grade: Grade) -> None:
    """Whole numbers, exact fields; within half a point of the score."""
    result = classroom50_of(grade)
    check_classroom50(result)
    assert abs(result["score"] - grade.score) <= 0.5
    assert result["max-score"] == 100


@pytest.mark.parametrize("text", TEXTS)
def test_classroom50_takes_whatever_a_student_caused(text: str) -> None:
    """Where nothing but text may be."""
    result = classroom50_of(hostile_grade(text))
    check_classroom50(result)
    outputs = [test["output"] for test in result["tests"]]
    assert all(
        one.replace("\n", "").replace("\t", "").isprintable() or "\xa0" in one for one in outputs
    )


def test_times_for_classroom50_are_in_utc() -> None:
    """The commit's and the judge's."""
    result = classroom50_of(sample_grade())
    assert result["datetime"] == "2026-06-01T14:32:01Z"
    assert result["graded_at"] == "2026-06-01T14:33:11Z"


@given(grade=grades())
def test_gradescope_gets_documented_fields_of_their_types(grade: Grade) -> None:
    """And a score that is the sum of the tests."""
    results = json.loads(gradescope.results_json(grade, sample_manifest()))
    assert results["score"] == grade.score
    assert type(results["execution_time"]) is int
    assert results["visibility"] in GRADESCOPE_VISIBILITY
    assert results["stdout_visibility"] in GRADESCOPE_VISIBILITY
    for test in results["tests"]:
        assert set(test) <= set(GRADESCOPE_TEST)
        assert all(type(value) is GRADESCOPE_TEST[name] for name, value in test.items())
        assert test["visibility"] in GRADESCOPE_VISIBILITY
        assert test["status"] == ("passed" if test["score"] == test["max_score"] else "failed")
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(grade.score)


@given(grade=grades())
def test_prairielearn_gets_a_share_and_points(grade: Grade) -> None:
    """The score is between 0 and 1."""
    results = json.loads(prairielearn.results_json(grade, sample_manifest()))
    assert results["gradable"] is True
    assert results["score"] == pytest.approx(grade.score / 100)
    assert 0 <= results["score"] <= 1
    assert sum(test["points"] for test in results["tests"]) == pytest.approx(grade.score)
    assert {*results["tests"][0]} <= {
        *("name", "description", "points", "max_points", "message", "output", "images"),
    }


@given(grade=grades())
def test_autolab_gets_one_line_with_the_points_of_each_problem(grade: Grade) -> None:
    """It reads the last line."""
    line = autolab.scores_line(grade)
    assert line.count("\n") == 1
    scores = json.loads(line)["scores"]
    assert scores == {str(part): points for part, (points, _) in grade.parts.items()}


@pytest.mark.parametrize(
    "make",
    [gradescope.results_json, prairielearn.results_json],
    ids=["gradescope", "prairielearn"],
)
@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_plain_in_every_result_file(make: Any, text: str) -> None:
    """JSON in ASCII; what a terminal or a page would obey is shown escaped."""
    written = make(hostile_grade(text), sample_manifest())
    assert written.isascii()
    for test in json.loads(written)["tests"]:
        assert not re.search(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]", test["output"]
        )


def test_result_files_stay_small() -> None:
    """PrairieLearn takes a megabyte; texts are cut as far as is needed."""
    grade = sample_grade("ada", *LONG)
    for text in (
        classroom50.result_json(grade, sample_manifest(), SUBMITTED, NOW),
        gradescope.results_json(grade, sample_manifest()),
        prairielearn.results_json(grade, sample_manifest()),
    ):
        assert len(text) < 2**20
        assert len(json.loads(text)["tests"]) == len(grade.outcomes)


def test_what_is_no_solution_is_told_without_a_grade() -> None:
    """Gradescope shows why; PrairieLearn takes no attempt for it."""
    told = json.loads(gradescope.refusal_json("line 1 is \x1bnot UTF-8"))
    assert told == {"score": 0, "output": "line 1 is \\x1bnot UTF-8", "output_format": "text"}
    told = json.loads(prairielearn.refusal_json("too large"))
    assert told == {"gradable": False, "format_errors": ["too large"]}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"owner": ""}, ["owner"]),
        ({"assignment_type": "pair", "submission": "v1"}, ["assignment_type", "submission"]),
    ],
)
def test_what_classroom50_would_refuse_is_named(changes: dict[str, str], faults: list[str]) -> None:
    """Before anything is written."""
    known = {name: getattr(SUBMITTED, name) for name in Submitted.__slots__}
    assert Submitted(**{**known, **changes}).faults() == faults
