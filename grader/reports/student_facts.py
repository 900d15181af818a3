"""What a student is told: every exercise, what it earned, what was taken or added, and why.

Pure. Nothing of other students is in it, nor what only a teacher should look at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.course.standing import Adjustment, Lateness, Standing, State
from grader.course.visibility import Visibility
from grader.reports.material import Material
from grader.reports.property_facts import PropertyFacts, property_facts
from grader.scoring.grade import Receipt, total_points
from grader.scoring.policy_curve import Yardstick
from harness.exercise.manifest import Manifest, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseFacts:
    """One exercise as its student sees it; ``Standing`` says what the fields are."""

    exercise: str
    title: str
    state: State
    reason: str
    score: float | None
    raw_score: float | None
    max_score: float
    submitted: str
    due: str
    attempts: int
    lateness: Lateness | None
    lost_by_lateness: float
    adjustments: tuple[Adjustment, ...]
    visibility: Visibility
    parts: Mapping[Part, tuple[float, float]]
    properties: tuple[PropertyFacts, ...]
    receipt: Mapping[str, Any]
    """What is needed to judge again, by the names of ``Receipt``; without a secret seed."""

    @property
    def is_changed(self) -> bool:
        """Whether what is given is not simply what the judge gave."""
        return self.lateness is not None or bool(self.adjustments)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFacts:
    """One student.

    Attributes:
        course: Its title.
        student: The key.
        name: As people write it.
        score: Points in all; None if there are none to give yet.
        max_score: Most points of the exercises in which there is something to give.
        exercises: In the order of the course.
    """

    course: str
    student: str
    name: str
    score: float | None
    max_score: float
    exercises: tuple[ExerciseFacts, ...]


def student_facts(material: Material, standings: Sequence[Standing]) -> StudentFacts:
    """Return what a student is told.

    Args:
        material: Of the class.
        standings: The student's, of which there is at least one.
    """
    manifests = {manifest.slug: manifest for manifest in material.manifests}
    given = [one for one in standings if one.score is not None]
    return StudentFacts(
        course=material.title,
        student=standings[0].student.key,
        name=standings[0].student.shown_name,
        score=total_points(one.score or 0.0 for one in given) if given else None,
        max_score=total_points(one.max_score for one in given),
        exercises=tuple(
            exercise_facts(material, one, manifests[one.exercise]) for one in standings
        ),
    )


def exercise_facts(material: Material, standing: Standing, manifest: Manifest) -> ExerciseFacts:
    """Return what a student is told of one exercise."""
    visibility = material.visibility.get(standing.exercise, Visibility.COUNTEREXAMPLES)
    yardsticks = _yardsticks(material, standing)
    grade = standing.grade
    known = {item.id: item for item in manifest.properties}
    outcomes = () if grade is None else grade.outcomes
    return ExerciseFacts(
        exercise=standing.exercise,
        title=standing.title,
        state=standing.state,
        reason=standing.reason,
        score=standing.score,
        raw_score=standing.raw_score,
        max_score=standing.max_score,
        submitted=standing.submitted,
        due=standing.due,
        attempts=standing.attempts,
        lateness=standing.lateness,
        lost_by_lateness=standing.lost_by_lateness,
        adjustments=standing.adjustments,
        visibility=visibility,
        parts={} if grade is None else grade.parts,
        properties=tuple(
            property_facts(item, known.get(item.property), yardsticks, visibility)
            for item in outcomes
        ),
        receipt={} if grade is None else _receipt(grade.receipt, hides_seed=material.hides_seeds),
    )


def _receipt(receipt: Receipt, *, hides_seed: bool) -> dict[str, Any]:
    known = receipt.to_json()
    if hides_seed:
        del known["seed"]
    return known


def _yardsticks(material: Material, standing: Standing) -> Mapping[str, Yardstick]:
    if standing.grade is None:
        return {}
    receipt = standing.grade.receipt
    return material.yardsticks.get((receipt.exercise_digest, receipt.seed), {})
