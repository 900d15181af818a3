"""The program: its commands, and what an error becomes.

Exit codes: 0 done, 1 the submission lost points (student commands), 2 wrong usage, 3 the
environment is not as needed, 4 our fault, 130 interrupted.
"""

import importlib
import io
import os
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from grader.cli import exit_codes
from grader.cli.console import err, plain
from grader.errors import GraderError, UsageError
from harness.exercise.errors import ExerciseError
from harness.remote.sandbox import SandboxError

_EPILOG = (
    "Exit codes: 0 done, 1 the submission lost points (test), 2 wrong usage, "
    "3 the environment is not as needed, 4 our fault, 130 interrupted."
)
# Name: module and function. Imported when called: a student's loop does not wait for a database.
_COMMANDS = {
    "list": "list_exercises:list_command",
    "start": "start:start",
    "test": "try_solution:try_solution",
    "repro": "repro:repro",
    "submit": "submit:submit",
    "status": "status:status",
    "verify": "verify:verify",
    "grade": "grade:grade",
    "course": "course:course",
    "report": "report:report",
    "show": "show:show",
    "export": "export:export",
    "ci": "ci:ci",
    "classroom": "classroom:classroom",
    "adjust": "adjust:adjust",
    "regrade": "regrade:regrade",
    "similarity": "similarity:similarity",
    "new": "new:new",
    "check": "check:check",
    "doctor": "doctor:doctor",
    "image": "image:image",
    "demo": "demo:demo",
}

_MAX_TRACEBACK = 5000


class _Commands(TyperGroup):
    """The commands of the table."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        found = getattr(importlib.import_module(f"grader.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name)(found)
            found = alone
        return typer.main.get_command(found)


app = typer.Typer(
    cls=_Commands,
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def virtlab() -> None:
    """Exercises for virtualization and operating systems, judged from outside the sandbox."""


def main() -> None:
    """Run the program; every error that is not ours becomes a message and an exit code."""
    _write_whatever_the_terminal_knows()
    try:
        code = app(standalone_mode=False) or exit_codes.DONE
    except (KeyboardInterrupt, typer.Abort):
        code = exit_codes.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # nobody reads any more: typer and rich leave with 1
        code = exit_codes.ENVIRONMENT
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - each has an owner
        code = _complain(error)
    if code == exit_codes.INTERRUPTED:
        err.print("interrupted")
    sys.exit(code)


def _complain(error: Exception) -> int:
    """Print an error, with its hint where there is one; return the exit code of its owner."""
    if isinstance(error, TyperException):
        _show_usage(error)
        return exit_codes.WRONG_USAGE
    if not isinstance(error, (GraderError, SandboxError, ExerciseError)):
        err.print(plain(traceback.format_exc()[-_MAX_TRACEBACK:]), soft_wrap=True)
        return exit_codes.OUR_FAULT
    err.print(plain(f"virtlab: {error}", style="red"))
    if isinstance(error, GraderError):
        hint = error.hint
        code = exit_codes.WRONG_USAGE if isinstance(error, UsageError) else exit_codes.ENVIRONMENT
    elif isinstance(error, SandboxError):
        hint, code = "'virtlab doctor' shows what works here.", exit_codes.ENVIRONMENT
    else:
        hint, code = "The exercise is at fault, not your input.", exit_codes.OUR_FAULT
    if hint:
        err.print(plain(hint))
    return code


def _write_whatever_the_terminal_knows() -> None:
    """Escape what it does not know: our marks, somebody's name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _show_usage(error: TyperException) -> None:
    """Let a wrong usage show itself, with the usage line, as typer's own errors can."""
    show = getattr(error, "show", None)
    if show is None:
        err.print(plain(str(error), style="red"))
    else:
        show()
