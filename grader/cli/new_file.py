"""Files that a command writes where the user says: whole, private, and never over another."""

import os
from pathlib import Path

from grader.errors import GraderError, UsageError


def write_new_file(path: Path, content: str | bytes) -> None:
    """Write a file that does not exist yet, readable by its owner alone.

    Raises:
        UsageError: It exists.
        GraderError: It can not be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise UsageError(f"{path}: there already", "Give another name, or move it away.") from None
    except OSError as error:
        raise GraderError(
            f"{path}: {error.strerror}", "Choose a place that you may write."
        ) from error
