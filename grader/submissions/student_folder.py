"""Which file of a student's folder is the solution: ``solution.py``, or the only ``.py`` file."""

from grader.submissions.names import student_name
from grader.submissions.places import Folder, Item, UnreadableError
from grader.submissions.vetting import MAX_SOLUTION_BYTES

SOLUTION = "solution.py"
PYTHON_SUFFIX = ".py"

_NAMES_SHOWN = 5
_LEFT_BEHIND = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})


def visible_items(folder: Folder) -> list[Item]:
    """Return what people put there: no hidden files, nothing that an operating system left."""
    return [
        item
        for item in folder.items()
        if not item.name.startswith(".") and item.name not in _LEFT_BEHIND
    ]


def is_python(item: Item) -> bool:
    """Return whether it is a ``.py`` file by its name."""
    return not item.is_folder and item.name.lower().endswith(PYTHON_SUFFIX)


def read_chosen(folder: Folder) -> bytes:
    """Return the bytes of the solution in a student's folder, at most one more than allowed.

    Raises:
        UnreadableError: There is none, the choice is not clear, or it can not be read.
    """
    items = visible_items(folder)
    chosen = _chosen(items)
    if chosen.fault:
        raise UnreadableError(f"{student_name(chosen.name)} is {chosen.fault}")
    return folder.read(chosen.name, MAX_SOLUTION_BYTES)


def _chosen(items: list[Item]) -> Item:
    if not items:
        raise UnreadableError("the folder is empty")
    files = [item for item in items if is_python(item)]
    for item in files:
        if item.name == SOLUTION:
            return item
    if not files:
        raise UnreadableError("there is no .py file in the folder")
    if len(files) > 1:
        names = ", ".join(student_name(item.name) for item in files[:_NAMES_SHOWN])
        more = ", ..." if len(files) > _NAMES_SHOWN else ""
        raise UnreadableError(f"several .py files, none of them {SOLUTION}: {names}{more}")
    return files[0]
