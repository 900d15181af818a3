"""``virtlab similarity`` as a teacher runs it."""

import json
from pathlib import Path

from grader.cli import exit_codes
from harness.exercise.catalog import CATALOG, find_exercise
from tests.grader.cli.command_line import hand_in, virtlab
from tests.grader.similarity.measure import solutions

KNOWN = solutions(find_exercise("memory_allocator"))
COMMAND = ("similarity", "memory_allocator", "class")


def make_class(place: Path) -> None:
    """Hand in two solutions written apart, a copy of one, and what is no text."""
    copy = KNOWN["top_down"].replace("_gap", "_hole")
    solid: dict[str, str | bytes] = {
        "ada": KNOWN["top_down"],
        "bob": KNOWN["solution"],
        "cleo": copy,
        "dan": b"\xff\xfe",
    }
    hand_in(place / "class", solid)
    hand_in(place / "2025", {"eve": KNOWN["solution"]})


def test_a_class_is_compared_with_a_former_year(tmp_path: Path) -> None:
    """Pairs as JSON, one a line; what could not be read is said; the page is private."""
    make_class(tmp_path)
    catalog = str(CATALOG)
    options = ("--former", "2025", "--json", "--report", "similar.html")
    ran = virtlab(*COMMAND, *options, cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert ran.code == exit_codes.DONE, ran.err
    pairs = [json.loads(line) for line in ran.out.splitlines()]
    assert {(pair["left"], pair["right"], pair["right_is_former"]) for pair in pairs} == {
        ("ada", "cleo", False),
        ("bob", "eve", True),
    }
    assert "dan: the file is UTF-16" in ran.err
    page = tmp_path / "similar.html"
    assert page.stat().st_mode & 0o777 == 0o600
    again = virtlab(*COMMAND, "--report", "similar.html", cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert again.code == exit_codes.WRONG_USAGE
    assert "there already" in again.err


def test_nothing_to_compare_is_a_wrong_usage(tmp_path: Path) -> None:
    """An empty folder is most likely the wrong one."""
    (tmp_path / "class").mkdir()
    ran = virtlab(*COMMAND, cwd=tmp_path, VIRTLAB_CATALOG=str(CATALOG))
    assert ran.code == exit_codes.WRONG_USAGE
