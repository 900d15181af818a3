"""What is left of a GitHub Classroom: its clones and the tables that its export wrote.

``gh classroom clone`` made ``<slug>-submissions/<repository>``. GitHub's classroom-export-utility
made, for each assignment, ``classroom-<ID>/assignment-<ID>/accepted-assignments.json`` (whose each
repository is) and ``grades.csv`` (with the time of the last submission, as the service saw it). A
folder may hold both, or the clones alone.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any

from grader.errors import UsageError
from grader.submissions.arrival_times import ArrivalTimes, Push, repository_name, time_in
from grader.submissions.clones import take_clones
from grader.submissions.disk import DiskFolder
from grader.submissions.names import name_key
from grader.submissions.places import UnreadableError
from grader.submissions.student_folder import visible_items
from grader.submissions.submission import Action
from grader.submissions.taking import Taking
from grader.submissions.wanted import Wanted

SUFFIX = "-submissions"

_TABLES = ("accepted-assignments.json", "grades.csv")
_MAX_TABLE_BYTES = 64 * 2**20
_MAX_DEPTH = 3
_FOLDERS = ("classroom-", "assignment-")


@dataclass(slots=True)
class _Tables:
    """What the export says.

    Attributes:
        accepted: Logins of those whose a repository is, by the key of its name.
        pushes: Name of a repository, and when it was last submitted.
    """

    accepted: dict[str, list[str]] = field(default_factory=dict)
    pushes: list[tuple[str, Push]] = field(default_factory=list)


def looks_like_classroom(folder: DiskFolder, name: str) -> bool:
    """Return whether a folder is such a one, by its name or by what it holds."""
    names = [item.name for item in visible_items(folder)]
    return name.endswith(SUFFIX) or any(
        one.endswith(SUFFIX) or one.startswith(_FOLDERS) or one in _TABLES for one in names
    )


def take_classroom(
    taking: Taking, folder: DiskFolder, where: str, name: str, wanted: Wanted
) -> None:
    """Take in the clones of an assignment, with what the export's tables say of them.

    Raises:
        UsageError: There are several assignments, and it is not said which is meant.
    """
    tables = _Tables()
    _read_tables(taking, folder, tables, _MAX_DEPTH)
    times = wanted.times or ArrivalTimes(tables.pushes)
    with ExitStack() as stack:
        inside = _chosen(folder, where, wanted.repositories)
        clones = stack.enter_context(folder.open(inside)) if inside else folder
        called = inside or name
        slug = called.removesuffix(SUFFIX) if called.endswith(SUFFIX) else ""
        known = replace(wanted, times=times, repositories=wanted.repositories or slug)
        place = f"{where}/{inside}" if inside else where
        take_clones(taking, clones, place, known, tables.accepted)


def _chosen(folder: DiskFolder, where: str, repositories: str) -> str:
    """Return the folder of clones in an export; empty if the export itself is one."""
    found = [
        item.name for item in visible_items(folder) if item.is_folder and item.name.endswith(SUFFIX)
    ]
    wanted = f"{repositories}{SUFFIX}"
    if repositories and wanted in found:
        return wanted
    if len(found) > 1:
        raise UsageError(
            f"{where} holds several assignments: {', '.join(found[:10])}",
            "give the folder of one, or set 'repositories' of the exercise in the course file",
        )
    return found[0] if found else ""


def _read_tables(taking: Taking, folder: DiskFolder, tables: _Tables, depth: int) -> None:
    for item in visible_items(folder):
        try:
            if item.is_folder and item.name.startswith(_FOLDERS) and depth:
                with folder.open(item.name) as inner:
                    _read_tables(taking, inner, tables, depth - 1)
            elif item.name in _TABLES and not item.is_folder:
                _read_table(item.name, folder.read(item.name, _MAX_TABLE_BYTES), tables)
        except (UnreadableError, ValueError, RecursionError, csv.Error) as error:
            taking.note(item.name, f"the table can not be used: {error}", Action.IGNORED)


def _read_table(name: str, content: bytes, tables: _Tables) -> None:
    text = content.decode("utf-8-sig")
    if name == "grades.csv":
        tables.pushes += _pushes(text)
        return
    for repository, logins in _accepted(json.loads(text)):
        tables.accepted[name_key(repository)] = logins


def _accepted(data: Any) -> Iterator[tuple[str, list[str]]]:
    """Give each repository and the logins of its students; what is malformed is passed over."""
    for one in data if isinstance(data, list) else []:
        facts = one if isinstance(one, dict) else {}
        repository, students = facts.get("repository"), facts.get("students")
        name = repository.get("full_name") if isinstance(repository, dict) else None
        logins = [
            student["login"]
            for student in (students if isinstance(students, list) else [])
            if isinstance(student, dict) and isinstance(student.get("login"), str)
        ]
        if isinstance(name, str) and logins:
            yield repository_name(name), logins


def _pushes(text: str) -> Iterator[tuple[str, Push]]:
    """Give each repository that was submitted, and when."""
    for row in csv.DictReader(StringIO(text, newline="")):
        name, time = row.get("student_repository_name"), row.get("submission_timestamp")
        if name and time:
            yield repository_name(name), Push(time_in(time))
