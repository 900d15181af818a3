"""Run a function as another user: what one student may not do to another is tried, not assumed."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become other users")


@contextmanager
def drop_box(mode: int, group: int = 0) -> Iterator[Path]:
    """Give an inbox that other users can reach, of a mode."""
    with tempfile.TemporaryDirectory(prefix="virtlab-inbox-") as name:
        top = Path(name)
        top.chmod(0o711)
        inbox = top / "inbox"
        inbox.mkdir()
        os.chown(inbox, -1, group or os.getegid())
        inbox.chmod(mode)
        yield inbox


def as_user(uid: int, action: Callable[[], object], groups: Sequence[int] = ()) -> str:
    """Return what an action gives, as text, or the name of the error that it raises."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.setgroups(list(groups))
            os.setgid(uid)
            os.setuid(uid)
            try:
                text = str(action())
            except Exception as error:  # noqa: BLE001 - the test wants to see which
                text = type(error).__name__
            os.write(writing, text.encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        text = stream.read().decode()
    os.waitpid(child, 0)
    return text
