"""A class judged anew after its exercise was mended: who gains and who loses, before it is written.

The new grades are made in a gradebook of their own, the draft, so that a run can be stopped and goes
on, and nobody's grade changes before a teacher has seen what would. Writing them is one transaction;
the grades under the old exercise stay in the gradebook.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.gradebook.gradebook import Gradebook
from grader.scoring.grade import POINT_DECIMALS, Grade
from grader.submissions.intake import Submission
from harness.exercise.folder import ExerciseFolder

Key = tuple[str, str]
"""A student, and the digest of one of their submissions."""


@dataclass(frozen=True, slots=True)
class RegradePlan:
    """What is to be judged anew.

    Attributes:
        by_seed: Submissions by the seed of the grade that they have.
        old: The grade that each submission has now, in the order in which they were recorded.
        left: Students with a submission whose grade stays, or that has none, and why.
    """

    by_seed: Mapping[int, tuple[Submission, ...]]
    old: Mapping[Key, Grade]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What the mended exercise changes for one student."""

    old: Grade
    new: Grade

    @property
    def student(self) -> str:
        """Whose."""
        return self.new.student

    @property
    def points(self) -> float:
        """Points gained, below zero if lost."""
        return round(self.new.score - self.old.score, POINT_DECIMALS)

    @property
    def properties(self) -> tuple[tuple[str, float], ...]:
        """Codes of the properties that are worth something else now, and by how much."""
        before = {item.property: item.points for item in self.old.outcomes}
        gained = (
            (item.code, round(item.points - before.get(item.property, 0.0), POINT_DECIMALS))
            for item in self.new.outcomes
        )
        return tuple((code, points) for code, points in gained if points)


def plan_regrade(
    exercise: ExerciseFolder, submissions: Sequence[Submission], gradebook: Gradebook
) -> RegradePlan:
    """Find what was graded under another version of the exercise and is here to be judged again."""
    old = _grades_now(gradebook, exercise.slug)
    here = {(one.student, one.digest): one for one in submissions}
    latest = {
        (one.student, one.receipt.submission_digest) for one in gradebook.latest(exercise.slug)
    }
    digest = exercise.digest()
    by_seed: defaultdict[int, list[Submission]] = defaultdict(list)
    left: list[tuple[str, str]] = []
    for key in sorted(latest | here.keys()):
        reason = _reason_to_leave(old.get(key), here.get(key), digest)
        if reason:
            left.append((key[0], reason))
        else:
            by_seed[old[key].receipt.seed].append(here[key])
    kept = {seed: tuple(found) for seed, found in sorted(by_seed.items())}
    return RegradePlan(kept, old, tuple(left))


def _grades_now(gradebook: Gradebook, exercise: str) -> dict[Key, Grade]:
    """Return the newest grade of each submission, in the order in which they were recorded."""
    found: dict[Key, Grade] = {}
    for grade in gradebook.grades(exercise):
        found.pop(_key(grade), None)
        found[_key(grade)] = grade
    return found


def _key(grade: Grade) -> Key:
    return grade.student, grade.receipt.submission_digest


def _reason_to_leave(old: Grade | None, submission: Submission | None, digest: str) -> str:
    if old is None:
        return "a submission has no grade yet"
    if old.receipt.exercise_digest == digest:
        return "is graded under this version of the exercise already"
    return "" if submission is not None else "the submission that was graded is not here"


def changes(plan: RegradePlan, made: Iterable[Grade]) -> tuple[Change, ...]:
    """Return what new grades change, the largest loss first."""
    found = [Change(plan.old[_key(grade)], grade) for grade in made]
    return tuple(sorted(found, key=lambda one: (one.points, *_key(one.new))))


def write_changes(
    wanted: Sequence[Change], draft: Gradebook, gradebook: Gradebook
) -> tuple[Change, ...]:
    """Put new grades in the place of those they were compared with; return those written.

    Which submission of a student is the latest stays as it was. Left out is what was graded again
    since the plan was made.
    """
    if not wanted:
        return ()
    exercise = wanted[0].new.exercise
    now = _grades_now(gradebook, exercise)
    order = {key: place for place, key in enumerate(now)}
    fresh = sorted(
        (one for one in wanted if now.get(_key(one.old)) == one.old),
        key=lambda one: order[_key(one.old)],
    )
    for digest, seed in {(one.new.receipt.exercise_digest, one.new.receipt.seed) for one in fresh}:
        yardsticks = draft.find_yardsticks(digest, seed)
        if yardsticks is not None:
            gradebook.save_yardsticks(digest, seed, yardsticks)
    written = {_key(one.new) for one in fresh}
    students = {one.student for one in fresh}
    still_latest = [
        grade
        for grade in gradebook.latest(exercise)
        if grade.student in students and _key(grade) not in written
    ]
    gradebook.record_all([*(one.new for one in fresh), *still_latest])
    return tuple(fresh)
