"""What was handed in, and what was odd about it: plain data that intake makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
        submitted: When it came in, ISO 8601 with zone; empty if it is not known.
        revision: The commit that it was taken from; empty without one.
        flags: What a teacher should look at, one sentence each, fit to be shown.
    """

    student: str
    sources: Mapping[str, bytes]
    digest: str
    where: str
    submitted: str = ""
    revision: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in what was handed in; all texts are fit to be shown on one line."""

    student: str
    reason: str
    action: Action


@dataclass(frozen=True, slots=True)
class Intake:
    """What a class handed in, ordered by student; several of one student by time."""

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...]
