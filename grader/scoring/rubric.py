"""From outcomes to points, by the manifest alone.

A property is all or nothing. One with a curve earns, once it has passed, the mean share of its
figures (``policy_curve``), rounded to hundredths. Nothing but ``PASSED`` earns anything.
"""

import math
from collections.abc import Iterable, Mapping

from grader.errors import GraderError
from grader.scoring.grade import POINT_DECIMALS, GradedOutcome
from grader.scoring.policy_curve import (
    Yardstick,
    anchor_value,
    better_direction,
    scored_figures,
    share_of,
)
from harness.exercise.errors import ExerciseError
from harness.exercise.manifest import Curve, Manifest, Property
from harness.outcomes import Outcome, Verdict


def needs_yardsticks(manifest: Manifest) -> bool:
    """Return whether any curve is anchored at the baseline or the reference."""
    return any(is_anchored(item) for item in manifest.properties)


def is_anchored(item: Property) -> bool:
    """Return whether a property is scored against the baseline or the reference."""
    return item.curve is not None and (
        isinstance(item.curve.zero, str) or isinstance(item.curve.full, str)
    )


def grade_outcomes(
    manifest: Manifest, outcomes: Iterable[Outcome], yardsticks: Mapping[str, Yardstick]
) -> tuple[GradedOutcome, ...]:
    """Return one graded outcome a property, in the manifest's order; NOT_RUN where none came.

    Args:
        manifest: Of the exercise.
        outcomes: At most one a property.
        yardsticks: By the name of the figure, under the grade's seed.

    Raises:
        ExerciseError: The tests and the manifest disagree: a property that the manifest does not
            have, one judged twice, or a curve without a figure.
        GraderError: A yardstick is missing.
    """
    known = {item.id for item in manifest.properties}
    found: dict[str, Outcome] = {}
    for outcome in outcomes:
        if outcome.property not in known:
            raise ExerciseError(
                f"{manifest.slug}: no property {outcome.property!r} in the manifest"
            )
        if outcome.property in found:
            raise ExerciseError(f"{manifest.slug}: {outcome.property!r} was judged twice")
        found[outcome.property] = outcome
    return tuple(
        _grade_one(manifest.slug, item, found.get(item.id, Outcome(item.id)), yardsticks)
        for item in manifest.properties
    )


def _grade_one(
    slug: str, item: Property, outcome: Outcome, yardsticks: Mapping[str, Yardstick]
) -> GradedOutcome:
    finite = {name: value for name, value in outcome.figures.items() if math.isfinite(value)}
    shown = scored_figures(item.id, finite) if item.curve is not None else {}
    return GradedOutcome(
        property=item.id,
        verdict=outcome.verdict,
        message=outcome.message,
        counterexample=outcome.counterexample,
        repro=outcome.repro,
        figures=finite,
        prints=outcome.prints,
        seconds=outcome.seconds,
        table=outcome.table,
        code=item.code,
        part=item.part,
        points=_points(slug, item, outcome, yardsticks),
        max_points=item.points,
        figure=math.fsum(value / len(shown) for value in shown.values()) if shown else None,
    )


def _points(
    slug: str, item: Property, outcome: Outcome, yardsticks: Mapping[str, Yardstick]
) -> float:
    if outcome.verdict is not Verdict.PASSED:
        return 0.0
    if item.curve is None:
        return item.points
    figures = scored_figures(item.id, outcome.figures)
    if not figures:
        raise ExerciseError(f"{slug}: {item.id!r} has a curve, but its test recorded no figure")
    anchors = {name: _anchors(slug, item.curve, name, yardsticks) for name in figures}
    direction = better_direction(item.curve, tuple(anchors.values()))
    shares = [share_of(value, *anchors[name], direction) for name, value in figures.items()]
    mean = math.fsum(shares) / len(shares)
    return min(item.points, round(item.points * mean, POINT_DECIMALS))


def _anchors(
    slug: str, curve: Curve, figure: str, yardsticks: Mapping[str, Yardstick]
) -> tuple[float, float]:
    yardstick = yardsticks.get(figure)
    zero = anchor_value(curve.zero, yardstick)
    full = anchor_value(curve.full, yardstick)
    if zero is None or full is None:
        raise GraderError(
            f"{slug}: there is no yardstick for the figure {figure!r}",
            f"measure the baseline and the reference: virtlab check {slug} --write-yardsticks",
        )
    return zero, full
