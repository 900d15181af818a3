"""``virtlab adjust`` as a teacher runs it."""

import json
from pathlib import Path

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from tests.grader.cli.command_line import virtlab
from tests.grader.sample_grades import sample_grade

WHY = ("--why", "the lab was down")


def test_points_are_added_listed_and_taken_back(tmp_path: Path) -> None:
    """Each entry keeps who and when; nothing vanishes."""
    made = virtlab("adjust", "ada", "ledger", "--points", "-2.5", *WHY, "--who", "Li", cwd=tmp_path)
    assert made.code == exit_codes.DONE, made.err
    assert "1: ada, ledger: -2.5 points; the lab was down (Li, 20" in made.out
    assert "has nothing of 'ada'" in made.err
    undone = virtlab("adjust", "--undo", "1", "--why", "mistake", cwd=tmp_path)
    assert "Undone: ada, ledger: -2.5 points" in undone.out
    shown = virtlab("adjust", "--list", "--json", cwd=tmp_path)
    entries = [json.loads(line) for line in shown.out.splitlines()]
    assert [(one["number"], one["points"], one["undoes"]) for one in entries] == [
        (1, -2.5, None),
        (2, 2.5, 1),
    ]
    beside = virtlab("show", "ada", cwd=tmp_path)
    assert "2: ada, ledger: +2.5 points; mistake" in beside.out, beside.err
    table = virtlab("adjust", "--list", "ada", cwd=tmp_path).out
    assert "undone by 2" in table
    assert "undoes 1" in table


def test_a_name_that_is_known_is_not_doubted(tmp_path: Path) -> None:
    """One that is nearly right is answered with those that are near."""
    with open_gradebook(f"sqlite:///{tmp_path / 'gradebook.sqlite'}") as book:
        grade = sample_grade("Wang Wei")
        book.record(type(grade)("Wang Wei", "ledger", grade.outcomes, grade.receipt))
    good = virtlab("adjust", "Wang Wei", "ledger", "--excuse", "--why", "ill", cwd=tmp_path)
    assert (good.err, good.code) == ("", exit_codes.DONE)
    near = virtlab("adjust", "Wang Wie", "ledger", "--excuse", "--why", "ill", cwd=tmp_path)
    assert "Near: Wang Wei." in near.err


def test_wrong_usage_changes_nothing(tmp_path: Path) -> None:
    """No reason, no points, nonsense, several things at once, an unknown exercise or number."""
    wrong = (
        ("ada", "ledger", "--points", "5"),
        ("ada", "ledger", "--points", "nan", *WHY),
        ("ada", "ledger", "--points", "1e9", *WHY),
        ("ada", "ledger", "--points", "0", *WHY),
        ("ada", "ledger", "--points", "5", "--excuse", *WHY),
        ("ada", "nothing", "--points", "5", *WHY),
        ("ada", "--points", "5", *WHY),
        ("--undo", "7", *WHY),
        ("ada", "ledger", *WHY),
    )
    for arguments in wrong:
        ran = virtlab("adjust", *arguments, cwd=tmp_path)
        assert ran.code == exit_codes.WRONG_USAGE, (arguments, ran.err)
    assert virtlab("adjust", "--list", cwd=tmp_path).out == "Nothing was adjusted.\n"


def test_words_can_not_reach_the_terminal_raw(tmp_path: Path) -> None:
    """Escapes in a reason or a name are shown, not obeyed."""
    hostile = "\x1b[31m[red]"
    ran = virtlab(
        "adjust", hostile, "ledger", "--excuse", "--why", hostile, "--who", hostile, cwd=tmp_path
    )
    shown = virtlab("adjust", "--list", cwd=tmp_path)
    assert "\x1b" not in ran.out + ran.err + shown.out
    assert "[red]" in shown.out
