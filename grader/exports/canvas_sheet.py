"""The gradebook that Canvas exports: where its columns are, and whose its rows are.

By Canvas' importer (instructure/canvas-lms, ``lib/gradebook_importer.rb``): the columns about students
come first and end with Section; an assignment's column is ``Title (number)``.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.course.student import Student
from grader.errors import UsageError

_ASSIGNMENT = re.compile(r"(.*\S)\s*\(\d+\)")
_FIRST_COLUMNS = 10
_LEAST_COLUMNS = 4
_POINTS_POSSIBLE = "Points Possible"
_NOTE = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_EXPORT_AGAIN = "Export it again: Gradebook, Export, Export Entire Gradebook."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, its rows as wide as its header.

    Attributes:
        header: Titles of the columns.
        rows: All below.
        width: How many columns are about students.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int

    def column(self, slug: str, titles: Sequence[str]) -> int:
        """Return where the column of an exercise is, by any of its titles.

        Raises:
            UsageError: There is none, or not one alone.
        """
        wanted = {_folded(title) for title in titles}
        places = []
        for place, title in enumerate(self.header[self.width :], self.width):
            found = _ASSIGNMENT.fullmatch(title.strip())
            if found is not None and wanted & {_folded(title), _folded(found[1])}:
                places.append(place)
        if len(places) != 1:
            said = "several columns" if places else "no column"
            raise UsageError(
                f"the sheet has {said} for {slug}", f"Say which: --column '{slug}=Title (number)'."
            )
        return places[0]

    def out_of(self, column: int) -> float | None:
        """Return how many points an assignment is out of; None if the sheet does not say.

        Raises:
            UsageError: It says so in no number.
        """
        for row in self.rows:
            if _POINTS_POSSIBLE in row[0]:
                try:
                    return float(row[column])
                except ValueError:
                    text = f"{self.header[column]}: {row[column]!r} points"
                    raise UsageError(text, _EXPORT_AGAIN) from None
        return None

    def row_of(self, students: Iterable[Student]) -> Mapping[str, int]:
        """Return the row of each student who has one row that is nobody else's, by key."""
        index = _index(students)
        places = defaultdict(list)
        for place, row in enumerate(self.rows):
            key = self._key(row, index) if is_about_student(row) else None
            if key is not None:
                places[key].append(place)
        return {key: found[0] for key, found in places.items() if len(found) == 1}

    def _key(self, row: Sequence[str], index: Mapping[tuple[str, str], set[str]]) -> str | None:
        """Return who a row is about: by the first column that knows; None if that knows several."""
        names = [title.strip() for title in self.header[: self.width]]
        cells = dict(zip(names, row, strict=False))
        last, comma, first = cells.get("Student", "").partition(",")
        cells["Name"] = f"{first} {last}" if comma else ""
        for column in ("ID", "SIS User ID", "SIS Login ID", "Student", "Name"):
            found = index.get((column, _folded(cells.get(column, ""))), set())
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def read_sheet(text: str) -> Sheet:
    """Read what Canvas exported.

    Raises:
        UsageError: It is nothing that Canvas' importer would take.
    """
    plain = text.removeprefix("\ufeff")
    semicolons, commas = (plain.partition("\n")[0].count(sign) for sign in ";,")
    try:
        reader = csv.reader(io.StringIO(plain), delimiter=";" if semicolons > commas else ",")
        rows = [row for row in reader if any(row)]
    except csv.Error as error:
        raise UsageError(f"the sheet is no CSV: {error}", _EXPORT_AGAIN) from error
    header = rows[0] if rows else []
    if len(header) < _LEAST_COLUMNS or "Student" not in header[0] or "ID" not in header[1]:
        raise UsageError("the sheet is no gradebook that Canvas exported", _EXPORT_AGAIN)
    sections = [place for place, name in enumerate(header[:_FIRST_COLUMNS]) if "Section" in name]
    if not sections:
        raise UsageError("the sheet has no column Section", _EXPORT_AGAIN)
    width = len(header)
    padded = (tuple(row[:width] + [""] * (width - len(row))) for row in rows[1:])
    return Sheet(tuple(header), tuple(padded), sections[0] + 1)


def is_about_student(row: Sequence[str]) -> bool:
    """Tell a student's row from one of notes."""
    return _POINTS_POSSIBLE not in row[0] and not all(map(_NOTE.fullmatch, row))


def _index(students: Iterable[Student]) -> Mapping[tuple[str, str], set[str]]:
    """Return whose each identity is, by column; the code host's names do not count: one picks them."""
    index = defaultdict(set)
    for student in students:
        ids = student.other_ids
        known = {
            "ID": (ids.get("ID"),),
            "SIS User ID": (ids.get("SIS User ID"), student.key),
            "SIS Login ID": (ids.get("SIS Login ID"), student.email, student.key),
            "Student": (student.name, student.key),
            "Name": (student.name, student.key),
        }
        for column, values in known.items():
            for value in filter(None, values):
                index[column, _folded(value)].add(student.key)
    return index


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
