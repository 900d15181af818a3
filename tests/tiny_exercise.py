"""An exercise for tests, written to a folder of its own: a counter, and whatever tests are asked for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.exercise.folder import ExerciseFolder, open_exercise

SLUG = "tiny_counter"

STUB = '''
"""Counts."""

from collections.abc import Generator


class Counter:
    """A number that grows."""

    def __init__(self, start: int = 0) -> None:
        raise NotImplementedError

    def add(self, amount: int) -> int:
        """Add and return the sum; ValueError for a negative amount."""
        raise NotImplementedError

    def spell(self, text: str) -> str:
        """Return the same text."""
        raise NotImplementedError

    def steps(self, most: int) -> Generator[int, int, int]:
        """Yield 0 to most - 1, return the sum of what was sent."""
        raise NotImplementedError
'''

SOLUTION = """
class Counter:
    def __init__(self, start=0):
        self.value = start

    def add(self, amount):
        if amount < 0:
            raise ValueError(f"{amount} is negative")
        self.value += amount
        return self.value

    def spell(self, text):
        return text

    def steps(self, most):
        total = 0
        for number in range(most):
            total += yield number
        return total
"""

HEAD = """
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.tiny_counter.stub.solution import Counter
from harness.graded import graded
"""

ADDS = """
@graded("adds")
@given(amounts=st.lists(st.integers(0, 1000), max_size=6))
def test_adds(submission, amounts):
    counter, total = submission.Counter(), 0
    for amount in amounts:
        total += amount
        found = counter.add(amount)
        assert found == total, f"add({amount}) returned {found}, not {total}"
"""

_HANDOUT = "# Counter\n\n## Counting\n\nAdd up.\n\n<!-- rubric -->\n<!-- /rubric -->\n"
_MANIFEST = """
slug = "tiny_counter"
area = "allocation"
target = "tiny"
main_class = "Counter"
[title]
en = "Counter"
zh = "计数器"
[baseline]
algorithm = [0, 100]
policy = [0, 100]
mechanism = [0, 100]
[limits]
memory_mib = 128
load_seconds = 2
call_seconds = 0.4
batch_seconds = 0.6
property_seconds = 4
submission_seconds = 10
"""
_ROW = """
[[properties]]
id = "{id}"
code = "{letter}{number}"
part = "{part}"
points = {points}
claim = "A claim about {id}."
why = "It matters in practice."
read = "Counting"
{curve}
"""
_PARTS = {"algorithm": "A", "policy": "P", "mechanism": "M"}


def write_exercise(
    root: Path,
    tests: str = ADDS,
    ids: Sequence[str] = ("adds",),
    *,
    parts: Mapping[str, str] | None = None,
    curves: Mapping[str, str] | None = None,
    references: Mapping[str, str] | None = None,
    mutants: Mapping[str, str] | None = None,
) -> ExerciseFolder:
    """Write an exercise below ``root/exercises`` and its solutions below ``root/reference``.

    Args:
        root: The catalogue is ``root / "exercises"``.
        tests: What follows ``HEAD`` in the file of tests.
        ids: The properties; they share 100 points.
        parts: By property; algorithm where it is not said.
        curves: By property, the table ``[properties.curve]``.
        references: By file name; all are ``SOLUTION`` where it is not said.
        mutants: By file name.
    """
    folder = root / "exercises" / SLUG
    solutions = dict.fromkeys(("solution.py", "baseline.py", "second.py", "third.py"), SOLUTION)
    files = {
        folder / "manifest.toml": _manifest(ids, parts or {}, curves or {}),
        folder / "stub" / "solution.py": STUB,
        folder / "handout" / "README.md": _HANDOUT,
        folder / "handout" / "README.zh.md": _HANDOUT,
        folder / "tests" / "test_algorithm.py": HEAD + tests,
        folder / "tests" / "test_policy.py": "",
        folder / "tests" / "test_mechanism.py": "",
        root / "reference" / SLUG / "NOTES.md": "Notes.\n",
    }
    for name, text in {**solutions, **(references or {})}.items():
        files[root / "reference" / SLUG / name] = text
    for name, text in (mutants or {}).items():
        files[folder / "mutants" / name] = text
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_exercise(folder)


def _manifest(ids: Sequence[str], parts: Mapping[str, str], curves: Mapping[str, str]) -> str:
    rows = []
    for number, name in enumerate(ids, 1):
        part = parts.get(name, "algorithm")
        points = 100 / len(ids) if number < len(ids) else 100 - (len(ids) - 1) * 100 / len(ids)
        curve = f"[properties.curve]\n{curves[name]}" if name in curves else ""
        rows.append(
            _ROW.format(
                id=name, letter=_PARTS[part], number=number, part=part, points=points, curve=curve
            )
        )
    return _MANIFEST + "".join(rows)
