"""Files that appear whole or not at all, readable by their owner alone: grades are private."""

import os
import tempfile
from pathlib import Path

from grader.errors import GraderError, UsageError


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of what is there; a link there is replaced, not followed.

    Raises:
        GraderError: It can not be written.
    """
    try:
        draft = _draft(path, content)
        try:
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def create_file(path: Path, content: bytes) -> None:
    """Write a file where none is.

    Raises:
        UsageError: Something of that name is there.
        GraderError: It can not be written.
    """
    try:
        draft = _draft(path, content)
        try:
            os.link(draft, path)
        finally:
            draft.unlink()
    except FileExistsError as error:
        hint = "Name another file, or move it away."
        raise UsageError(f"{path}: there already", hint) from error
    except OSError as error:
        raise _unwritable(path, error) from error


def _draft(path: Path, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    return Path(name)


def _unwritable(path: Path, error: OSError) -> GraderError:
    hint = "Check permissions and room on the disk, or name another place."
    return GraderError(f"{path}: {error.strerror}", hint)
