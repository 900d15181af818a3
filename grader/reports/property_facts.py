"""What a student is told about one property; the same facts for every format.

What the course does not show yet, and the trials of a hidden property, are left out here already:
whoever writes a page has nothing to hide.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.course.visibility import Visibility
from grader.reports.growth import Series, find_series
from grader.scoring.grade import GradedOutcome
from grader.scoring.policy_curve import Yardstick, anchor_value, scored_figures
from harness.exercise.manifest import Anchor, Curve, Part, Property
from harness.outcomes import Verdict
from harness.schedule_table import ScheduleTable

MOST_FIGURES = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that earns points.

    Attributes:
        name: What it was measured on; empty for the only one.
        value: What was measured.
        zero: The figure that earns nothing; None if it is not known.
        zero_is: "baseline" or "reference" where that is whose figure it is; else empty.
        full: The figure that earns all points.
        full_is: Like ``zero_is``.
        bound: What no solution can pass.
    """

    name: str
    value: float
    zero: float | None = None
    zero_is: str = ""
    full: float | None = None
    full_is: str = ""
    bound: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFacts:
    """One property of one submission.

    Attributes:
        code: Its number in the exercise.
        id: Kebab-case, as in the manifest.
        part: Of the exercise.
        claim: What is graded.
        why: Why it matters.
        read: The section of the handout to read.
        points: Earned.
        max_points: Possible.
        verdict: How it ended.
        message: The judge's; empty if there is none or it is not shown.
        calls: Of the smallest failing trial.
        schedule: The shortest failing schedule, in place of calls.
        program: That fails against the same solution.
        prints: What the solution printed.
        unit: Of the figures.
        figures: Those that earn points.
        series: Others, measured at several sizes.
        others: Others yet.
    """

    code: str
    id: str
    part: Part
    claim: str
    why: str
    read: str
    points: float
    max_points: float
    verdict: Verdict
    message: str
    calls: tuple[str, ...]
    schedule: ScheduleTable | None
    program: str
    prints: str
    unit: str
    figures: tuple[Figure, ...]
    series: tuple[Series, ...]
    others: tuple[tuple[str, float], ...]

    @property
    def is_lost(self) -> bool:
        """Whether it earned less than it could."""
        return self.points < self.max_points

    @property
    def is_passed(self) -> bool:
        """Whether it holds."""
        return self.verdict is Verdict.PASSED

    @property
    def is_measured(self) -> bool:
        """Whether there is a figure to show of a property that holds."""
        return self.is_passed and bool(self.figures or self.series or self.others)


def property_facts(
    item: GradedOutcome,
    known: Property | None,
    yardsticks: Mapping[str, Yardstick],
    visibility: Visibility,
) -> PropertyFacts:
    """Return what a student is told of an outcome; of a property that is gone only its id is known."""
    is_hidden = known is not None and known.hidden
    with_message = visibility.shows_messages and not is_hidden
    with_trial = visibility.shows_counterexamples and not is_hidden
    curve = None if known is None else known.curve
    measured = dict(list(item.figures.items())[:MOST_FIGURES]) if visibility.shows_messages else {}
    scored = scored_figures(item.property, measured) if curve is not None else {}
    series, others = find_series({k: v for k, v in measured.items() if k not in scored})
    return PropertyFacts(
        code=item.code,
        id=item.property,
        part=item.part,
        claim=item.property if known is None else known.claim,
        why="" if known is None else known.why,
        read="" if known is None else known.read,
        points=item.points,
        max_points=item.max_points,
        verdict=item.verdict,
        message=item.message.strip() if with_message else "",
        calls=(item.counterexample or ()) if with_trial and item.table is None else (),
        schedule=item.table if with_trial else None,
        program=(item.repro or "").strip() if with_trial else "",
        prints=item.prints.rstrip() if with_trial else "",
        unit="" if curve is None else curve.unit,
        figures=tuple(
            _figure(
                name.removeprefix(item.property).removeprefix("."),
                value,
                curve,
                yardsticks.get(name),
            )
            for name, value in scored.items()
            if curve is not None
        ),
        series=series,
        others=tuple(others.items()),
    )


def _figure(name: str, value: float, curve: Curve, yardstick: Yardstick | None) -> Figure:
    return Figure(
        name=name,
        value=value,
        zero=anchor_value(curve.zero, yardstick),
        zero_is=_whose(curve.zero),
        full=anchor_value(curve.full, yardstick),
        full_is=_whose(curve.full),
        bound=curve.bound,
    )


def _whose(anchor: Anchor) -> str:
    return anchor if isinstance(anchor, str) else ""
