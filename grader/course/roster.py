"""The list of a course's students, from a CSV file of whatever program wrote it.

Columns are found by their headers: GitHub Classroom's ``classroom_roster.csv`` (identifier,
github_username, github_id, name), Classroom 50's ``roster.csv`` (username, first_name, last_name,
email, section, github_id), Canvas and Moodle exports, or a plain list. What is not known is kept
under its header in ``other_ids``. A student's key is the identifier; without such a column the login,
else the address, else the name.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from grader.course.roster_text import MAX_ROSTER_BYTES, decoded, delimiter_of
from grader.course.student import Student
from grader.errors import UsageError

MAX_STUDENTS = 20_000

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "identifier": (
        *("identifier", "key", "student key", "student id", "id number", "matriculation"),
        *("sis login id", "sis user id", "id"),
    ),
    "login": ("github username", "login", "github login", "github", "username", "user name"),
    "email": ("email", "email address", "e mail", "mail"),
    "name": ("name", "full name", "student", "student name"),
    "first": ("first name", "given name", "firstname"),
    "last": ("last name", "family name", "surname", "lastname"),
    "section": ("section", "group", "group name", "class"),
}
_KEYS = ("identifier", "login", "email")
_HINT = (
    "the first line names the columns, e.g. identifier,name,email,login,section; "
    "a roster of GitHub Classroom or Classroom 50 is taken as it is"
)
_MAX_CELL = 200


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """Something odd in a roster, and what was done about it."""

    line: int
    reason: str
    action: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a course, in the order of the file."""

    students: tuple[Student, ...] = ()
    problems: tuple[RosterProblem, ...] = ()


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Raises:
        UsageError: The file can not be read, or has no column that names students.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_ROSTER_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "give the path of the roster") from error
    return parse_roster(content, str(path))


def parse_roster(content: bytes, where: str = "the roster") -> Roster:
    """Read a roster's bytes; every oddity of a line becomes a problem.

    Raises:
        UsageError: It is too large, no table, or has no column that names students.
    """
    if len(content) > MAX_ROSTER_BYTES:
        raise UsageError(f"{where} is larger than {MAX_ROSTER_BYTES >> 20} MiB", _HINT)
    text, encoding = decoded(content)
    reading = _Reading()
    if encoding:
        reading.note(1, f"the file is not UTF-8: it was read as {encoding}", "check the names")
    rows = csv.reader(StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter_of(text))
    try:
        header = next(rows, [])
        columns = _columns(header, where)
        for row in rows:
            reading.take(rows.line_num, row, header, columns)
            if len(reading.students) > MAX_STUDENTS:
                raise UsageError(f"{where} has more than {MAX_STUDENTS} students", _HINT)
    except csv.Error as error:
        raise UsageError(f"{where}:{rows.line_num}: {error}", _HINT) from error
    return reading.roster()


@dataclass(slots=True)
class _Reading:
    """What was read so far, each student with the line."""

    students: dict[str, tuple[int, Student]] = field(default_factory=dict)
    problems: list[RosterProblem] = field(default_factory=list)

    def note(self, line: int, reason: str, action: str) -> None:
        self.problems.append(RosterProblem(line, reason, action))

    def take(
        self, line: int, row: Sequence[str], header: Sequence[str], columns: Mapping[str, int]
    ) -> None:
        cells = [_clean(cell) for cell in row]
        if not any(cells):
            self.note(line, "the line is empty", "passed over")
            return
        if len(cells) > len(header):
            self.note(line, "the line has more cells than the header", "the others were left out")
        student = _student(cells, header, columns)
        if not student.key:
            self.note(line, "the line does not say who it is", "left out")
        elif _folded(student.key) in self.students:
            first, _ = self.students[_folded(student.key)]
            reason = f"{student.key} is on line {first} already"
            self.note(line, reason, "left out: the first line counts")
        else:
            self.students[_folded(student.key)] = line, student

    def roster(self) -> Roster:
        """Return it all; an address or a login that two students have names neither of them."""
        for name in ("login", "email"):
            lines: defaultdict[str, list[int]] = defaultdict(list)
            for line, student in self.students.values():
                lines[_folded(getattr(student, name))].append(line)
            for value, shared in lines.items():
                if value and len(shared) > 1:
                    others = ", ".join(map(str, shared))
                    reason = f"the {name} {value} is on lines {others}"
                    self.note(shared[-1], reason, "it is not used to tell whose a submission is")
        problems = tuple(sorted(self.problems, key=lambda one: (one.line, one.reason)))
        return Roster(tuple(student for _, student in self.students.values()), problems)


def _columns(header: Sequence[str], where: str) -> dict[str, int]:
    """Return in which column each field is; of several that could be it, the most telling one."""
    titles = [_title(cell) for cell in header]
    found = {
        name: titles.index(next(one for one in known if one in titles))
        for name, known in _FIELDS.items()
        if any(one in titles for one in known)
    }
    if not found.keys() & {*_KEYS, "name", "last"}:
        raise UsageError(f"{where} has no column that names students", _HINT)
    return found


def _student(cells: Sequence[str], header: Sequence[str], columns: Mapping[str, int]) -> Student:
    values = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
    names = (values.get("first", ""), values.get("last", ""))
    values["name"] = values.get("name", "") or " ".join(filter(None, names))
    # A name tells people apart only where there is nothing better: lines of sums have names, too.
    keys = [name for name in _KEYS if name in columns] or ["name"]
    used = {index for index in columns.values() if not _title(header[index]).startswith("sis ")}
    return Student(
        key=next((values[name] for name in keys if values[name]), ""),
        name=values["name"],
        email=values.get("email", ""),
        login=values.get("login", ""),
        section=values.get("section", ""),
        other_ids={
            _clean(title): cell
            for index, (title, cell) in enumerate(zip(header, cells, strict=False))
            if index not in used and cell and _clean(title)
        },
    )


def _title(cell: str) -> str:
    """Return a column's header as it is compared."""
    return " ".join(_folded(cell).replace("_", " ").replace("-", " ").split())


def _clean(cell: str) -> str:
    """Return a cell in NFC, on one line, without what can not be printed, capped."""
    shown = "".join(one if one.isprintable() else " " for one in normalize("NFC", cell))
    return " ".join(shown.split())[:_MAX_CELL]


def _folded(text: str) -> str:
    return normalize("NFKC", normalize("NFKC", text.strip()).casefold())
