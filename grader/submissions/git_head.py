"""Which commit a repository stands at, read from its files without any program.

References are taken from the repository here and nowhere else; they are names, and choose only among
the objects that the repository itself holds.
"""

import re
from contextlib import ExitStack

from grader.submissions.disk import DiskFolder
from grader.submissions.places import UnreadableError

_MAX_REFERENCE_BYTES = 1_000
_MAX_PACKED_BYTES = 4 * 2**20
_DIGEST = re.compile(r"[0-9a-f]{40}")
_REFERENCE = re.compile(r"refs(/[A-Za-z0-9_][A-Za-z0-9._+@-]*){1,20}")


def head_commit(git_folder: DiskFolder) -> str:
    """Return the commit at HEAD, given a repository's ``.git``.

    Raises:
        UnreadableError: There is none, or the repository is not as git makes it.
    """
    text = _text(git_folder, "HEAD")
    if _DIGEST.fullmatch(text):
        return text
    reference = text.removeprefix("ref:").strip()
    if not text.startswith("ref:") or not _REFERENCE.fullmatch(reference) or ".." in reference:
        raise UnreadableError("it does not say at which commit it stands")
    found = _loose(git_folder, reference) or _packed(git_folder, reference)
    if not _DIGEST.fullmatch(found):
        raise UnreadableError("nothing was ever committed to it")
    return found


def _loose(git_folder: DiskFolder, reference: str) -> str:
    *folders, name = reference.split("/")
    with ExitStack() as stack:
        folder = git_folder
        try:
            for part in folders:
                folder = stack.enter_context(folder.open(part))
            return _text(folder, name)
        except UnreadableError:
            return ""


def _packed(git_folder: DiskFolder, reference: str) -> str:
    try:
        content = git_folder.read("packed-refs", _MAX_PACKED_BYTES)
    except UnreadableError:
        return ""
    for line in content.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition(" ")
        if name == reference:
            return digest
    return ""


def _text(folder: DiskFolder, name: str) -> str:
    content = folder.read(name, _MAX_REFERENCE_BYTES)
    return content[:_MAX_REFERENCE_BYTES].decode("ascii", "replace").strip()
