"""What a submission earned and under what circumstances; plain data that every consumer shares.

Points are never changed after grading: what a teacher adds or takes away is kept elsewhere.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from harness.exercise.manifest import Part
from harness.outcomes import Outcome, Verdict
from harness.schedule_table import ScheduleTable

POINT_DECIMALS = 2


def total_points(points: Iterable[float]) -> float:
    """Return the sum of points, rounded as points are."""
    return round(math.fsum(points), POINT_DECIMALS)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is needed to grade the same submission again and get the same grade.

    Attributes:
        submission_digest: SHA-256 of the solution, hexadecimal.
        exercise_digest: SHA-256 of everything that judges it, hexadecimal.
        seed: Of the grade; from 0 to 2**63 - 1.
        sandbox: Name of the engine.
        image_digest: Of the sandbox's image; empty where there is none.
        versions: Of what took part, by name.
        started: When judging began, ISO 8601 in UTC.
        seconds: How long judging took.
    """

    submission_digest: str
    exercise_digest: str
    seed: int
    sandbox: str
    image_digest: str
    versions: Mapping[str, str]
    started: str
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        return {**asdict(self), "versions": dict(self.versions)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Receipt":
        """Rebuild a receipt from ``to_json``'s data."""
        return cls(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedOutcome(Outcome):
    """An outcome and what it is worth.

    Attributes:
        code: The property's number in the exercise, e.g. "A1".
        part: The part it belongs to.
        points: Earned, from 0 to ``max_points``.
        max_points: The most that it can earn.
        figure: Mean of the figures that were scored; None without any.
    """

    code: str
    part: Part
    points: float
    max_points: float
    figure: float | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it earned less than it could."""
        return self.points < self.max_points

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        calls = self.counterexample
        return {
            "property": self.property,
            "code": self.code,
            "part": str(self.part),
            "points": self.points,
            "max_points": self.max_points,
            "verdict": str(self.verdict),
            "message": self.message,
            "counterexample": None if calls is None else list(calls),
            "repro": self.repro,
            "figure": self.figure,
            "figures": dict(self.figures),
            "prints": self.prints,
            "seconds": self.seconds,
            "table": None if self.table is None else self.table.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "GradedOutcome":
        """Rebuild a graded outcome from ``to_json``'s data."""
        calls, table = data["counterexample"], data["table"]
        return cls(
            **{
                **data,
                "part": Part(data["part"]),
                "verdict": Verdict(data["verdict"]),
                "counterexample": None if calls is None else tuple(calls),
                "table": None if table is None else ScheduleTable.from_json(table),
            }
        )


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A submission that could not be judged, and why; never a zero."""

    student: str
    exercise: str
    reason: str


@dataclass(frozen=True, slots=True)
class Grade:
    """What one submission of one student earned in one exercise."""

    student: str
    exercise: str
    outcomes: tuple[GradedOutcome, ...]
    receipt: Receipt

    @property
    def score(self) -> float:
        """Points earned in all."""
        return total_points(item.points for item in self.outcomes)

    @property
    def max_score(self) -> float:
        """Points that could be earned."""
        return total_points(item.max_points for item in self.outcomes)

    @property
    def parts(self) -> dict[Part, tuple[float, float]]:
        """Points earned and possible, for each part that has any, in the order of ``Part``."""
        return {
            part: (
                total_points(item.points for item in self.outcomes if item.part is part),
                total_points(item.max_points for item in self.outcomes if item.part is part),
            )
            for part in Part
            if any(item.part is part for item in self.outcomes)
        }

    @property
    def is_final(self) -> bool:
        """Whether the judge itself worked throughout; a grade that is not final is given to nobody."""
        return all(item.verdict is not Verdict.JUDGE_ERROR for item in self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts; score and parts are repeated for readers."""
        return {
            "student": self.student,
            "exercise": self.exercise,
            "score": self.score,
            "max_score": self.max_score,
            "parts": {str(part): list(points) for part, points in self.parts.items()},
            "outcomes": [item.to_json() for item in self.outcomes],
            "receipt": self.receipt.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Grade":
        """Rebuild a grade from ``to_json``'s data; what is derived is derived anew."""
        return cls(
            student=data["student"],
            exercise=data["exercise"],
            outcomes=tuple(GradedOutcome.from_json(item) for item in data["outcomes"]),
            receipt=Receipt.from_json(data["receipt"]),
        )
