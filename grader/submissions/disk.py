"""Folders on disk, read through file descriptors.

A link put in the place of a folder or a file between two looks is refused, not followed, and a pipe
or a device is never waited for.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.submissions.places import Item, UnreadableError

MAX_ITEMS = 20_000
"""The most that a folder may hold; the largest class is far smaller."""

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class DiskFolder:
    """A folder on disk, open until the context that made it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @property
    def descriptor(self) -> int:
        """The descriptor, for a program that is to see the folder and no other."""
        return self._descriptor

    def items(self) -> list[Item]:
        """Return what is in it, ordered by name; links and special files with their fault."""
        found: list[Item] = []
        try:
            with os.scandir(self._descriptor) as entries:
                for entry in entries:
                    if len(found) == MAX_ITEMS:
                        raise UnreadableError(f"the folder holds more than {MAX_ITEMS} files")
                    found.append(_item(entry))
        except OSError as error:
            raise UnreadableError(f"the folder can not be listed: {error.strerror}") from error
        return sorted(found, key=lambda item: item.name)

    def read(self, name: str, limit_bytes: int) -> bytes:
        """Return a file's bytes, at most one more than the limit."""
        try:
            descriptor = os.open(name, _FILE_FLAGS | os.O_NOFOLLOW, dir_fd=self._descriptor)
        except OSError as error:
            raise UnreadableError(f"the file can not be read: {error.strerror}") from error
        return _read_regular(descriptor, limit_bytes)

    @contextmanager
    def open(self, name: str) -> Iterator["DiskFolder"]:
        """Open a folder in it; a link is refused."""
        with _opened(name, _FOLDER_FLAGS | os.O_NOFOLLOW, self._descriptor) as folder:
            yield folder


@contextmanager
def open_folder(path: Path) -> Iterator[DiskFolder]:
    """Open the folder that the operator named; here a link is followed.

    Raises:
        UnreadableError: It can not be opened.
    """
    with _opened(str(path), _FOLDER_FLAGS, None) as folder:
        yield folder


def read_file(path: Path, limit_bytes: int) -> bytes:
    """Return the bytes of the file that the operator named, at most one more than the limit.

    Raises:
        UnreadableError: It is no regular file, or can not be read.
    """
    try:
        descriptor = os.open(path, _FILE_FLAGS)
    except OSError as error:
        raise UnreadableError(f"the file can not be read: {error.strerror}") from error
    return _read_regular(descriptor, limit_bytes)


@contextmanager
def _opened(name: str, flags: int, parent: int | None) -> Iterator[DiskFolder]:
    try:
        descriptor = os.open(name, flags, dir_fd=parent)
    except OSError as error:
        raise UnreadableError(f"the folder can not be opened: {error.strerror}") from error
    try:
        yield DiskFolder(descriptor)
    finally:
        os.close(descriptor)


def _item(entry: os.DirEntry[str]) -> Item:
    if entry.is_symlink():
        return Item(entry.name, is_folder=False, fault="a symbolic link")
    if entry.is_dir(follow_symlinks=False):
        return Item(entry.name, is_folder=True)
    if entry.is_file(follow_symlinks=False):
        return Item(entry.name, is_folder=False)
    return Item(entry.name, is_folder=False, fault="not a regular file")


def _read_regular(descriptor: int, limit_bytes: int) -> bytes:
    """Read and close; what is no regular file is refused by what was opened, not by its name."""
    with os.fdopen(descriptor, "rb") as stream:
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableError("not a regular file")
            return stream.read(limit_bytes + 1)
        except OSError as error:
            raise UnreadableError(f"the file can not be read: {error.strerror}") from error
