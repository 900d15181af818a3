"""What an export says about one graded property: plain values that every consumer's module shares.

Texts are as the student caused them: the module that writes them sends them through its exit of
``grader.escape``. Of a hidden property only the claim is told. A seed is never told: a private one
would be anybody's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from grader.course.visibility import Visibility
from grader.scoring.grade import Grade, GradedOutcome
from harness.exercise.manifest import Manifest, Part, Property
from harness.outcomes import Verdict

_TEXT_SIZES = (8_000, 2_000, 500, 100, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """One property.

    Attributes:
        code: Its number in the exercise, e.g. "A1".
        name: Code and id: what people find it by.
        part: Which part it belongs to.
        claim: What was to hold.
        points: Earned.
        max_points: To be earned.
        verdict: How it ended.
        message: What a student is told, in several lines; empty if nothing was lost.
        seconds: How long it took to judge.
    """

    code: str
    name: str
    part: Part
    claim: str
    points: float
    max_points: float
    verdict: Verdict
    message: str
    seconds: float

    @property
    def is_lost(self) -> bool:
        """Whether it earned less than it could."""
        return self.points < self.max_points


def feedback(
    grade: Grade, manifest: Manifest, visibility: Visibility = Visibility.COUNTEREXAMPLES
) -> tuple[Item, ...]:
    """Return what is told about each property of a grade, in its order."""
    known = {row.id: row for row in manifest.properties}
    items = []
    for item in grade.outcomes:
        row = known.get(item.property)
        shown = Visibility.NAMES if row is not None and row.hidden else visibility
        items.append(
            Item(
                code=item.code,
                name=f"{item.code} {item.property}",
                part=item.part,
                claim=item.property if row is None else row.claim,
                points=item.points,
                max_points=item.max_points,
                verdict=item.verdict,
                message=_message(item, row, shown),
                seconds=item.seconds,
            )
        )
    return tuple(items)


def points_text(points: float, most: float) -> str:
    """Return e.g. "57.25 of 100 points"."""
    return f"{number_text(points)} of {number_text(most)} points"


def number_text(points: float) -> str:
    """Return points with at most two decimals and no needless zeros."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def fitted(make: Callable[[int], str], limit_bytes: int) -> str:
    """Return what ``make`` returns for the longest texts with which it fits into so many bytes.

    ``make`` is given how many characters each text of a student's may have; with 0 it must fit.
    """
    for characters in _TEXT_SIZES:
        made = make(characters)
        if len(made.encode()) <= limit_bytes:
            return made
    raise ValueError(f"without any text it is still larger than {limit_bytes} bytes")


def _message(item: GradedOutcome, row: Property | None, visibility: Visibility) -> str:
    if not item.is_lost:
        return ""
    blocks = []
    if visibility.shows_messages:
        blocks.append(item.message.strip())
        if item.figure is not None:
            unit = "" if row is None or row.curve is None else row.curve.unit
            blocks.append(f"measured {item.figure:.4g} {unit}".rstrip())
    if visibility.shows_counterexamples:
        blocks.append("\n".join(item.counterexample or ()))
    if row is not None:
        blocks.append(f"Read: {row.read}.")
    return "\n\n".join(block for block in blocks if block)
