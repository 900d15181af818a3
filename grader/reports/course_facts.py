"""What a teacher is told about a whole course: its exercises side by side, and everybody's points. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.course.standing import Standing, State
from grader.escape import file_stem
from grader.reports.class_facts import ExerciseClass, Spread, exercise_class, spread_of
from grader.reports.material import Material
from grader.scoring.grade import total_points

_COUNTED = (State.GRADED, State.MISSING)


@dataclass(frozen=True, slots=True)
class Cell:
    """One exercise of one student in the table of the course."""

    state: State
    score: float | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """One student of the course.

    Attributes:
        student: The key.
        name: As people write it.
        section: Of the course.
        page: Stem of the file of the student's page.
        total: Points in all; what is missing gives none.
        share: Of the points of everything but what is excused or not judged, in [0, 1] without
            adjustments; None if that is nothing.
        cells: By exercise; None where nothing is known.
        late: How many exercises were late.
        missing: How many are missing.
        flags: The exercise's title and what to look at there.
    """

    student: str
    name: str
    section: str
    page: str
    total: float
    share: float | None
    cells: tuple[Cell | None, ...]
    late: int
    missing: int
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """A course; ``spread`` is of the students' shares in per cent, rows are by name."""

    title: str
    exercises: tuple[ExerciseClass, ...]
    spread: Spread | None
    rows: tuple[CourseRow, ...]


def course_facts(material: Material) -> CourseFacts:
    """Return what a teacher is told of a course."""
    by_exercise = material.by_exercise()
    rows = tuple(_row(material, standings) for standings in material.by_student().values())
    shares = [100 * row.share for row in rows if row.share is not None]
    return CourseFacts(
        title=material.title,
        exercises=tuple(
            exercise_class(manifest, by_exercise[manifest.slug]) for manifest in material.manifests
        ),
        spread=spread_of(shares, 100),
        rows=rows,
    )


def _row(material: Material, standings: Sequence[Standing]) -> CourseRow:
    known = {one.exercise: one for one in standings}
    student = standings[0].student
    counted = [one for one in standings if one.state in _COUNTED]
    most = total_points(one.max_score for one in counted)
    got = total_points(one.score or 0.0 for one in counted)
    return CourseRow(
        student=student.key,
        name=student.shown_name,
        section=student.section,
        page=file_stem(student.key),
        total=total_points(one.score or 0.0 for one in standings),
        share=got / most if most else None,
        cells=tuple(_cell(known.get(manifest.slug)) for manifest in material.manifests),
        late=sum(one.lateness is not None for one in standings),
        missing=sum(one.state is State.MISSING for one in standings),
        flags=tuple((one.title, flag) for one in standings for flag in one.flags),
    )


def _cell(standing: Standing | None) -> Cell | None:
    if standing is None:
        return None
    return Cell(standing.state, standing.score, standing.lateness is not None)
