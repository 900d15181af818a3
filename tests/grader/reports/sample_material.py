"""Standings of students in the sample exercise, and what reports are made from."""

from typing import Any

from grader.course.standing import Adjustment, Lateness, Standing, State
from grader.course.student import Student
from grader.reports.material import Material
from grader.scoring.grade import Grade, Unjudged
from harness.exercise.manifest import Manifest
from tests.grader.sample_grades import (
    EXERCISE_DIGEST,
    SLUG,
    YARDSTICKS,
    failed,
    sample_class,
    sample_grade,
    sample_manifest,
)

YARDSTICKS_OF_GRADES = {(EXERCISE_DIGEST, 20260917): YARDSTICKS}
LATE = Lateness(seconds=100_000, free_days=1, percent=10)
ADJUSTED = Adjustment(2.5, "The handout was unclear", "Dr. Vogel", "2026-09-20T10:00:00+00:00")


def graded(grade: Grade, **changes: Any) -> Standing:
    """Return a standing with a grade."""
    return Standing(
        **{
            "student": Student(grade.student),
            "exercise": grade.exercise,
            "title": sample_manifest().title.en,
            "state": State.GRADED,
            "max_score": 100.0,
            "grade": grade,
            **changes,
        }
    )


def without_grade(student: str, state: State, reason: str = "", **changes: Any) -> Standing:
    """Return a standing without one."""
    return Standing(
        **{
            "student": Student(student),
            "exercise": SLUG,
            "title": sample_manifest().title.en,
            "state": state,
            "max_score": 100.0,
            "reason": reason,
            **changes,
        }
    )


def unjudged(*failures: Unjudged) -> tuple[Standing, ...]:
    """Return standings of what could not be judged."""
    return tuple(without_grade(one.student, State.UNJUDGED, one.reason) for one in failures)


def material(*standings: Standing, manifest: Manifest | None = None, **changes: Any) -> Material:
    """Return what reports of one exercise are made from."""
    return Material(
        **{
            "title": "Operating systems",
            "manifests": [manifest or sample_manifest()],
            "standings": standings,
            "yardsticks": YARDSTICKS_OF_GRADES,
            **changes,
        }
    )


def class_of(size: int) -> Material:
    """Return a class with a plausible spread in which everything happens."""
    grades, failures = sample_class(size)
    standings = [graded(grade) for grade in grades]
    standings[1] = graded(grades[1], lateness=LATE, due="2026-09-16T22:00:00+00:00")
    standings[2] = graded(grades[2], adjustments=(ADJUSTED,))
    standings[3] = graded(grades[3], flags=("a workflow was changed", "came in twice"))
    return material(
        *standings,
        *unjudged(*failures),
        without_grade("Max Muster", State.MISSING),
        without_grade("Ira Ill", State.EXCUSED, "ill until October"),
    )


def course_of(size: int, exercises: int) -> Material:
    """Return a course: the same class in several exercises that are alike."""
    slugs = [f"{SLUG}_{chr(ord('a') + place)}" for place in range(exercises)]
    manifest = sample_manifest()
    return Material(
        title="Operating systems",
        manifests=[manifest.model_copy(update={"slug": slug}) for slug in slugs],
        standings=[
            _moved(one, slug, place)
            for place, slug in enumerate(slugs)
            for one in class_of(size).standings
        ],
        yardsticks=YARDSTICKS_OF_GRADES,
    )


def _moved(standing: Standing, slug: str, place: int) -> Standing:
    grade = standing.grade
    if grade is None:
        return without_grade(
            standing.student.key,
            standing.state,
            standing.reason,
            exercise=slug,
            title=f"No. {place}",
        )
    moved = Grade(grade.student, slug, grade.outcomes, grade.receipt)
    return graded(
        moved,
        title=f"No. {place}",
        lateness=standing.lateness,
        adjustments=standing.adjustments,
        flags=standing.flags,
    )


def worst() -> Grade:
    """Return a grade in which everything that must hold is lost."""
    manifest = sample_manifest()
    return sample_grade("Worst", *(failed(item.id) for item in manifest.properties))
