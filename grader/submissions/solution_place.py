"""Where the solution of an exercise lies in a repository: in the exercise's folder, or at the top."""

from grader.submissions.git_objects import GitObjects
from grader.submissions.places import Folder, UnreadableError
from grader.submissions.student_folder import SOLUTION
from grader.submissions.vetting import MAX_SOLUTION_BYTES

_REGULAR = ("100644", "100755")
_KINDS = {"120000": "a symbolic link", "160000": "a submodule"}
_NO_SOLUTION = f"there is no {SOLUTION}"


def paths_of(slug: str) -> tuple[str, ...]:
    """Return where it may lie, the better place first; ``slug`` may be empty."""
    return (f"{slug}/{SOLUTION}", SOLUTION) if slug else (SOLUTION,)


def read_on_disk(folder: Folder, slug: str) -> bytes:
    """Return its bytes from a work tree, at most one more than the limit.

    Raises:
        UnreadableError: There is none, or it can not be read.
    """
    items = {item.name: item for item in folder.items()}
    if slug in items and items[slug].is_folder:
        with folder.open(slug) as inner:
            if any(item.name == SOLUTION for item in inner.items()):
                return read_on_disk(inner, "")
    if SOLUTION not in items:
        raise UnreadableError(_NO_SOLUTION)
    if items[SOLUTION].fault or items[SOLUTION].is_folder:
        raise UnreadableError(f"{SOLUTION} is {items[SOLUTION].fault or 'a folder'}")
    return folder.read(SOLUTION, MAX_SOLUTION_BYTES)


def read_in_commit(objects: GitObjects, commit: str, slug: str) -> bytes:
    """Return its bytes from a commit.

    Raises:
        UnreadableError: There is none, it is no regular file or too large.
    """
    entries = objects.tree(commit, *paths_of(slug))
    entry = next((entries[path] for path in paths_of(slug) if path in entries), None)
    if entry is None:
        raise UnreadableError(_NO_SOLUTION)
    if entry.mode not in _REGULAR:
        raise UnreadableError(f"{SOLUTION} is {_KINDS.get(entry.mode, 'not a regular file')}")
    return objects.blob(entry.digest, MAX_SOLUTION_BYTES)
