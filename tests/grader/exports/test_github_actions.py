"""What GitHub Actions and the autograding reporter make of a grade.

``reporter_says`` does the reporter's published sums (classroom-resources/autograding-grading-reporter
v1: notify-classroom.js, helpers/test-helpers.js) in Python, whose floats are JavaScript's numbers.
``VIRTLAB_REPORTER`` may name a copy of its ``dist/main.js``: then node runs that as well.
"""

import base64
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from grader.course.visibility import Visibility
from grader.exports.github_actions import RUNNERS, annotations, output_lines, outputs
from grader.scoring.grade import Grade
from harness.exercise.manifest import Part
from tests.grader.exports.hostile_grades import TEXTS, grades, hostile_grade, one_part_only
from tests.grader.sample_grades import failed, sample_class, sample_grade, sample_manifest

REPORTER = os.environ.get("VIRTLAB_REPORTER")
MAX_ENVIRONMENT_ENTRY = 131_071
MAX_OUTPUTS_OF_A_JOB = 2**20
COMMAND = re.compile(r"::(notice|error|warning) [^:\n]*::[^\n]*")


@dataclass(frozen=True)
class Said:
    """What the reporter says: its report and its table, over all runners."""

    points: float
    maximum: float
    table_points: float
    table_maximum: float
    fails: bool


