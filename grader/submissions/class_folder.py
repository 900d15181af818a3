"""A class in a folder or an archive: a folder or a ``.py`` file for each student.

Only the solution is taken; hidden files and what operating systems leave behind are passed over.
"""

from grader.submissions.archive import ZipFolder
from grader.submissions.places import Folder, Item
from grader.submissions.student_folder import (
    PYTHON_SUFFIX,
    SOLUTION,
    is_python,
    read_chosen,
    visible_items,
)
from grader.submissions.submission import Action
from grader.submissions.taking import Found, Taking
from grader.submissions.vetting import MAX_SOLUTION_BYTES


def take_class(taking: Taking, folder: Folder, where: str, owner: str) -> None:
    """Take in a folder of students, or of one student if a solution lies in it."""
    items = visible_items(folder)
    if any(item.name == SOLUTION for item in items) and not any(item.is_folder for item in items):
        # One student's folder, given directly.
        taking.take_named(owner, Found(where, lambda: read_chosen(folder)))
        return
    for item in items:
        _take_item(taking, folder, item, f"{where}/{item.name}")


def below_wrappers(top: ZipFolder) -> ZipFolder:
    """Skip folders that merely wrap the class; one that holds a single solution is a student's."""
    folder = top
    while True:
        items = visible_items(folder)
        if len(items) != 1 or not items[0].is_folder:
            return folder
        inner = folder.folders[items[0].name]
        held = visible_items(inner)
        files = [item.name for item in held if is_python(item)]
        if SOLUTION in files or (len(files) <= 1 and not any(item.is_folder for item in held)):
            return folder
        folder = inner


def _take_item(taking: Taking, folder: Folder, item: Item, where: str) -> None:
    owner = item.name[: -len(PYTHON_SUFFIX)] if is_python(item) else item.name
    if item.fault:
        taking.note(owner, item.fault, Action.NOT_GRADED)
    elif item.is_folder:
        taking.take_named(owner, Found(where, lambda: _read_inner(folder, item.name)))
    elif is_python(item) and item.name != SOLUTION:
        taking.take_named(owner, Found(where, lambda: folder.read(item.name, MAX_SOLUTION_BYTES)))
    else:
        reason = "neither a student's folder nor a student's .py file"
        taking.note(item.name, reason, Action.IGNORED)


def _read_inner(folder: Folder, name: str) -> bytes:
    with folder.open(name) as inner:
        return read_chosen(inner)
