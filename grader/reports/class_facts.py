"""What a teacher is told about one exercise; the same facts for every format. Pure."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.course.standing import Standing, State
from grader.escape import file_stem
from grader.reports.item_statistics import difficulty_index, discrimination_index
from grader.reports.message_groups import MessageGroup, message_groups
from grader.scoring.grade import Grade, GradedOutcome, total_points
from harness.exercise.manifest import Manifest, Part, Property
from harness.outcomes import Verdict

TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How scores are spread.

    Attributes:
        count: Of the scores.
        most: The most that a score can be.
        mean: Of the scores, like what follows.
        median: The middle.
        lowest: The least that somebody has.
        highest: The most that somebody has.
        tenths: How many lie in each tenth of ``most``; the last holds full marks and more.
    """

    count: int
    most: float
    mean: float
    median: float
    lowest: float
    highest: float
    tenths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartMean:
    """What a class earned in one part, before lateness and adjustments."""

    part: Part
    mean: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One property in the whole class, by what the judge gave.

    Attributes:
        code: Its number in the exercise.
        id: Kebab-case, as in the manifest.
        part: Of the exercise.
        claim: What is graded.
        max_points: Possible.
        students: How many were judged on it.
        lost_by: How many earned less than all.
        difficulty: Mean share of the points; None for nobody.
        discrimination: Correlation with the rest; None where it is not defined.
        groups: What went wrong most often.
    """

    code: str
    id: str
    part: Part
    claim: str
    max_points: float
    students: int
    lost_by: int
    difficulty: float | None
    discrimination: float | None
    groups: tuple[MessageGroup, ...]

    @property
    def lost_share(self) -> float:
        """The share of its points that the class lost."""
        return 0.0 if self.difficulty is None else 1 - self.difficulty


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One student in one exercise."""

    student: str
    name: str
    section: str
    page: str
    state: State
    reason: str
    score: float | None
    raw_score: float | None
    parts: Mapping[Part, float]
    failed: tuple[str, ...]
    late_seconds: int
    free_days: int
    lost_by_lateness: float
    adjusted: float
    attempts: int
    submitted: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseClass:
    """A class in one exercise; ``items`` in the order of the manifest, ``rows`` by name."""

    exercise: str
    title: str
    max_score: float
    states: Mapping[State, int]
    late: int
    flagged: int
    spread: Spread | None
    parts: tuple[PartMean, ...]
    items: tuple[Item, ...]
    rows: tuple[Row, ...]


def exercise_class(manifest: Manifest, standings: Sequence[Standing]) -> ExerciseClass:
    """Return what a teacher is told of an exercise, given the standings in it, ordered by name."""
    grades = [one.grade for one in standings if one.grade is not None]
    scores = [one.score for one in standings if one.score is not None]
    max_score = total_points(item.points for item in manifest.properties)
    states = [one.state for one in standings]
    return ExerciseClass(
        exercise=manifest.slug,
        title=manifest.title.en,
        max_score=max_score,
        states={state: states.count(state) for state in State},
        late=sum(one.lateness is not None for one in standings),
        flagged=sum(bool(one.flags) for one in standings),
        spread=spread_of(scores, max_score),
        parts=_part_means(grades),
        items=_items(manifest, grades),
        rows=tuple(_row(one) for one in standings),
    )


def spread_of(scores: Sequence[float], most: float) -> Spread | None:
    """Return how scores are spread; None for no score."""
    if not scores:
        return None
    tenths = [0] * TENTHS
    for score in scores:
        tenths[min(TENTHS - 1, int(TENTHS * score / most))] += 1
    return Spread(
        count=len(scores),
        most=most,
        mean=statistics.fmean(scores),
        median=statistics.median(scores),
        lowest=min(scores),
        highest=max(scores),
        tenths=tuple(tenths),
    )


def _part_means(grades: Sequence[Grade]) -> tuple[PartMean, ...]:
    earned: defaultdict[Part, list[tuple[float, float]]] = defaultdict(list)
    for grade in grades:
        for part, points in grade.parts.items():
            earned[part].append(points)
    return tuple(
        PartMean(part, *(statistics.fmean(column) for column in zip(*earned[part], strict=True)))
        for part in Part
        if earned[part]
    )


def _items(manifest: Manifest, grades: Sequence[Grade]) -> tuple[Item, ...]:
    found: dict[str, list[tuple[Grade, GradedOutcome]]] = {
        one.id: [] for one in manifest.properties
    }
    for grade in grades:
        for outcome in grade.outcomes:
            if outcome.property in found:
                found[outcome.property].append((grade, outcome))
    totals = {id(grade): grade.score for grade in grades}
    return tuple(_item(known, found[known.id], totals) for known in manifest.properties)


def _item(
    known: Property, found: Sequence[tuple[Grade, GradedOutcome]], totals: Mapping[int, float]
) -> Item:
    # A grade of an older version of the exercise may have had another number of points.
    points = [min(known.points, outcome.points) for _, outcome in found]
    return Item(
        code=known.code,
        id=known.id,
        part=known.part,
        claim=known.claim,
        max_points=known.points,
        students=len(found),
        lost_by=sum(outcome.is_lost for _, outcome in found),
        difficulty=difficulty_index(points, known.points),
        discrimination=discrimination_index(points, [totals[id(grade)] for grade, _ in found]),
        groups=message_groups(
            (grade.student, outcome)
            for grade, outcome in found
            if outcome.verdict is not Verdict.PASSED
        ),
    )


def _row(standing: Standing) -> Row:
    grade, late = standing.grade, standing.lateness
    outcomes = () if grade is None else grade.outcomes
    return Row(
        student=standing.student.key,
        name=standing.student.shown_name,
        section=standing.student.section,
        page=file_stem(standing.student.key),
        state=standing.state,
        reason=standing.reason,
        score=standing.score,
        raw_score=standing.raw_score,
        parts={} if grade is None else {part: got for part, (got, _) in grade.parts.items()},
        failed=tuple(one.code for one in outcomes if one.verdict is not Verdict.PASSED),
        late_seconds=0 if late is None else late.seconds,
        free_days=0 if late is None else late.free_days,
        lost_by_lateness=standing.lost_by_lateness,
        adjusted=total_points(one.points for one in standing.adjustments),
        attempts=standing.attempts,
        submitted=standing.submitted,
        flags=standing.flags,
    )
