"""Where an export goes, a new file or standard output, and how much students may see of it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import err, plain
from grader.cli.new_file import write_new_file
from grader.course.course import Course
from grader.course.visibility import Visibility

IntoOption = Annotated[
    Path | None, typer.Option("--into", help="File to write; default: standard output.")
]


def put_out(text: str, into: Path | None) -> None:
    """Write a text to a file that does not exist yet, or to standard output as it is."""
    if into is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    write_new_file(into, text)
    err.print(plain(str(into)))


def visibility_now(course: Course | None, slug: str) -> Visibility:
    """Return what the course shows of an exercise at this moment; everything without a course."""
    if course is None:
        return Visibility.COUNTEREXAMPLES
    return course.visibility(slug, datetime.now(UTC))
