"""A student's loop: start, test, repro; in a folder of their own, with one solution after another."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.cli.options import CATALOG_VARIABLE
from grader.cli.start import start
from grader.cli.workplace import Workplace, find_workplace
from grader.errors import UsageError
from harness.outcomes import Outcome, Verdict
from tests.grader.cli.command_line import (
    BROKEN,
    ECHO_SHORT,
    HONEST,
    LEDGER_CATALOG,
    SIGN_LOST,
    Ran,
    virtlab,
)

TEST = ("test", "--sandbox", "process")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which the ledger was started."""
    monkeypatch.setenv(CATALOG_VARIABLE, str(LEDGER_CATALOG))
    start("ledger", tmp_path / "mine")
    return tmp_path / "mine"


def judge(place: Path, source: str, *options: str) -> Ran:
    """Judge a solution in its folder."""
    (place / "solution.py").write_text(source, encoding="utf-8")
    return virtlab(*TEST, *options, cwd=place)


def plain_python(*command: str | Path) -> int:
    """Run a program in a Python that has nothing installed; return its exit code."""
    plain = [sys.executable, "-E", "-S", *map(str, command)]
    return subprocess.run(plain, cwd="/", check=False, capture_output=True).returncode


def test_start_writes_stub_and_handout(tmp_path: Path) -> None:
    """And nothing that a student must not have; it says what comes next."""
    ran = virtlab("start", "ledger", "--into", "a place", cwd=tmp_path)
    assert ran.code == exit_codes.DONE, ran.err
    assert "virtlab test 'a place'" in ran.out
    place = tmp_path / "a place"
    assert {path.name for path in place.iterdir()} == {
        "solution.py",
        "README.md",
        "README.zh.md",
        ".virtlab",
    }
    assert "NotImplementedError" in (place / "solution.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["solution.py", "README.zh.md", "link"])
def test_start_overwrites_nothing(tmp_path: Path, name: str) -> None:
    """If one file is there already, or a link, none is written."""
    folder = tmp_path / "mine"
    folder.mkdir()
    if name == "link":
        (folder / "solution.py").symlink_to(tmp_path / "elsewhere")
    else:
        (folder / name).write_text("mine")
    before = sorted(folder.iterdir())
    ran = virtlab("start", "ledger", "--into", "mine", cwd=tmp_path)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "there already" in ran.err
    assert sorted(folder.iterdir()) == before
    assert not (tmp_path / "elsewhere").exists()


def test_start_leaves_the_folder_of_another_exercise_alone(tmp_path: Path) -> None:
    """Even where its solution was moved away."""
    Workplace(tmp_path / "solution.py").remember_exercise("memory_allocator")
    ran = virtlab("start", "ledger", "--into", ".", cwd=tmp_path)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "memory_allocator" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [".virtlab"]


def test_a_right_solution_loses_nothing(place: Path) -> None:
    """Exit code 0, a line a property, points by part; and it is said that nothing held it."""
    ran = judge(place, HONEST)
    assert ran.code == exit_codes.DONE, ran.err
    assert ran.out.count("✓") == 7
    assert "total      100     100" in ran.out
    assert "without a sandbox, as an ordinary process of yours" in ran.err


def test_a_wrong_solution_is_shown_its_counterexample(place: Path) -> None:
    """Exit code 1; one for each lost property, as lines that can be copied, and where to read."""
    ran = judge(place, SIGN_LOST)
    assert ran.code == exit_codes.POINTS_LOST
    assert "✗ A1  balance-follows-the-changes  failed" in ran.out
    assert "A1 balance-follows-the-changes  0 of 25 points" in ran.out
    lines = [line.strip() for line in ran.out.splitlines() if line.startswith("    ledger")]
    assert any(line.startswith("ledger.history()  # [") for line in lines)
    compile("\n".join(lines), "counterexample", "exec")
    assert "Run it yourself: virtlab repro balance-follows-the-changes" in ran.out
    assert "Read: Ledger." in ran.out
    assert "total      35      100" in ran.out


def test_only_some_properties_can_be_judged(place: Path) -> None:
    """By id or by code; the exit code is about those alone, and the order is the exercise's."""
    ran = judge(place, ECHO_SHORT, "--only", "M2", "--only", "balance-follows-the-changes")
    assert ran.code == exit_codes.DONE
    assert [line.split()[1] for line in ran.out.splitlines() if line] == ["A1", "M2"]
    ran = judge(place, ECHO_SHORT, "--only", "A3", "--json")
    assert ran.code == exit_codes.POINTS_LOST
    verdicts = {one["property"]: one["verdict"] for one in json.loads(ran.out)["outcomes"]}
    assert verdicts.pop("bytes-come-back") == "FAILED"
    assert set(verdicts.values()) == {"NOT_RUN"}


def test_the_seed_decides_what_is_tried(place: Path) -> None:
    """The same one gives the same output, to the byte; the receipt holds it."""
    first, second = (judge(place, SIGN_LOST, "--seed", "3", "--only", "P1") for _ in range(2))
    assert first.out == second.out
    assert first.out != judge(place, SIGN_LOST, "--seed", "4", "--only", "P1").out
    assert "figures published for seed 0" in first.err


def test_any_file_can_be_judged(tmp_path: Path) -> None:
    """With the exercise named, from anywhere, under any name; its repro takes the file."""
    (tmp_path / "mine [red].py").write_text(ECHO_SHORT, encoding="utf-8")
    named = ("mine [red].py", "--exercise", "ledger", "--sandbox", "process")
    ran = virtlab("test", *named, "--only", "A3", cwd=tmp_path)
    assert ran.code == exit_codes.POINTS_LOST, ran.err
    ran = virtlab("repro", "A3", *named, cwd=tmp_path)
    assert ran.out == "Run it: python3 repro_bytes_come_back.py 'mine [red].py'\n"
    program, solution = tmp_path / "repro_bytes_come_back.py", tmp_path / "mine [red].py"
    assert plain_python(program, solution) == 1
    solution.write_text(HONEST, encoding="utf-8")
    assert plain_python(program, solution) == 0


def test_a_repro_fails_without_virtlab_until_it_is_mended(place: Path) -> None:
    """It comes from the last test where that was of this very solution, else it is judged anew."""
    judge(place, SIGN_LOST, "--only", "A1")
    memory = place / ".virtlab" / "last.json"
    memory.write_text(memory.read_text().replace("Run it beside", "(remembered) Run it beside"))
    program = place / "repro_balance_follows_the_changes.py"
    ran = virtlab("repro", "A1", "--sandbox", "process", cwd=place)
    assert ran.code == exit_codes.DONE, ran.err
    assert ran.out == f"Run it: python3 {program.name}\n"
    assert "(remembered)" in program.read_text(encoding="utf-8")
    assert plain_python(program) == 1
    (place / "solution.py").write_text(HONEST, encoding="utf-8")
    assert plain_python(program) == 0
    ran = virtlab("repro", "A1", "--sandbox", "process", cwd=place)
    assert ran.out == "balance-follows-the-changes holds: there is nothing to reproduce.\n"


def test_a_repro_overwrites_only_its_own_kind(place: Path) -> None:
    """A file of the student's under that name stays."""
    (place / "solution.py").write_text(BROKEN, encoding="utf-8")
    program = place / "repro_balance_follows_the_changes.py"
    program.write_text("mine")
    ran = virtlab("repro", "A1", "--sandbox", "process", cwd=place)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "not written by virtlab" in ran.err
    assert program.read_text() == "mine"
    program.unlink()
    for _ in range(2):
        assert virtlab("repro", "A1", "--sandbox", "process", cwd=place).code == exit_codes.DONE
    assert plain_python(program) == 1


def test_what_lies_in_the_students_folder_is_not_the_judges(place: Path) -> None:
    """A file that is called like a module is never imported by who judges."""
    for name in (
        "pytest",
        "hypothesis",
        "random",
        "json",
        "grader",
        "harness",
        "conftest",
        "typer",
    ):
        (place / f"{name}.py").write_text("raise SystemExit(77)\n")
    (place / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    ran = judge(place, HONEST, "--only", "A1")
    assert ran.code == exit_codes.DONE, ran.err


def test_a_folder_that_can_not_be_written_can_be_judged(tmp_path: Path) -> None:
    """Only what was found is not remembered then."""
    (tmp_path / ".virtlab").write_text("a file in the way")
    (tmp_path / "solution.py").write_text(HONEST, encoding="utf-8")
    command = (*TEST, "--exercise", "ledger", "--only", "A1")
    assert virtlab(*command, cwd=tmp_path).code == exit_codes.DONE


def test_outcomes_are_remembered_for_the_same_circumstances(tmp_path: Path) -> None:
    """Another seed, solution or exercise is another judgement; a damaged memory is none."""
    solution = tmp_path / "solution.py"
    solution.write_text("x")
    workplace = find_workplace(tmp_path)
    outcome = Outcome("adds", Verdict.FAILED, "no")
    workplace.remember_outcomes(["digest", 3], [outcome])
    assert workplace.last_outcomes(["digest", 3]) == {"adds": outcome}
    assert workplace.last_outcomes(["digest", 4]) == {}
    for text in ("", "[]", "{}", "[1, 2, 3]", '[["digest", 3], [{}]]', '[["digest", 3], 5]'):
        (tmp_path / ".virtlab" / "last.json").write_text(text)
        assert workplace.last_outcomes(["digest", 3]) == {}
    solution.unlink()
    with pytest.raises(UsageError, match="no such file"):
        find_workplace(tmp_path)
