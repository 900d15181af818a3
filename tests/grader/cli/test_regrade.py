"""``virtlab regrade``: a class before and after its exercise was mended."""

import json
import re
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from tests.grader.cli.command_line import hand_in, virtlab
from tests.tiny_exercise import ADDS, SLUG, SOLUTION, write_exercise

pytestmark = pytest.mark.bubblewrap

WRONG_TEST = ADDS.replace("total += amount\n", "total += amount + 1\n")
FITTED = SOLUTION.replace("self.value += amount", "self.value += amount + 1")
COMMAND = ("regrade", SLUG, "class", "--sandbox", "bubblewrap")


def test_a_class_is_judged_anew_shown_and_then_written(tmp_path: Path) -> None:
    """Nobody's grade changes before --write; the draft is used by it, then gone; old grades stay."""
    write_exercise(tmp_path, WRONG_TEST)
    hand_in(tmp_path / "class", {"ada": SOLUTION, "bob": FITTED, "cleo": "x = 1\n"})
    catalog = str(tmp_path / "exercises")
    graded = virtlab(
        *("grade", SLUG, "class", "--sandbox", "bubblewrap"), cwd=tmp_path, VIRTLAB_CATALOG=catalog
    )
    assert graded.code == exit_codes.DONE, graded.err
    early = virtlab(*COMMAND, cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert early.code == exit_codes.WRONG_USAGE
    assert "nothing to judge anew" in early.err

    write_exercise(tmp_path, ADDS)
    shown = virtlab(*COMMAND, "--json", cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert shown.code == exit_codes.DONE, shown.err
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert [(row["student"], row["before"], row["after"]) for row in rows] == [
        ("bob", 100, 0),
        ("cleo", 0, 0),
        ("ada", 0, 100),
    ]
    assert "Nothing was written" in shown.err
    assert scores(tmp_path) == {"ada": 0, "bob": 100, "cleo": 0}
    (draft,) = tmp_path.glob("regrade-*.sqlite")
    with open_gradebook(f"sqlite:///{draft}") as book:
        judged = book.latest(SLUG)

    written = virtlab(*COMMAND, "--write", cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert written.code == exit_codes.DONE, written.err
    assert "1 gain, 1 lose, 1 keep their points." in written.out
    assert re.search(r"bob +100 +0 +-100 +A1 -100", written.out)
    assert scores(tmp_path) == {"ada": 100, "bob": 0, "cleo": 0}
    assert list(tmp_path.glob("regrade-*")) == []
    with open_gradebook(f"sqlite:///{tmp_path / 'gradebook.sqlite'}") as book:
        assert book.latest(SLUG) == judged  # times and all: nobody was judged twice
        assert len(book.grades(SLUG)) == 6


def scores(place: Path) -> dict[str, float]:
    """Return everybody's score in force."""
    with open_gradebook(f"sqlite:///{place / 'gradebook.sqlite'}") as book:
        return {grade.student: grade.score for grade in book.latest(SLUG)}
