"""From what a gradebook knows, a roster and a course to where everybody stands.

Pure. Free late days are spent exercise by exercise in the order of their due times, on the
submission that counts, as long as there are any.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.course.candidates import Candidate, Choice, choose
from grader.course.course import Course, CourseExercise
from grader.course.standing import Adjustment, Standing, State
from grader.course.student import Student
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, Unjudged, total_points
from harness.exercise.manifest import Manifest

Key = tuple[str, str]
"""A student's key and an exercise's slug."""

NOT_ON_ROSTER = "is not on the roster"
NOT_JUDGED_YET = "not judged yet"


@dataclass(frozen=True, slots=True)
class Records:
    """What a gradebook knows; grades and arrivals in the order in which they were recorded.

    Attributes:
        grades: All that are in force, not only the latest.
        arrivals: When and how submissions came in; none is known of older gradebooks.
        failures: What could not be judged.
        adjustments: A teacher's, in the order they were made.
        excused: Why somebody is excused from an exercise.
    """

    grades: Sequence[Grade] = ()
    arrivals: Sequence[Arrival] = ()
    failures: Sequence[Unjudged] = ()
    adjustments: Mapping[Key, Sequence[Adjustment]] = field(default_factory=dict)
    excused: Mapping[Key, str] = field(default_factory=dict)


def standings(
    records: Records,
    manifests: Sequence[Manifest],
    roster: Sequence[Student] = (),
    course: Course | None = None,
) -> tuple[Standing, ...]:
    """Return one standing for each student and exercise.

    Args:
        records: Of any exercises; those without a manifest are left out.
        manifests: The exercises, in the order of the result. Give all of a course: one that is
            left out takes no free days.
        roster: Those who come first, in this order, whether or not they handed in; the others
            that the gradebook knows come after them, by name, and are flagged.
        course: None if nothing is known of due times, attempts and lateness.
    """
    found = _sorted_records(records, {manifest.slug for manifest in manifests})
    known = {student.key for student in roster}
    strangers = [Student(key) for key in sorted({key for key, _ in found} - known)]
    made = [
        standing
        for student in (*roster, *strangers)
        for standing in _of_student(student, manifests, course, found)
    ]
    if not roster:
        return tuple(made)
    return tuple(one if one.student.key in known else _flagged(one) for one in made)


@dataclass(slots=True)
class _Found:
    """What is known of one student in one exercise."""

    grades: list[Grade] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    failure: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    excused: str | None = None


def _sorted_records(records: Records, slugs: set[str]) -> Mapping[Key, _Found]:
    found: defaultdict[Key, _Found] = defaultdict(_Found)
    for grade in records.grades:
        found[grade.student, grade.exercise].grades.append(grade)
    for arrival in records.arrivals:
        found[arrival.student, arrival.exercise].arrivals.append(arrival)
    for failure in records.failures:
        found[failure.student, failure.exercise].failure = failure.reason or "no reason given"
    for key, adjustments in records.adjustments.items():
        found[key].adjustments = tuple(adjustments)
    for key, reason in records.excused.items():
        found[key].excused = reason
    return {key: one for key, one in found.items() if key[1] in slugs}


def _of_student(
    student: Student,
    manifests: Sequence[Manifest],
    course: Course | None,
    found: Mapping[Key, _Found],
) -> list[Standing]:
    free_days = 0 if course is None else course.free_days
    made: dict[str, Standing] = {}
    for manifest, rules in _by_due_time(manifests, course):
        one = found.get((student.key, manifest.slug), _Found())
        choice = choose(_candidates(one), rules, 0 if one.excused is not None else free_days)
        standing = _standing(student, manifest, rules, one, choice)
        if standing.lateness is not None:
            free_days -= standing.lateness.free_days
        made[manifest.slug] = standing
    return [made[manifest.slug] for manifest in manifests]


def _flagged(standing: Standing) -> Standing:
    return replace(standing, flags=(NOT_ON_ROSTER, *standing.flags))


def _by_due_time(
    manifests: Sequence[Manifest], course: Course | None
) -> list[tuple[Manifest, CourseExercise | None]]:
    rules = {one.slug: one for one in course.exercises} if course is not None else {}
    dated = [(manifest, rules[manifest.slug]) for manifest in manifests if manifest.slug in rules]
    undated = [(manifest, None) for manifest in manifests if manifest.slug not in rules]
    return [*sorted(dated, key=lambda pair: (pair[1].due, pair[0].slug)), *undated]


def _candidates(found: _Found) -> list[Candidate]:
    """Return each arrival with the latest grade of its solution; grades without one come first."""
    by_digest: dict[str, Grade] = {}
    for grade in found.grades:
        # Of a solution that was graded twice, the later grade and its place count.
        by_digest.pop(grade.receipt.submission_digest, None)
        by_digest[grade.receipt.submission_digest] = grade
    arrived = {arrival.submission_digest for arrival in found.arrivals}
    alone = [Candidate(grade) for digest, grade in by_digest.items() if digest not in arrived]
    return alone + [Candidate(by_digest.get(one.submission_digest), one) for one in found.arrivals]


def _standing(
    student: Student,
    manifest: Manifest,
    rules: CourseExercise | None,
    found: _Found,
    choice: Choice,
) -> Standing:
    arrival = None if choice.chosen is None else choice.chosen.arrival
    state, reason = _state(found, choice)
    flags = [*choice.flags, *(arrival.flags if arrival is not None else ())]
    if found.failure and state is State.GRADED:
        flags.append(f"a later submission could not be judged: {found.failure}")
    return Standing(
        student=student,
        exercise=manifest.slug,
        title=manifest.title.en,
        state=state,
        max_score=total_points(item.points for item in manifest.properties),
        grade=None if choice.chosen is None else choice.chosen.grade,
        reason=reason,
        submitted=arrival.submitted if arrival is not None else "",
        attempts=choice.attempts,
        lateness=None if state is State.EXCUSED else choice.lateness,
        adjustments=found.adjustments,
        flags=tuple(dict.fromkeys(flags)),
        due=rules.due.isoformat() if rules is not None else "",
        revision=arrival.revision if arrival is not None else "",
    )


def _state(found: _Found, choice: Choice) -> tuple[State, str]:
    if found.excused is not None:
        return State.EXCUSED, found.excused
    if choice.chosen is not None:
        return State.GRADED, ""
    if found.failure:
        return State.UNJUDGED, found.failure
    return (State.UNJUDGED, NOT_JUDGED_YET) if choice.is_waiting else (State.MISSING, "")
