"""What students started from: the digest of each file, as git names contents."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.submissions.disk import DiskFolder, open_folder
from grader.submissions.places import UnreadableError
from grader.submissions.repository import is_repository, open_repository

_MAX_FILE_BYTES = 16 * 2**20
_MAX_DEPTH = 12


def template_digests(path: Path) -> dict[str, str]:
    """Return the digest of each file of a folder, or of a clone's HEAD.

    Raises:
        UsageError: It can not be read.
    """
    try:
        with open_folder(path) as folder:
            if not is_repository(folder):
                return dict(_files(folder, "", _MAX_DEPTH))
            with open_repository(folder) as repository:
                return repository.digests(repository.head())
    except UnreadableError as error:
        hint = "give a folder or a clone of what students started from"
        raise UsageError(f"the template {path}: {error}", hint) from error


def _files(folder: DiskFolder, above: str, depth: int) -> Iterator[tuple[str, str]]:
    for item in folder.items():
        path = f"{above}{item.name}"
        if item.is_folder and depth:
            with folder.open(item.name) as inner:
                yield from _files(inner, f"{path}/", depth - 1)
        elif not item.fault and not item.is_folder:
            yield path, _digest(folder.read(item.name, _MAX_FILE_BYTES))


def _digest(content: bytes) -> str:
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()
