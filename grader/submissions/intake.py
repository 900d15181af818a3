"""Take in what a class handed in: a folder or a ZIP archive with a folder or a ``.py`` file a student.

One odd submission never stops the class: it becomes a problem that says what was done about it.
Only the solution is taken; hidden files and what operating systems leave behind are passed over.
"""

import hashlib
import stat
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from unicodedata import normalize

from grader.errors import UsageError
from grader.submissions.archive import ZipFolder, open_archive
from grader.submissions.disk import open_folder, read_file
from grader.submissions.names import name_key, printable, student_name
from grader.submissions.places import Folder, Item, UnreadableError
from grader.submissions.student_folder import (
    PYTHON_SUFFIX,
    SOLUTION,
    is_python,
    read_chosen,
    visible_items,
)
from grader.submissions.vetting import MAX_SOLUTION_BYTES, fault_of, without_byte_order_mark

MAX_CLASS_BYTES = 256 * 2**20
"""All solutions of a class together; they are held in memory."""

_WHAT_TO_GIVE = "give a folder, a .zip archive or a .py file"


class Action(StrEnum):
    """What was done about a problem."""

    NOT_GRADED = "not graded"
    IGNORED = "ignored"
    GRADED = "graded all the same"


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student handed in.

    Attributes:
        student: Printable, in NFC, capped.
        sources: The bytes of ``solution.py``, by that name.
        digest: SHA-256 of them, hexadecimal.
        where: Where they were found, fit to be shown.
    """

    student: str
    sources: Mapping[str, bytes]
    digest: str
    where: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in what was handed in; all texts are fit to be shown on one line."""

    student: str
    reason: str
    action: Action


@dataclass(frozen=True, slots=True)
class Intake:
    """What a class handed in, ordered by student."""

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...]


def collect(path: Path) -> Intake:
    """Take in a folder, a ZIP archive or a single ``.py`` file.

    Raises:
        UsageError: The path itself can not be used.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: {reason}", _WHAT_TO_GIVE) from error
    suffix = path.suffix.lower()
    taking = _Taking()
    try:
        if stat.S_ISDIR(mode):
            with open_folder(path) as folder:
                _take_class(taking, folder, path, path.resolve().name)
        elif suffix == ".zip":
            _take_archive(taking, path)
        elif suffix == PYTHON_SUFFIX:
            taking.submissions.append(read_solution(path))
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
    return _submission(student_name(owner), without_byte_order_mark(source), str(path))


@dataclass(slots=True)
class _Taking:
    """What was found so far."""

    submissions: list[Submission] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held_bytes: int = 0

    def note(self, owner: str, reason: str, action: Action) -> None:
        self.problems.append(Problem(student_name(owner), printable(reason), action))

    def take(self, owner: str, where: str, read: Callable[[], bytes]) -> None:
        try:
            raw = read()  # with the mark: what was cut at the limit must not fit without it
        except UnreadableError as error:
            self.note(owner, str(error), Action.NOT_GRADED)
            return
        fault = fault_of(raw)
        if fault is not None:
            self.note(owner, fault, Action.NOT_GRADED)
            return
        student = student_name(owner)
        if student != normalize("NFC", owner.strip()):
            reason = "the name is too long or has characters that can not be shown"
            self.note(owner, reason, Action.GRADED)
        source = without_byte_order_mark(raw)
        if source != raw:
            reason = "the file begins with a byte-order mark, which was removed"
            self.note(owner, reason, Action.GRADED)
        self.held_bytes += len(source)
        if self.held_bytes > MAX_CLASS_BYTES:
            raise UsageError(
                f"the solutions together are larger than {MAX_CLASS_BYTES >> 20} MiB",
                "grade the class in several parts",
            )
        self.submissions.append(_submission(student, source, where))

    def intake(self) -> Intake:
        """Return it all in order; where several are one student's, none is taken."""
        by_key: defaultdict[str, list[Submission]] = defaultdict(list)
        for submission in self.submissions:
            by_key[name_key(submission.student)].append(submission)
        taken = []
        for same in by_key.values():
            if len(same) == 1:
                taken += same
                continue
            places = ", ".join(item.where for item in same)
            for student in {item.student for item in same}:
                reason = f"several submissions under one name: {places}"
                self.note(student, reason, Action.NOT_GRADED)
        return Intake(
            tuple(sorted(taken, key=lambda item: item.student)),
            tuple(sorted(self.problems, key=lambda item: (item.student, item.reason))),
        )


def _submission(student: str, source: bytes, where: str) -> Submission:
    digest = hashlib.sha256(source).hexdigest()
    return Submission(student, {SOLUTION: source}, digest, printable(where))


def _take_archive(taking: _Taking, path: Path) -> None:
    with open_archive(path) as archive:
        for encoding in sorted(archive.guessed_encodings):
            reason = f"names in the archive were read as {encoding}"
            taking.note(path.name, reason, Action.GRADED)
        for item in archive.unsafe:
            taking.note(item.name, item.fault, Action.IGNORED)
        _take_class(taking, _below_wrappers(archive.top), path, path.stem)


def _below_wrappers(top: ZipFolder) -> ZipFolder:
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


def _take_class(taking: _Taking, folder: Folder, path: Path, owner: str) -> None:
    items = visible_items(folder)
    if any(item.name == SOLUTION for item in items) and not any(item.is_folder for item in items):
        # One student's folder, given directly.
        taking.take(owner, str(path), lambda: read_chosen(folder))
        return
    for item in items:
        _take_item(taking, folder, item, f"{path}/{item.name}")


def _take_item(taking: _Taking, folder: Folder, item: Item, where: str) -> None:
    owner = item.name[: -len(PYTHON_SUFFIX)] if is_python(item) else item.name
    if item.fault:
        taking.note(owner, item.fault, Action.NOT_GRADED)
    elif item.is_folder:
        taking.take(owner, where, lambda: _read_inner(folder, item.name))
    elif is_python(item) and item.name != SOLUTION:
        taking.take(owner, where, lambda: folder.read(item.name, MAX_SOLUTION_BYTES))
    else:
        reason = "neither a student's folder nor a student's .py file"
        taking.note(item.name, reason, Action.IGNORED)


def _read_inner(folder: Folder, name: str) -> bytes:
    with folder.open(name) as inner:
        return read_chosen(inner)
