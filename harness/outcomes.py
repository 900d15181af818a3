"""The record of one graded item, as the judge hands it to the grader.

An outcome says what was seen, never what it is worth: points are the manifest's and scoring's.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from harness.schedule_table import ScheduleTable


class Verdict(StrEnum):
    """How a graded item ended. Only ``PASSED`` earns points."""

    NOT_RUN = "NOT_RUN"
    PASSED = "PASSED"
    FAILED = "FAILED"
    CRASHED = "CRASHED"
    TIMED_OUT = "TIMED_OUT"
    PROTOCOL = "PROTOCOL"
    JUDGE_ERROR = "JUDGE_ERROR"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One property, metric or benchmark of one submission.

    Attributes:
        property: Kebab-case id, as in the manifest.
        verdict: How it ended.
        message: One or more lines for the student; empty when passed.
        counterexample: The calls of the smallest failing trial, as Python statements; of a schedule
            the lines of its table.
        repro: A stand-alone program that fails against the same solution; None without a trial.
        figures: What a metric or benchmark measured, by name.
        prints: What the solution printed meanwhile, capped.
        seconds: Wall time spent, for the grader's own statistics.
        table: The shortest failing schedule; None if the trial was none.
    """

    property: str
    verdict: Verdict = Verdict.NOT_RUN
    message: str = ""
    counterexample: tuple[str, ...] | None = None
    repro: str | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    prints: str = ""
    seconds: float = 0.0
    table: ScheduleTable | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        return {
            **asdict(self),
            "verdict": str(self.verdict),
            "figures": dict(self.figures),
            "table": None if self.table is None else self.table.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Outcome":
        """Rebuild an outcome from ``to_json``'s data."""
        calls, table = data["counterexample"], data["table"]
        return cls(
            **{
                **data,
                "verdict": Verdict(data["verdict"]),
                "counterexample": None if calls is None else tuple(calls),
                "table": None if table is None else ScheduleTable.from_json(table),
            }
        )
