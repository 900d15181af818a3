"""A student's repository on disk, opened for looking at: its work tree, its HEAD, its objects."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from grader.submissions.disk import DiskFolder
from grader.submissions.git_head import head_commit
from grader.submissions.git_objects import GitObjects, open_objects, shallow_commits
from grader.submissions.places import UnreadableError

_BARE = {"HEAD", "objects", "refs"}


@dataclass(frozen=True, slots=True)
class Repository:
    """An open repository.

    Attributes:
        objects: Its commits, trees and files.
        is_bare: It has no work tree.
    """

    objects: GitObjects
    is_bare: bool
    _git_folder: DiskFolder

    def head(self) -> str:
        """Return the commit at HEAD."""
        return head_commit(self._git_folder)

    def is_whole(self) -> bool:
        """Return whether it has the history from the first commit on."""
        return not shallow_commits(self._git_folder)

    def digests(self, commit: str) -> dict[str, str]:
        """Return the digest of each file of a commit by its path."""
        return {path: entry.digest for path, entry in self.objects.tree(commit).items()}


def is_repository(folder: DiskFolder) -> bool:
    """Return whether a folder is one, with a work tree or without."""
    names = {item.name for item in folder.items()}
    return ".git" in names or names >= _BARE


@contextmanager
def open_repository(folder: DiskFolder) -> Iterator[Repository]:
    """Open one.

    Raises:
        UnreadableError: It is none, its ``.git`` leads elsewhere, or it can not be read.
    """
    inside = next((item for item in folder.items() if item.name == ".git"), None)
    with ExitStack() as stack:
        git_folder = folder
        if inside is not None:
            if not inside.is_folder:
                raise UnreadableError("its .git leads elsewhere: clone it anew, whole")
            git_folder = stack.enter_context(folder.open(".git"))
        objects = stack.enter_context(open_objects(git_folder))
        yield Repository(objects, inside is None, git_folder)
