"""The program: its commands, and what an error becomes.

Exit codes: 0 done, 1 the submission lost points (student commands), 2 wrong usage, 3 the
environment is not as needed, 4 our fault, 130 interrupted.
"""

import sys

import click
import typer

from grader.cli import exit_codes
from grader.cli.check import check
from grader.cli.console import err, plain
from grader.cli.demo import demo
from grader.cli.doctor import doctor
from grader.cli.grade import grade
from grader.cli.image import image
from grader.cli.list_exercises import list_command
from grader.cli.report import report
from grader.cli.repro import repro
from grader.cli.show import show
from grader.cli.start import start
from grader.cli.try_solution import try_solution
from grader.errors import GraderError, UsageError
from harness.exercise.errors import ExerciseError
from harness.remote.sandbox import SandboxError

_EPILOG = (
    "Exit codes: 0 done, 1 the submission lost points (test, repro), 2 wrong usage, "
    "3 the environment is not as needed, 4 our fault, 130 interrupted."
)

app = typer.Typer(
    name="virtlab",
    help="Exercises for virtualization and operating systems, judged from outside the sandbox.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("list")(list_command)
app.command()(start)
app.command("test")(try_solution)
app.command()(repro)
app.command()(grade)
app.command()(report)
app.command()(show)
app.command()(check)
app.command()(doctor)
app.command(hidden=True)(demo)
app.add_typer(image, name="image")


def main() -> None:
    """Run the program; every error that is not ours becomes a message and an exit code."""
    try:
        code = app(standalone_mode=False) or exit_codes.DONE
    except (KeyboardInterrupt, click.exceptions.Abort):
        err.print("interrupted; what is graded stays graded, the same command goes on from there")
        code = exit_codes.INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = exit_codes.WRONG_USAGE
    except (GraderError, SandboxError, ExerciseError) as error:
        code = _complain(error)
    except Exception:  # noqa: BLE001 - ours: shown in full
        err.print_exception()
        code = exit_codes.OUR_FAULT
    sys.exit(code)


def _complain(error: Exception) -> int:
    """Print an error and its hint; return the exit code of its owner."""
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
