"""What a job of GitHub Actions is told of a grade: outputs, annotations; its summary is Markdown.

The outputs are what classroom-resources/autograding-grading-reporter v1 reads. It computes the score
twice: its report sums the tests' scores, its table counts passed tests and ignores what they weigh.
Both come to the same here because each part is two runners: what was earned (every test passed) and
what was lost (none passed, no points). Points are whole: the reporter adds binary fractions and
would show 0.30000000000000004.

It prints names and ``test_code`` as they are, so both are fit for a log, and it fails where a runner
has no tests or where a name in its list is not of letters and digits.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.course.visibility import Visibility
from grader.escape import shorten, workflow_lines, workflow_message, workflow_property
from grader.exports.feedback import Item, feedback, fitted, points_text
from grader.exports.whole_points import whole_points
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest, Part
from harness.outcomes import Verdict

LOST = "Lost"
RUNNERS = tuple(f"{part}{suffix}" for part in Part for suffix in ("", LOST))
"""What the reporter's input ``runners`` names; each is an output and ``<NAME>_RESULTS`` of the reporter."""

_RESULT_BYTES = 40_000
"""Six of them, as base64 in UTF-16, stay below the 1 MB that a job may put out."""
_ANNOTATIONS = 10
"""How many errors, and how many warnings, of a step GitHub shows."""


@dataclass(frozen=True, slots=True)
class _Scored:
    item: Item
    points: int
    max_points: int


def outputs(
    grade: Grade, manifest: Manifest, visibility: Visibility = Visibility.COUNTEREXAMPLES
) -> dict[str, str]:
    """Return the outputs of the judging step: a ``result`` in base64 for each of ``RUNNERS``."""
    items = feedback(grade, manifest, visibility)
    whole = whole_points([(item.points, item.max_points) for item in items])
    scored = [_Scored(item, *pair) for item, pair in zip(items, whole, strict=True)]
    made = {}
    for part in Part:
        mine = [one for one in scored if one.item.part is part]
        made[f"{part}"] = _encoded([one for one in mine if one.points], is_earned=True)
        lost = [one for one in mine if one.points < one.max_points]
        made[f"{part}{LOST}"] = _encoded(lost, is_earned=False)
    return made


def annotations(
    grade: Grade,
    manifest: Manifest,
    solution: str,
    visibility: Visibility = Visibility.COUNTEREXAMPLES,
) -> list[str]:
    """Return workflow commands that show the score and what was lost beside the file ``solution``."""
    lost = [item for item in feedback(grade, manifest, visibility) if item.is_lost]
    failed = [item for item in lost if item.verdict is not Verdict.PASSED]
    measured = [item for item in lost if item.verdict is Verdict.PASSED]
    score = points_text(grade.score, grade.max_score)
    return [
        f"::notice title=virtlab::{workflow_message(f'{manifest.title.en}: {score}')}",
        *_commands("error", failed, solution),
        *_commands("warning", measured, solution),
    ]


def output_lines(made: dict[str, str]) -> str:
    """Return what is appended to the file that ``GITHUB_OUTPUT`` names."""
    return "".join(f"{name}={value}\n" for name, value in made.items())


def _encoded(tests: Sequence[_Scored], *, is_earned: bool) -> str:
    text = fitted(lambda size: json.dumps(_result(tests, size, is_earned)), _RESULT_BYTES)
    return base64.b64encode(text.encode("ascii")).decode("ascii")


def _result(tests: Sequence[_Scored], characters: int, is_earned: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    listed = [_test(one, characters, is_earned) for one in tests]
    if not listed:
        listed = [
            _entry("nothing earned" if is_earned else "nothing lost", 0, passed=not is_earned)
        ]
    return {
        "version": 1,
        "status": "pass" if is_earned or not tests else "fail",
        "max_score": sum(one.points if is_earned else one.max_points - one.points for one in tests),
        "tests": listed,
    }


def _test(one: _Scored, characters: int, is_earned: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    item = one.item
    if is_earned:
        name = f"{item.name} ({points_text(one.points, one.max_points)})"
        return _entry(name, one.points, passed=True)
    name = f"{item.name} ({points_text(one.max_points - one.points, one.max_points)} lost)"
    text = f"{item.claim}\n{item.message}" if characters else ""
    return _entry(name, 0, passed=False, code=shorten(text, characters))


def _entry(name: str, score: int, *, passed: bool, code: str = "") -> dict[str, Any]:
    return {
        "name": workflow_lines(name).removeprefix("| "),
        "status": "pass" if passed else "fail",
        "score": score,
        "test_code": workflow_lines(code) if code else "",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }


def _commands(kind: str, items: Sequence[Item], solution: str) -> list[str]:
    shown = list(items) if len(items) <= _ANNOTATIONS else list(items[: _ANNOTATIONS - 1])
    place = workflow_property(solution)
    commands = []
    for item in shown:
        title = workflow_property(f"{item.name} ({points_text(item.points, item.max_points)})")
        message = workflow_message(item.message or item.claim)
        commands.append(f"::{kind} file={place},line=1,title={title}::{message}")
    if len(items) > len(shown):
        commands.append(
            f"::{kind} title=virtlab::and {len(items) - len(shown)} more: see the summary"
        )
    return commands
