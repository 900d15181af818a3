"""Take in what a class handed in, however it lies on the disk.

One odd submission never stops the class: it becomes a problem that says what was done about it.
Only the solution is taken.
"""

import stat
from pathlib import Path

from grader.errors import UsageError
from grader.submissions.archive import open_archive
from grader.submissions.class_folder import below_wrappers, take_class
from grader.submissions.classroom_export import looks_like_classroom, take_classroom
from grader.submissions.clones import holds_clones, take_clones
from grader.submissions.disk import DiskFolder, open_folder, read_file
from grader.submissions.gradescope_export import is_gradescope, take_gradescope
from grader.submissions.inbox import is_inbox, take_inbox
from grader.submissions.names import student_name
from grader.submissions.places import UnreadableError
from grader.submissions.repository import is_repository
from grader.submissions.student_folder import PYTHON_SUFFIX, SOLUTION
from grader.submissions.submission import Action, Intake, Problem, Submission
from grader.submissions.taking import Found, Taking, make_submission
from grader.submissions.vetting import MAX_SOLUTION_BYTES, fault_of, without_byte_order_mark
from grader.submissions.wanted import Source, Wanted

__all__ = [
    "Action",
    "Intake",
    "Problem",
    "Source",
    "Submission",
    "Wanted",
    "collect",
    "read_solution",
]

_WHAT_TO_GIVE = "give a folder, a .zip archive or a .py file"
_ARCHIVES = frozenset({Source.AUTO, Source.FOLDER, Source.GRADESCOPE})
_EVERYTHING = Wanted()


def collect(path: Path, wanted: Wanted = _EVERYTHING) -> Intake:
    """Take in a folder, a ZIP archive or a single ``.py`` file.

    Raises:
        UsageError: The path itself can not be used, or is not what is asked for.
        GraderError: ``git`` is needed and is not there.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: {reason}", _WHAT_TO_GIVE) from error
    suffix = path.suffix.lower()
    taking = Taking(wanted.owners, wanted.times)
    try:
        if stat.S_ISDIR(mode) and _is_inbox(path, wanted):
            take_inbox(taking, path, wanted.slug)
        elif stat.S_ISDIR(mode):
            with open_folder(path) as folder:
                _take_folder(taking, folder, path, wanted)
        elif suffix == ".zip" and wanted.source in _ARCHIVES:
            _take_archive(taking, path, wanted)
        elif suffix == PYTHON_SUFFIX:
            taking.take_made(read_solution(path))
        else:
            raise UsageError(f"{path} is neither a folder nor an archive", _WHAT_TO_GIVE)
    except UnreadableError as error:
        raise UsageError(f"{path}: {error}", "check what it holds and its permissions") from error
    return taking.intake()


def read_solution(path: Path) -> Submission:
    """Take in one file; its student is the file's name, or the folder's if it is ``solution.py``.

    Raises:
        UsageError: It can not be read, or is no solution that can be taken.
    """
    owner = path.resolve().parent.name if path.name == SOLUTION else path.stem
    try:
        source = read_file(path, MAX_SOLUTION_BYTES)
    except UnreadableError as error:
        raise UsageError(f"{path}: {error}", "give a file that can be read") from error
    fault = fault_of(source)
    if fault is not None:
        raise UsageError(f"{path}: {fault}", "a solution is a small text file in UTF-8")
    found = Found(str(path), lambda: source)
    return make_submission(student_name(owner), without_byte_order_mark(source), found)


def _is_inbox(path: Path, wanted: Wanted) -> bool:
    """Return whether a folder is to be read as an inbox, which may hold more than other folders."""
    found = wanted.source is Source.INBOX or (wanted.source is Source.AUTO and is_inbox(path))
    if found and not wanted.slug:
        raise UsageError(f"{path}: an inbox is read for one exercise", "say which")
    return found


def _take_folder(taking: Taking, folder: DiskFolder, path: Path, wanted: Wanted) -> None:
    name = path.resolve().name
    source = wanted.source
    if source is Source.AUTO:
        source = _source_of(folder, name)
    if source is Source.GRADESCOPE:
        _refuse_unless(is_gradescope(folder), path, "submission_metadata.yml")
        take_gradescope(taking, folder, str(path))
    elif source is Source.CLASSROOM:
        take_classroom(taking, folder, str(path), name, wanted)
    elif source in {Source.CLONES, Source.CLASSROOM50}:
        take_clones(taking, folder, str(path), wanted)
    else:
        take_class(taking, folder, str(path), name)


def _source_of(folder: DiskFolder, name: str) -> Source:
    """Return what a folder looks like; a repository itself is a student's folder."""
    if is_gradescope(folder):
        return Source.GRADESCOPE
    if is_repository(folder):
        return Source.FOLDER
    if looks_like_classroom(folder, name):
        return Source.CLASSROOM
    return Source.CLONES if holds_clones(folder) else Source.FOLDER


def _take_archive(taking: Taking, path: Path, wanted: Wanted) -> None:
    with open_archive(path) as archive:
        for encoding in sorted(archive.guessed_encodings):
            reason = f"names in the archive were read as {encoding}"
            taking.note(path.name, reason, Action.GRADED)
        for item in archive.unsafe:
            taking.note(item.name, item.fault, Action.IGNORED)
        top = archive.top
        export = next((one for one in (top, *top.folders.values()) if is_gradescope(one)), None)
        if export is not None and wanted.source is not Source.FOLDER:
            take_gradescope(taking, export, str(path))
        else:
            _refuse_unless(wanted.source is not Source.GRADESCOPE, path, "submission_metadata.yml")
            take_class(taking, below_wrappers(top), str(path), path.stem)


def _refuse_unless(is_right: bool, path: Path, what: str) -> None:  # noqa: FBT001 - a condition
    if not is_right:
        raise UsageError(f"{path} holds no {what}", "is it the right folder, the right --source?")
