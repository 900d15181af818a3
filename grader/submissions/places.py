"""The port through which intake looks at a folder, be it on disk or in an archive."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


class UnreadableError(Exception):
    """A file or folder can not be read; the message says why, for its student to read."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a folder holds under one name.

    Attributes:
        name: As it is stored; not fit to be shown.
        is_folder: Whether it can be opened as a folder.
        fault: Why it must not be touched, e.g. "a symbolic link"; empty if it may be.
    """

    name: str
    is_folder: bool
    fault: str = ""


class Folder(Protocol):
    """A folder that is open for reading; nothing in it is ever followed to elsewhere."""

    def items(self) -> Sequence[Item]:
        """Return what is in it, ordered by name.

        Raises:
            UnreadableError: There is too much, or it can not be listed.
        """

    def read(self, name: str, limit_bytes: int) -> bytes:
        """Return a file's bytes, at most one more than the limit.

        Raises:
            UnreadableError: It is no regular file, or can not be read.
        """

    def open(self, name: str) -> AbstractContextManager["Folder"]:
        """Open a folder in it.

        Raises:
            UnreadableError: It can not be opened.
        """