def decoded(made: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the result of each runner."""
    return {name: json.loads(base64.b64decode(text)) for name, text in made.items()}


def reporter_says(results: dict[str, dict[str, Any]]) -> Said:
    """Do the reporter's sums."""
    points = maximum = table = 0.0
    for result in results.values():
        if result["max_score"]:
            maximum += result["max_score"]
            for test in result["tests"]:
                points += test["score"]
        passed = sum(test["status"] == "pass" for test in result["tests"])
        table += (passed / len(result["tests"])) * (result["max_score"] or 0)
    statuses = {result["status"] for result in results.values()}
    return Said(points, maximum, table, maximum, bool(statuses & {"fail", "error"}))


@given(grade=grades())
def test_report_and_table_agree_on_the_score_in_whole_points(grade: Grade) -> None:
    """Whatever was earned in part: the reporter's two ways of counting come to the same."""
    said = reporter_says(decoded(outputs(grade, sample_manifest())))
    assert said.points == said.table_points
    assert said.maximum == said.table_maximum == 100
    assert abs(said.points - grade.score) <= 0.5
    assert said.points == int(said.points)


@given(grade=grades())
def test_the_job_fails_exactly_if_a_whole_point_is_lost(grade: Grade) -> None:
    """The reporter fails it by the status of a runner."""
    said = reporter_says(decoded(outputs(grade, sample_manifest())))
    assert said.fails == (said.points < 100)


@pytest.mark.parametrize("part", Part)
def test_parts_that_an_exercise_lacks_break_nothing(part: Part) -> None:
    """Each runner has a test and a result: the reporter stops at one that has none."""
    results = decoded(outputs(one_part_only(part), sample_manifest()))
    assert tuple(results) == RUNNERS
    assert all(result["tests"] for result in results.values())
    said = reporter_says(results)
    assert said.points == said.table_points
    assert 0 < said.points <= said.maximum


def test_names_of_runners_are_letters() -> None:
    """The reporter blames any failure on a list with other characters."""
    assert re.fullmatch(r"([a-zA-Z0-9]+,)*[a-zA-Z0-9]+", ",".join(RUNNERS))


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_that_the_reporter_prints_is_a_command(text: str) -> None:
    """It prints names and test code as they are; the runner reads each line."""
    made = outputs(hostile_grade(text), sample_manifest())
    for result in decoded(made).values():
        for test in result["tests"]:
            assert test["line_no"] == 0
            assert no_command(test["name"])
            assert "\n" not in test["name"]
            assert no_command(f"Test code:\n{test['test_code']}\n")


@pytest.mark.parametrize("text", TEXTS)
def test_annotations_are_the_commands_that_we_mean_and_no_others(text: str) -> None:
    """One a line, each whole, however hostile what they say."""
    lines = annotations(hostile_grade(text), sample_manifest(), "a,b:c%\n::error::x/solution.py")
    assert [line.split()[0] for line in lines] == ["::notice", *["::error"] * 3, "::warning"]
    for line in lines:
        assert COMMAND.fullmatch(line), line
        assert "##[" not in line
        assert len(line) < 20_000
        assert line.isascii() or line.isprintable()


def test_outputs_fit_into_environment_and_job() -> None:
    """However long the texts of all properties are."""
    long = [failed(row.id, message="é\x1b" * 50_000) for row in sample_manifest().properties]
    made = outputs(sample_grade("ada", *long), sample_manifest())
    assert all(
        len(f"{name}_RESULTS={text}") <= MAX_ENVIRONMENT_ENTRY for name, text in made.items()
    )
    assert 2 * len(output_lines(made)) <= MAX_OUTPUTS_OF_A_JOB
    assert all("\n" not in text for text in made.values())


def test_no_more_annotations_are_made_than_are_shown() -> None:
    """GitHub shows ten errors of a step."""
    outcomes = [failed(row.id) for row in sample_manifest().properties]
    grade = sample_grade("ada", *outcomes)
    many = Grade("ada", grade.exercise, grade.outcomes * 3, grade.receipt)
    errors = [line for line in annotations(many, sample_manifest(), "s.py") if "::error" in line]
    assert len(errors) == 10
    assert errors[-1].endswith("and 15 more: see the summary")


def test_hidden_properties_and_levels_of_feedback_are_kept() -> None:
    """Of a hidden property no calls are told; nor of any, where only names are shown."""
    grade = sample_grade("ada", failed("claims-are-kept"), failed("freed-neighbours-join"))
    hidden = sample_manifest(frozenset({"claims-are-kept"}))
    results = decoded(outputs(grade, hidden))
    assert "allocate(64)" not in json.dumps(results["mechanismLost"])
    assert "allocate(64)" in json.dumps(results["algorithmLost"])
    names = decoded(outputs(grade, hidden, Visibility.NAMES))
    assert "OutOfMemory" not in json.dumps(names)


def test_the_seed_is_told_nowhere() -> None:
    """A private one would be anybody's."""
    grade = sample_grade("ada", failed("claims-are-kept"))
    said = json.dumps(decoded(outputs(grade, sample_manifest())))
    assert str(grade.receipt.seed) not in said


@pytest.mark.skipif(REPORTER is None, reason="VIRTLAB_REPORTER names no copy of the reporter")
def test_the_reporter_itself_says_the_same(tmp_path: Path) -> None:
    """Run by node on a class of grades: points, table and the job's fate."""
    grades_of_class, _ = sample_class(8)
    for grade in (*grades_of_class, sample_grade(), hostile_grade(TEXTS[-3])):
        made = outputs(grade, sample_manifest())
        expected = reporter_says(decoded(made))
        ran = run_reporter(made, tmp_path)
        report = re.search(r"title=Autograding report::(.*)", ran.stdout)
        assert report is not None, ran.stdout
        assert json.loads(report[1]) == {"totalPoints": expected.points, "maxPoints": 100}
        assert f"{int(expected.table_points)}" in re.sub(
            r"\x1b\[\d+m", "", next(line for line in ran.stdout.splitlines() if "Total: " in line)
        )
        assert (ran.returncode != 0) == expected.fails
        commands = [line for line in ran.stdout.splitlines() if line.startswith("::")]
        assert len(commands) == 2 + expected.fails


def run_reporter(made: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the reporter as its action would."""
    results = {f"{name.upper()}_RESULTS": text for name, text in made.items()}
    return subprocess.run(
        ["node", str(REPORTER)],
        env={"PATH": os.environ["PATH"], "INPUT_RUNNERS": ",".join(RUNNERS), **results},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def no_command(text: str) -> bool:
    """Tell whether a runner finds no command in what is printed (actions/runner, ActionCommand.cs)."""
    lines = re.split(r"[\r\n]", text)
    return "##[" not in text and not any(line.lstrip().startswith("::") for line in lines)
