"""Files that appear whole or not at all, readable by their owner alone: grades are private."""

import os
import tempfile
from pathlib import Path

from grader.errors import GraderError


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of what is there; a link there is replaced, not followed.

    Raises:
        GraderError: It can not be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        hint = "Check permissions and room on the disk, or name another place."
        raise GraderError(f"{path}: {error.strerror}", hint) from error
