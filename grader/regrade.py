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


@dataclass(frozen=True, slots=True)
class RegradePlan:
    """What is to be judged anew.

    Attributes:
        by_seed: Submissions by the seed of the grade that they have.
        old: The grade that each student has now.
        left: Students whose grade stays, and why.
    """

    by_seed: Mapping[int, tuple[Submission, ...]]
    old: Mapping[str, Grade]
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
    old = {grade.student: grade for grade in gradebook.latest(exercise.slug)}
    here = {one.student: one for one in submissions}  # the newest, or the one that was graded
    for one in submissions:
        if one.student in old and one.digest == old[one.student].receipt.submission_digest:
            here[one.student] = one
    digest = exercise.digest()
    by_seed: defaultdict[int, list[Submission]] = defaultdict(list)
    left: list[tuple[str, str]] = []
    for student in sorted(old.keys() | here.keys()):
        reason = _reason_to_leave(old.get(student), here.get(student), digest)
        if reason:
            left.append((student, reason))
        else:
            by_seed[old[student].receipt.seed].append(here[student])
    kept = {seed: tuple(found) for seed, found in sorted(by_seed.items())}
    return RegradePlan(kept, old, tuple(left))


def _reason_to_leave(old: Grade | None, submission: Submission | None, digest: str) -> str:
    if old is None:
        return "has no grade yet"
    if old.receipt.exercise_digest == digest:
        return "is graded under this version of the exercise already"
    if submission is None:
        return "the submission is not here"
    if submission.digest != old.receipt.submission_digest:
        return "the submission here is not the one that was graded"
    return ""


def changes(plan: RegradePlan, made: Iterable[Grade]) -> tuple[Change, ...]:
    """Return what new grades change, the largest loss first."""
    found = [Change(plan.old[grade.student], grade) for grade in made]
    return tuple(sorted(found, key=lambda one: (one.points, one.student)))


def write_changes(
    wanted: Sequence[Change], draft: Gradebook, gradebook: Gradebook
) -> tuple[Change, ...]:
    """Make new grades the students' latest; return those written.

    Left out is whoever was graded again since the plan was made.
    """
    if not wanted:
        return ()
    exercise = wanted[0].new.exercise
    now = {grade.student: grade for grade in gradebook.latest(exercise)}
    fresh = tuple(one for one in wanted if now.get(one.student) == one.old)
    for digest, seed in {(one.new.receipt.exercise_digest, one.new.receipt.seed) for one in fresh}:
        yardsticks = draft.find_yardsticks(digest, seed)
        if yardsticks is not None:
            gradebook.save_yardsticks(digest, seed, yardsticks)
    gradebook.record_all([one.new for one in fresh])
    return fresh
