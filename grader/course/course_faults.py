"""What can be wrong with a course file, each fault with its place and a hint.

Faults of single keys and faults between keys are looked for one without the other, so that all are
found at once.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from grader.course import course_tables
from grader.course.local_time import NoSuchTimeError, to_utc

_TABLES: Mapping[tuple[str, ...], type[course_tables.Table]] = {
    (): course_tables.CourseTable,
    ("late",): course_tables.CourseLateTable,
    ("shown",): course_tables.ShownTable,
    ("seeds",): course_tables.SeedsTable,
    ("exercises",): course_tables.ExerciseTable,
    ("exercises", "late"): course_tables.LateTable,
}
_MISPLACED = {
    ("seeds", "private"): "keep the private seed out of this file: name a private_file or a "
    "private_variable that holds it",
    ("exercises", "late", "free_days"): "free days are spent over all exercises: give them in "
    "[late] of the course",
}
_MAX_SHOWN = 60
_NO_ZONE = "give an IANA name such as Europe/Berlin; where none is known, install tzdata"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong.

    Attributes:
        path: Keys and indices that lead to it.
        message: What is wrong.
        hint: What would be right; may be empty.
    """

    path: tuple[str | int, ...]
    message: str
    hint: str = ""

    @property
    def key(self) -> str:
        """The path as people write it, entries counted from 1."""
        shown = ""
        for part in self.path:
            shown += f"[{part + 1}]" if isinstance(part, int) else f".{_shown(part)}"
        return shown.removeprefix(".") or "file"

    @property
    def sentence(self) -> str:
        """What is wrong, and what would be right."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name.

    Raises:
        ValueError: There is none, or the name is a path.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {_shown(name)!r}") from error


def faults_of_keys(error: ValidationError) -> list[Fault]:
    """Return the faults of single keys: unknown, missing, of a wrong type or out of range."""
    return [_of_key(item) for item in error.errors()]


def faults_between_keys(raw: Mapping[str, Any]) -> list[Fault]:
    """Return what does not fit together; values of a wrong type are passed over."""
    zone, faults = _zone(raw.get("zone"))
    exercises = raw.get("exercises")
    seen: dict[str, int] = {}
    for index, entry in enumerate(exercises if isinstance(exercises, list) else []):
        if not isinstance(entry, dict):
            continue
        faults += _of_times(("exercises", index), entry, zone)
        slug = entry.get("slug")
        if isinstance(slug, str) and seen.setdefault(slug, index) != index:
            first = f"exercises[{seen[slug] + 1}]"
            faults.append(Fault(("exercises", index, "slug"), f"{_shown(slug)} is {first} already"))
    return faults


def _zone(name: Any) -> tuple[ZoneInfo | None, list[Fault]]:
    if not isinstance(name, str) or not name:
        return None, []
    try:
        return zone_named(name), []
    except ValueError as error:
        return None, [Fault(("zone",), str(error), _NO_ZONE)]


def _of_times(
    path: tuple[str | int, ...], entry: Mapping[str, Any], zone: ZoneInfo | None
) -> Iterator[Fault]:
    """Give the faults of an exercise's times; those without an offset need a zone."""
    found: dict[str, datetime] = {}
    for key in ("opens", "due"):
        moment = entry.get(key)
        if not isinstance(moment, datetime) or (moment.tzinfo is None and zone is None):
            continue
        try:
            found[key] = to_utc(moment, zone or ZoneInfo("UTC"))
        except NoSuchTimeError as error:
            yield Fault((*path, key), str(error), "give another time, or one with an offset")
    if len(found) > 1 and found["opens"] >= found["due"]:
        yield Fault((*path, "due"), "it is due before it opens")


def _of_key(item: ErrorDetails) -> Fault:
    path = tuple(item["loc"])
    names = tuple(part for part in path if isinstance(part, str))
    if item["type"] == "extra_forbidden":
        return Fault(path, "there is no such key", _hint_for_unknown(names))
    example = _example(names)
    if item["type"] == "missing":
        return Fault(path, "is missing", f"add for example {example}" if example else "")
    value = _shown(repr(item["input"]) if isinstance(item["input"], str) else str(item["input"]))
    message = item["msg"][:1].lower() + item["msg"][1:]
    return Fault(path, f"{message}; it is {value}", f"for example {example}" if example else "")


def _hint_for_unknown(names: tuple[str, ...]) -> str:
    *above, last = names
    if names in _MISPLACED:
        return _MISPLACED[names]
    table = _TABLES.get(tuple(above))
    known = sorted(table.model_fields) if table is not None else []
    close = difflib.get_close_matches(last, known, 1)
    where = ".".join(above) or "the file"
    return f"did you mean {close[0]!r}?" if close else f"keys of {where}: {', '.join(known)}"


def _example(names: tuple[str, ...]) -> str:
    table = _TABLES.get(names[:-1])
    field = table.model_fields.get(names[-1]) if table is not None and names else None
    if field is None or not field.examples:
        return ""
    examples = " or ".join(map(str, field.examples))
    return examples if examples.startswith("[[") else f"{names[-1]} = {examples}"


def _shown(text: str) -> str:
    line = text.encode("unicode_escape").decode() if not text.isprintable() else text
    return line if len(line) <= _MAX_SHOWN else f"{line[:_MAX_SHOWN]}..."
