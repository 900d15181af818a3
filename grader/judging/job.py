"""What a judge process is told, and what it says: JSON both ways."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome
from harness.remote.sandbox import Limits


def limits_of(manifest: Manifest) -> Limits:
    """Return what the guest of an exercise may use."""
    table = manifest.limits
    return Limits(table.memory_mib * 2**20, int(table.submission_seconds) + 10)


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to be judged.

    Attributes:
        exercise: The exercise's folder.
        source: Text of the submission's ``solution.py``.
        seed: Of the whole grade.
        only: The properties to judge; None for all.
        shrink: Whether a failure is made small for a reader; a proof wants the verdict alone.
    """

    exercise: Path
    source: str
    seed: int
    only: tuple[str, ...] | None = None
    shrink: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        return {**asdict(self), "exercise": str(self.exercise)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Job":
        """Rebuild a job."""
        only = data["only"]
        return cls(
            Path(data["exercise"]),
            data["source"],
            data["seed"],
            None if only is None else tuple(only),
            data["shrink"],
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a job.

    Attributes:
        outcomes: One for each property that was asked for; empty if ``failure`` is set.
        sandbox: The engine's name.
        facts: Versions and digests for the receipt.
        started: ISO 8601, UTC.
        seconds: Wall time from the job's arrival to its last outcome.
        stages: Where the seconds went, by name.
        failure: Why nothing could be judged (ours or the operator's fault), or "".
    """

    outcomes: tuple[Outcome, ...]
    sandbox: str
    facts: Mapping[str, str]
    started: str
    seconds: float
    stages: Mapping[str, float]
    failure: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        return {**asdict(self), "outcomes": [outcome.to_json() for outcome in self.outcomes]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Judged":
        """Rebuild a result."""
        return cls(
            **{**data, "outcomes": tuple(Outcome.from_json(item) for item in data["outcomes"])}
        )


def unjudged(sandbox: str, why: str) -> Judged:
    """Return the result of a job that could not be judged."""
    return Judged((), sandbox, {}, "", 0.0, {}, failure=why)
