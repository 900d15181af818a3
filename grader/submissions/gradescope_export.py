"""Submissions as Gradescope exports them, unpacked or as the archive.

``assignment_<ID>_export/`` holds ``submission_metadata.yml`` and a folder for each submission. The
file maps the folder's name to ``:submitters`` (each with ``:name``, ``:sid`` and ``:email``) and
``:created_at``; it holds much more, some of it made by students. Of each student there is the active
submission alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import yaml

from grader.errors import UsageError
from grader.submissions.arrival_times import time_in
from grader.submissions.owners import Owners, UnmatchedError
from grader.submissions.places import Folder, UnreadableError
from grader.submissions.student_folder import read_chosen, visible_items
from grader.submissions.submission import Action
from grader.submissions.taking import Found, Taking

METADATA = "submission_metadata.yml"

_MAX_METADATA_BYTES = 128 * 2**20
_MAX_DEPTH = 50
_HINT = "export the submissions again"


@dataclass(frozen=True, slots=True)
class _Submitted:
    """What the file says of a folder: each student's names, the best first, and the time."""

    students: tuple[tuple[str, ...], ...]
    submitted: str


def is_gradescope(folder: Folder) -> bool:
    """Return whether a folder is such an export."""
    return any(item.name == METADATA and not item.is_folder for item in visible_items(folder))


def take_gradescope(taking: Taking, folder: Folder, where: str) -> None:
    """Take in each submission for each of its submitters.

    Raises:
        UsageError: The file with the metadata can not be used.
    """
    known = dict(_submitted(_metadata(folder, where)))
    for item in visible_items(folder):
        if item.name == METADATA:
            continue
        facts = known.get(item.name)
        if not item.is_folder:
            taking.note(item.name, item.fault or "not a submission", Action.IGNORED)
        elif facts is None or not facts.students:
            taking.note(item.name, f"{METADATA} does not say whose it is", Action.NOT_GRADED)
        else:
            _take(taking, folder, item.name, where, facts)


def _take(taking: Taking, folder: Folder, name: str, where: str, facts: _Submitted) -> None:
    for names in facts.students:
        try:
            student = _owner(taking.owners, names)
        except UnmatchedError as error:
            taking.note(names[0], str(error), Action.NOT_GRADED)
            continue
        found = Found(f"{where}/{name}", lambda: _read(folder, name), facts.submitted)
        taking.take(student, [found])


def _owner(owners: Owners, names: tuple[str, ...]) -> str:
    """Return the student of the first of several names that is on the list."""
    for name in names[:-1]:
        try:
            return owners.named(name)
        except UnmatchedError:
            continue
    return owners.named(names[-1])


def _read(folder: Folder, name: str) -> bytes:
    with folder.open(name) as inner:
        return read_chosen(inner)


def _metadata(folder: Folder, where: str) -> Mapping[Any, Any]:
    try:
        content = folder.read(METADATA, _MAX_METADATA_BYTES)
        if len(content) > _MAX_METADATA_BYTES:
            raise UsageError(f"{where}/{METADATA} is too large", _HINT)
        _refuse_depth(content)
        # The parser in C: the file of a large class has a hundred megabytes.
        data = yaml.load(content, Loader=yaml.CSafeLoader)
    except (UnreadableError, yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        first = str(error).partition("\n")[0]
        raise UsageError(f"{where}/{METADATA} can not be read: {first}", _HINT) from error
    if not isinstance(data, dict):
        raise UsageError(f"{where}/{METADATA} holds no submissions", _HINT)
    return data


def _refuse_depth(content: bytes) -> None:
    """Refuse what is nested too deep: it would take the parser in C over the end of its stack."""
    depth = 0
    for event in yaml.parse(content, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ValueError(f"it is nested deeper than {_MAX_DEPTH} levels")


def _submitted(data: Mapping[Any, Any]) -> Iterator[tuple[str, _Submitted]]:
    """Give each folder and what is said of it; what is malformed is passed over."""
    for name, facts in data.items():
        if isinstance(name, str) and isinstance(facts, dict):
            submitters = facts.get(":submitters")
            students = [
                names
                for one in (submitters if isinstance(submitters, list) else [])
                if isinstance(one, dict) and (names := _names(one))
            ]
            yield name, _Submitted(tuple(students), _time(facts.get(":created_at")))


def _names(submitter: Mapping[Any, Any]) -> tuple[str, ...]:
    found = [submitter.get(key) for key in (":email", ":sid", ":name")]
    return tuple(
        str(one).strip() for one in found if isinstance(one, str | int) and str(one).strip()
    )


def _time(value: Any) -> str:
    """Return a time in ISO 8601; the format's own type has no offset where it is in UTC."""
    try:
        if isinstance(value, datetime):
            aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
            return aware.astimezone(UTC).isoformat()
        return time_in(value).isoformat() if isinstance(value, str) else ""
    except (ValueError, OverflowError):
        return ""
