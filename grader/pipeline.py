"""From a submission to a grade: what is known already, judging, scoring, keeping.

A class is a map over it: each submission ends in the gradebook by a transaction of its own, so a run
can be stopped at any moment and goes on where it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.judging.job import Job, Judged, limits_of
from grader.judging.pool import Pool, usable_cores
from grader.scoring.grade import Grade, Receipt, Unjudged
from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import grade_outcomes
from grader.submissions.intake import Submission
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Outcome, Verdict


class GradeStore(Protocol):
    """What a run needs of a gradebook."""

    def find(
        self, student: str, exercise: str, submission_digest: str, exercise_digest: str, seed: int
    ) -> Grade | None:
        """Return the grade of exactly this submission, judged exactly so, if there is one."""

    def record(self, grade: Grade, *, replace: bool = False) -> None:
        """Keep a grade."""

    def record_failure(self, student: str, exercise: str, reason: str) -> None:
        """Keep that a submission could not be judged."""

    def latest(self, exercise: str) -> tuple[Grade, ...]:
        """Return each student's latest grade."""

    def failures(self, exercise: str | None = None) -> tuple[Unjudged, ...]:
        """Return what could not be judged and was not graded since."""


@dataclass(frozen=True, slots=True)
class Bench:
    """With what a run judges.

    Attributes:
        engine: Name of the sandbox engine.
        jobs: How many judges side by side.
        seed: Of every grade of the run.
    """

    engine: str
    jobs: int
    seed: int


@dataclass(frozen=True, slots=True)
class Work:
    """What a class run has to do, found out before it starts.

    Attributes:
        known: Grades that the gradebook has of exactly these submissions.
        to_judge: The other submissions.
    """

    known: tuple[Grade, ...]
    to_judge: tuple[Submission, ...]


def plan(
    exercise: ExerciseFolder,
    submissions: Sequence[Submission],
    gradebook: GradeStore,
    seed: int,
    *,
    again: bool = False,
) -> Work:
    """Sort submissions into those that are graded already and those that are not."""
    if again:
        return Work((), _different(submissions))
    digest = exercise.digest()
    known: list[Grade] = []
    to_judge: list[Submission] = []
    for one in _different(submissions):
        grade = gradebook.find(one.student, exercise.slug, one.digest, digest, seed)
        if grade is None:
            to_judge.append(one)
        else:
            known.append(grade)
    return Work(tuple(known), tuple(to_judge))


def _different(submissions: Sequence[Submission]) -> tuple[Submission, ...]:
    """Return them without a solution that its student handed in before."""
    return tuple({(one.student, one.digest): one for one in submissions}.values())


def renew(exercise: ExerciseFolder, work: Work, gradebook: GradeStore) -> None:
    """Make known grades their students' latest again: an earlier solution may be handed in anew."""
    latest = {grade.student: grade for grade in gradebook.latest(exercise.slug)}
    failed = {one.student for one in gradebook.failures(exercise.slug)}
    # Of a student with several submissions, the last is to be the latest.
    for grade in {grade.student: grade for grade in work.known}.values():
        if latest.get(grade.student) != grade or grade.student in failed:
            gradebook.record(grade)


def grade_all(
    exercise: ExerciseFolder,
    submissions: Iterable[Submission],
    yardsticks: Mapping[str, Yardstick],
    gradebook: GradeStore,
    bench: Bench,
    *,
    again: bool = False,
) -> Iterator[Grade | Unjudged]:
    """Judge submissions side by side; keep and yield each grade as it is made."""
    by_name = {f"{number} {one.student}": one for number, one in enumerate(submissions)}
    jobs = ((name, _job(exercise, one, bench.seed)) for name, one in by_name.items())
    for name, judged in judge_all(exercise, jobs, bench):
        submission = by_name[name]
        made = to_grade(exercise, submission, judged, yardsticks, bench.seed)
        if isinstance(made, Grade) and any(
            item.verdict is Verdict.NOT_RUN for item in made.outcomes
        ):
            # Judging stops early for one reason only, and it is ours: never a zero for that.
            made = Unjudged(submission.student, exercise.slug, "the judge did not come to an end")
        if isinstance(made, Grade):
            gradebook.record(made, replace=again)
        else:
            gradebook.record_failure(made.student, made.exercise, made.reason)
        yield made


def judge_all(
    exercise: ExerciseFolder,
    jobs: Iterable[tuple[str, Job]],
    bench: Bench,
    on_outcome: Callable[[str, Outcome], None] = lambda _name, _outcome: None,
) -> Iterator[tuple[str, Judged]]:
    """Judge named jobs of one exercise side by side."""
    seconds = exercise.manifest.limits.submission_seconds
    cores = usable_cores(bench.jobs)
    with Pool[str](bench.engine, limits_of(exercise.manifest), seconds, cores, on_outcome) as pool:
        yield from pool.run(jobs)


def _job(exercise: ExerciseFolder, submission: Submission, seed: int) -> Job:
    return Job(exercise.path, submission.sources["solution.py"].decode("utf-8"), seed)


def to_grade(
    exercise: ExerciseFolder,
    submission: Submission,
    judged: Judged,
    yardsticks: Mapping[str, Yardstick],
    seed: int,
) -> Grade | Unjudged:
    """Return what a judgement is worth; a failure of ours is worth no grade at all."""
    reason = judged.failure or _judge_errors(judged.outcomes)
    if reason:
        return Unjudged(submission.student, exercise.slug, reason)
    receipt = Receipt(
        submission_digest=submission.digest,
        exercise_digest=exercise.digest(),
        seed=seed,
        sandbox=judged.sandbox,
        image_digest=judged.facts.get("image_digest", ""),
        versions=judged.facts,
        started=judged.started,
        seconds=judged.seconds,
    )
    outcomes = grade_outcomes(exercise.manifest, judged.outcomes, yardsticks)
    return Grade(submission.student, exercise.slug, outcomes, receipt)


def _judge_errors(outcomes: Iterable[Outcome]) -> str:
    """Return what went wrong in the judge, once, and for which properties."""
    properties: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.verdict is Verdict.JUDGE_ERROR:
            properties.setdefault(outcome.message, []).append(outcome.property)
    return "\n".join(f"{', '.join(names)}: {message}" for message, names in properties.items())
