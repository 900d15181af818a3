"""When submissions came in, by a list that students can not write: a CSV file of push times.

Its first line names the columns: one that says whose (repository, student, login or identifier), one
with the time, ISO 8601 with an offset (time, pushed_at, timestamp or submitted), and for clones one
with the commit (commit, sha or after). A repository may be written with its owner or as a URL. Dates
in commits are not used anywhere: their authors write them.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from grader.errors import UsageError
from grader.submissions.disk import read_file
from grader.submissions.names import name_key, printable
from grader.submissions.places import UnreadableError

MAX_LIST_BYTES = 64 * 2**20

_WHOSE = ("repository", "repo", "student", "login", "username", "identifier", "name")
_WHEN = ("time", "pushed_at", "pushed", "timestamp", "submitted", "created_at")
_WHAT = ("commit", "sha", "after", "head")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_MAX_FAULTS = 10
_HINT = "for example: repository,commit,time and below it alloc-ada,<sha>,2026-10-15T21:58:07Z"


@dataclass(frozen=True, slots=True, order=True)
class Push:
    """Something that came in: when, in UTC, and as which commit, if that is known."""

    when: datetime
    commit: str = ""


class ArrivalTimes:
    """The list; an empty one knows nothing."""

    def __init__(self, pushes: Iterable[tuple[str, Push]] = ()) -> None:
        self._pushes: defaultdict[str, list[Push]] = defaultdict(list)
        for name, push in pushes:
            self._pushes[name_key(name)].append(push)
        for known in self._pushes.values():
            known.sort()
        self.has_commits = any(push.commit for known in self._pushes.values() for push in known)

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._pushes)

    def of(self, name: str) -> Sequence[Push]:
        """Return what came in under a name, oldest first."""
        return self._pushes.get(name_key(name.strip()), ())

    def newest(self, name: str) -> str:
        """Return when something last came in under a name, ISO 8601; empty if that is not known."""
        known = self.of(name)
        return known[-1].when.isoformat() if known else ""


def read_arrival_times(path: Path) -> ArrivalTimes:
    """Read a list.

    Raises:
        UsageError: It can not be read, or some line is wrong; the first ten are listed.
    """
    try:
        content = read_file(path, MAX_LIST_BYTES)
        text = content.decode("utf-8-sig")
    except (UnreadableError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", _HINT) from error
    if len(content) > MAX_LIST_BYTES:
        raise UsageError(f"{path} is larger than {MAX_LIST_BYTES >> 20} MiB", _HINT)
    rows = csv.reader(StringIO(text, newline=""))
    pushes: list[tuple[str, Push]] = []
    faults: list[str] = []
    try:
        columns = _columns(next(rows, []), path)
        for row in filter(any, rows):
            try:
                pushes.append(_push(row, columns))
            except ValueError as error:
                faults.append(f"{path}:{rows.line_num}: {printable(str(error))}")
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: {error}", _HINT) from error
    if faults:
        raise UsageError("\n".join(faults[:_MAX_FAULTS]), _HINT)
    return ArrivalTimes(pushes)


def time_in(text: str) -> datetime:
    """Return a time in UTC; one without an offset could be any.

    Raises:
        ValueError: It is no time, or has no offset.
    """
    try:
        found = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:50]!r} is not a time in ISO 8601") from None
    raise ValueError(f"{text[:50]!r} has no offset: end it in Z or +01:00")


def repository_name(text: str) -> str:
    """Return a repository's own name, without owner, address and suffix."""
    return text.strip().rstrip("/").removesuffix(".git").rpartition("/")[2]


def _columns(header: Sequence[str], path: Path) -> tuple[int, int, int | None]:
    titles = [cell.strip().casefold().replace(" ", "_") for cell in header]
    places = [
        next((titles.index(one) for one in known if one in titles), None)
        for known in (_WHOSE, _WHEN, _WHAT)
    ]
    whose, when, what = places
    if whose is None or when is None:
        raise UsageError(f"{path}: the first line does not name the columns", _HINT)
    return whose, when, what


def _push(row: Sequence[str], columns: tuple[int, int, int | None]) -> tuple[str, Push]:
    whose, when, what = columns
    if len(row) <= max(whose, when, what or 0):
        raise ValueError("the line has fewer cells than the header")
    commit = row[what].strip().lower() if what is not None else ""
    if commit and not _COMMIT.fullmatch(commit):
        raise ValueError(f"{commit[:50]!r} is not the name of a commit")
    return repository_name(row[whose]), Push(time_in(row[when]), commit)
