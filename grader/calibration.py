"""The figures of an exercise's baseline and reference, against which a student's are scored.

They depend on the seed. Whoever has the reference measures them, once a seed.
"""

from collections.abc import Mapping

from grader.errors import GraderError
from grader.gradebook.gradebook import Gradebook
from grader.judging.job import Job, Judged
from grader.pipeline import Bench, judge_all
from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import is_anchored, needs_yardsticks
from harness.exercise.errors import ExerciseError
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Verdict


def class_yardsticks(
    exercise: ExerciseFolder, gradebook: Gradebook, bench: Bench
) -> Mapping[str, Yardstick]:
    """Return the yardsticks of a grading run, measured now if the gradebook lacks them."""
    if not needs_yardsticks(exercise.manifest):
        return {}
    digest = exercise.digest()
    known = gradebook.find_yardsticks(digest, bench.seed)
    if known is None:
        known = dict(measure(exercise, bench))
        gradebook.save_yardsticks(digest, bench.seed, known)
    return known


def measure(exercise: ExerciseFolder, bench: Bench) -> Mapping[str, Yardstick]:
    """Judge baseline and reference on every property that is scored against them.

    Raises:
        GraderError: The reference is not here.
        ExerciseError: A figure is missing, or the reference does not pass.
    """
    paths = exercise.measured_solutions()
    for path in paths.values():
        if not path.is_file():
            raise GraderError(
                f"{path} is missing: policy points are measured from it",
                "Grade from a checkout of virtlab, which has the reference solutions.",
            )
    only = tuple(item.id for item in exercise.manifest.properties if is_anchored(item))
    jobs = [
        (name, Job(exercise.path, path.read_text(encoding="utf-8"), bench.seed, only))
        for name, path in paths.items()
    ]
    judged = {name: _figures(name, result) for name, result in judge_all(exercise, jobs, bench)}
    missing = judged["baseline"].keys() ^ judged["reference"].keys()
    if missing:
        raise ExerciseError(f"{exercise.slug}: figures of one solution only: {sorted(missing)}")
    return {
        name: Yardstick(judged["baseline"][name], value)
        for name, value in judged["reference"].items()
    }


def _figures(name: str, judged: Judged) -> dict[str, float]:
    if judged.failure:
        raise GraderError(f"the {name} could not be judged: {judged.failure}")
    lost = [item for item in judged.outcomes if item.verdict is not Verdict.PASSED]
    if lost:
        raise ExerciseError(
            f"the {name} fails {lost[0].property} ({lost[0].verdict}): {lost[0].message}"
        )
    return {key: value for item in judged.outcomes for key, value in item.figures.items()}
