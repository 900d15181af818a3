"""The program around the commands: help, exit codes, and what an error becomes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer

from grader.cli import app, exit_codes
from grader.errors import GraderError, UsageError
from harness.exercise.errors import ExerciseError
from harness.remote.sandbox import SandboxError
from tests.grader.cli.command_line import PROGRAM, environment, virtlab

COMMANDS = (
    ("list",),
    ("start",),
    ("test",),
    ("repro",),
    ("grade",),
    ("report",),
    ("show",),
    ("ci",),
    ("classroom", "init"),
    ("export", "csv"),
    ("export", "canvas"),
    ("export", "moodle"),
    ("export", "lti"),
    ("export", "junit"),
    ("export", "gradescope-zip"),
    ("export", "actions"),
    ("new",),
    ("check",),
    ("doctor",),
    ("image", "build"),
    ("demo",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_by_an_example(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    """And an example calls the command that it explains."""
    ran = virtlab(*command, "--help", cwd=tmp_path)
    assert ran.code == exit_codes.DONE
    assert f"Example: virtlab {' '.join(command)}" in ran.out
    assert "--help" in ran.out


def test_the_list_of_commands_is_whole(tmp_path: Path) -> None:
    """Each with a sentence; the exit codes are explained."""
    ran = virtlab("--help", cwd=tmp_path)
    assert ran.code == exit_codes.DONE
    named = {
        line.split()[0] for line in ran.out.splitlines() if line.startswith("  ") and line.split()
    }
    assert {command[0] for command in COMMANDS} <= named
    assert "130 interrupted" in " ".join(ran.out.split())


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """Return a program that fails."""

    def fail(*_: Any, **__: Any) -> NoReturn:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UsageError("no such seed", "Give another."), 2, "virtlab: no such seed\nGive another.\n"),
        (GraderError("no room", "Make some."), 3, "virtlab: no room\nMake some.\n"),
        (OSError("ours"), 4, "OSError: ours"),
        (SandboxError("no \x1b[31mroom"), 3, "virtlab: no \\x1b[31mroom\n"),

        (ExerciseError("two tests"), 4, "The exercise is at fault, not your input."),
        (KeyError("ours \x1b[31m"), 4, "KeyError: 'ours \\x1b[31m'"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (typer.Abort(), 130, "interrupted\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_an_error_is_its_owners(
    error: BaseException,
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A sentence and a hint for an operator; the whole traceback for us."""
    monkeypatch.setattr(app, "app", raising(error))
    with pytest.raises(SystemExit) as caught:
        app.main()
    assert caught.value.code == code
    written = capsys.readouterr()
    assert written.out == ""
    assert says in written.err
    assert ("Traceback" in written.err) == isinstance(error, KeyError | OSError)


def test_a_terminal_that_knows_no_check_marks_is_written_to(tmp_path: Path) -> None:
    """Escaped, instead of failing in the middle."""
    ran = virtlab("list", cwd=tmp_path, PYTHONIOENCODING="ascii", VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.DONE, ran.err
    assert ran.raw_out.isascii()
    assert "memory_allocator" in ran.out
    assert "\\u" in ran.out


def test_a_reader_that_goes_away_is_no_fault_of_ours(tmp_path: Path) -> None:
    """As in ``virtlab list --json | head -1``."""
    with subprocess.Popen(
        [str(PROGRAM), "list", "--json"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == exit_codes.ENVIRONMENT
    assert said == b""


def test_exercises_are_listed_from_any_catalogue(tmp_path: Path) -> None:
    """The project's own, or the one that the environment names."""
    ran = virtlab("list", "--json", cwd=tmp_path)
    assert [json.loads(line)["slug"] for line in ran.out.splitlines()] == ["ledger"]
    ran = virtlab("list", "--json", cwd=tmp_path, VIRTLAB_CATALOG=None)
    assert "memory_allocator" in [json.loads(line)["slug"] for line in ran.out.splitlines()]


@pytest.mark.bubblewrap
def test_the_doctor_says_what_works(tmp_path: Path) -> None:
    """And why the rest does not: a daemon that is not there, with what to do about it."""
    ran = virtlab("doctor", "--json", cwd=tmp_path, DOCKER_HOST="tcp://127.0.0.1:9")
    assert ran.code == exit_codes.DONE, ran.err
    found = {one["subject"]: one for one in json.loads(ran.out)}
    assert found["bubblewrap"]["works"]
    assert found["process"]["works"]
    assert not found["docker"]["works"]
    assert found["docker"]["hint"]
    assert found["python"]["works"]
