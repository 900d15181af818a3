"""A folder of repositories, one a student or a group; whose each is, is told by its name."""

import contextlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from grader.submissions.arrival_times import Push
from grader.submissions.clone import Clone, CloneReader
from grader.submissions.disk import DiskFolder
from grader.submissions.names import name_key, printable
from grader.submissions.owners import UnmatchedError
from grader.submissions.places import UnreadableError
from grader.submissions.protected_files import of_the_whole_class, sentence
from grader.submissions.repository import is_repository
from grader.submissions.student_folder import visible_items
from grader.submissions.submission import Action
from grader.submissions.taking import Taking
from grader.submissions.template import template_digests
from grader.submissions.wanted import Wanted

_AT_ONCE = 4
_UNMATCHED = "its name ends in no login of the roster, or could end in several"

Accepted = Mapping[str, Sequence[str]]
"""Logins of those whose a repository is, by the key of its name."""

_NOBODY: Accepted = {}


@dataclass(frozen=True, slots=True)
class _Read:
    """A clone that was read, and whose it is."""

    name: str
    students: Sequence[str]
    clone: Clone


def take_clones(
    taking: Taking,
    folder: DiskFolder,
    where: str,
    wanted: Wanted,
    accepted: Accepted = _NOBODY,
) -> None:
    """Take in each repository in a folder; the others and plain files are noted."""
    repositories: list[str] = []
    for item in visible_items(folder):
        if item.is_folder:
            repositories.append(item.name)
        elif item.fault:
            taking.note(item.name, item.fault, Action.NOT_GRADED)
        elif not item.name.endswith((".csv", ".json")):
            taking.note(item.name, "not a repository", Action.IGNORED)
    students = _students(taking, repositories, wanted, accepted)
    template = None if wanted.template is None else template_digests(wanted.template)
    reader = CloneReader(wanted, template)
    read = _read_all(reader, folder, where, students)
    since = "the first commit" if template is None else "the template"
    common = of_the_whole_class(one.clone.changes for one in read)
    for one in read:
        paths = [path for path, digest in one.clone.changes.items() if (path, digest) not in common]
        _take(taking, one, (sentence(paths, since),) if paths else ())


def holds_clones(folder: DiskFolder) -> bool:
    """Return whether most folders in it are clones: one student may hand in a repository."""
    found: list[bool] = []
    for item in visible_items(folder):
        if item.is_folder:
            with contextlib.suppress(UnreadableError), folder.open(item.name) as inner:
                found.append(is_repository(inner))
    return 2 * sum(found) > len(found)


def _students(
    taking: Taking, names: Sequence[str], wanted: Wanted, accepted: Accepted
) -> dict[str, Sequence[str]]:
    """Return whose each repository is; those that are nobody's are noted."""
    found: dict[str, Sequence[str]] = {}
    by_name = taking.owners.of_repositories(names, wanted.repositories)
    for name in names:
        owner = by_name[name]
        logins = accepted.get(name_key(name), ())
        if logins:
            found[name] = [one for login in logins if (one := _named(taking, name, login))]
        elif owner is None:
            taking.note(name, _UNMATCHED, Action.NOT_GRADED)
        else:
            found[name] = [owner]
    return found


def _named(taking: Taking, repository: str, login: str) -> str:
    try:
        return taking.owners.named(login)
    except UnmatchedError as error:
        taking.note(login, f"{error} (repository {repository})", Action.NOT_GRADED)
        return ""


def _read_all(
    reader: CloneReader, folder: DiskFolder, where: str, students: Mapping[str, Sequence[str]]
) -> list[_Read]:
    """Read several at a time: most of it is waiting for git."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        started = [
            (name, owners, pool.submit(_read, reader, folder, name, f"{where}/{name}", owners))
            for name, owners in students.items()
        ]
        return [_Read(name, owners, clone.result()) for name, owners, clone in started]
    finally:
        pool.shutdown(cancel_futures=True)


def _read(
    reader: CloneReader, folder: DiskFolder, name: str, where: str, students: Sequence[str]
) -> Clone:
    try:
        with folder.open(name) as repository:
            return reader.read(repository, where, _pushes(reader.wanted, name, students))
    except UnreadableError as error:
        return Clone(notes=[(str(error), Action.NOT_GRADED)])


def _pushes(wanted: Wanted, name: str, students: Sequence[str]) -> Sequence[Push]:
    """Return what was pushed to a repository; the list may name it or its student."""
    for known in (name, *students):
        found = wanted.times.of(known)
        if found:
            return found
    return ()


def _take(taking: Taking, read: _Read, flags: tuple[str, ...]) -> None:
    versions = [replace(one, flags=flags) for one in read.clone.versions]
    for student in read.students:
        for reason, action in read.clone.notes:
            taking.note(student, f"{printable(read.name)}: {reason}", action)
        taking.take(student, versions)
