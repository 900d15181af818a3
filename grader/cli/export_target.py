"""Where an export goes: a new file, or standard output."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import err, plain
from grader.cli.new_file import write_new_file

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
