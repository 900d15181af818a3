"""The author's proof: does an exercise give full marks to what is right and notice what is wrong?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.calibration import measure
from grader.judging.job import Job, Judged
from grader.pipeline import Bench, judge_all
from grader.scoring.grade import GradedOutcome, total_points
from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import grade_outcomes, needs_yardsticks
from harness.exercise.folder import ExerciseFolder
from harness.exercise.manifest import Part
from harness.outcomes import Verdict

CURVE_KILLED_BELOW = 0.5
"""A property that measures counts as failed below this share of its points."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A solution that is judged for the proof.

    Attributes:
        name: E.g. ``reference``, ``mutants/no_coalescing``.
        role: reference, baseline, stub, correct or mutant.
        path: The file.
        killed_by: For a mutant: the properties that must notice.
    """

    name: str
    role: str
    path: Path
    killed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of one candidate under one seed.

    ``faults`` say, in a sentence each, what is not as it must be.
    """

    candidate: Candidate
    seed: int
    outcomes: tuple[GradedOutcome, ...]
    seconds: float
    faults: tuple[str, ...]

    @property
    def score(self) -> float:
        """Points in all."""
        return total_points(item.points for item in self.outcomes)

    def part_points(self, part: Part) -> float:
        """Points of one part."""
        return total_points(item.points for item in self.outcomes if item.part is part)

    @property
    def killers(self) -> tuple[str, ...]:
        """The properties that it failed."""
        return tuple(item.property for item in self.outcomes if is_failed(item))


def is_failed(outcome: GradedOutcome) -> bool:
    """Tell whether a mutant counts as noticed by this property."""
    if outcome.verdict is Verdict.NOT_RUN:
        return False
    if outcome.verdict is not Verdict.PASSED:
        return True
    return outcome.points < CURVE_KILLED_BELOW * outcome.max_points


def candidates(exercise: ExerciseFolder) -> tuple[Candidate, ...]:
    """Return every solution that the exercise comes with; what is missing is the layout's affair."""
    folder = exercise.reference_path
    fixed = [
        Candidate("reference", "reference", folder / "solution.py"),
        Candidate("baseline", "baseline", folder / "baseline.py"),
        Candidate("stub", "stub", exercise.stub_path),
    ]
    correct = [Candidate(path.stem, "correct", path) for path in exercise.solutions()]
    mutants = [
        Candidate(f"mutants/{one.path.stem}", "mutant", one.path, one.killed_by)
        for one in exercise.mutants()
    ]
    return tuple(one for one in (*fixed, *correct, *mutants) if one.path.is_file())


def prove(
    exercise: ExerciseFolder,
    chosen: tuple[Candidate, ...],
    bench: Bench,
    on_start: Callable[[Mapping[str, Yardstick]], None] = lambda _: None,
    *,
    whole_matrix: bool = True,
) -> Iterator[Examined]:
    """Judge the chosen candidates under the bench's seed; yield each as it is examined.

    ``on_start`` hears the yardsticks that were measured first. Without ``whole_matrix`` a mutant is
    judged only by the properties that its file names: all that a further seed has to show.
    """
    yardsticks = measure(exercise, bench) if needs_yardsticks(exercise.manifest) else {}
    on_start(yardsticks)
    by_name = {one.name: one for one in chosen}
    jobs = [
        (one.name, _job(exercise, one, bench.seed, whole_matrix=whole_matrix)) for one in chosen
    ]
    for name, judged in judge_all(exercise, jobs, bench):
        yield _examine(exercise, by_name[name], judged, yardsticks, bench.seed)


def _job(exercise: ExerciseFolder, candidate: Candidate, seed: int, *, whole_matrix: bool) -> Job:
    only = None if whole_matrix else candidate.killed_by or None
    must_fail = candidate.role in ("mutant", "stub")
    source = candidate.path.read_text(encoding="utf-8")
    return Job(exercise.path, source, seed, only, shrink=not must_fail)


def _examine(
    exercise: ExerciseFolder,
    candidate: Candidate,
    judged: Judged,
    yardsticks: Mapping[str, Yardstick],
    seed: int,
) -> Examined:
    if judged.failure:
        return Examined(candidate, seed, (), judged.seconds, (judged.failure,))
    outcomes = grade_outcomes(exercise.manifest, judged.outcomes, yardsticks)
    found = Examined(candidate, seed, outcomes, judged.seconds, ())
    errors = [
        f"JUDGE_ERROR in {item.property}: {(item.message.splitlines() or [''])[-1]}"
        for item in outcomes
        if item.verdict is Verdict.JUDGE_ERROR
    ]
    faults = errors or list(_FAULTS[candidate.role](exercise, found))
    return replace(found, faults=tuple(faults))


def _reference_faults(exercise: ExerciseFolder, found: Examined) -> Iterator[str]:
    del exercise
    for item in found.outcomes:
        if item.is_lost:
            yield _loses(item)


def _correct_faults(exercise: ExerciseFolder, found: Examined) -> Iterator[str]:
    """A correct solution may choose its policy, but keeps all points of the other two parts."""
    del exercise
    for item in found.outcomes:
        if item.is_lost and (item.part is not Part.POLICY or item.verdict is not Verdict.PASSED):
            yield _loses(item)


def _baseline_faults(exercise: ExerciseFolder, found: Examined) -> Iterator[str]:
    for part in Part:
        least, most = getattr(exercise.manifest.baseline, part.value)
        points = found.part_points(part)
        if not least <= points <= most:
            yield f"gets {points:g} for {part.value}; the manifest expects {least:g} to {most:g}"


def _stub_faults(exercise: ExerciseFolder, found: Examined) -> Iterator[str]:
    del exercise
    if found.score:
        yield f"gets {found.score:g} points for doing nothing"


def _mutant_faults(exercise: ExerciseFolder, found: Examined) -> Iterator[str]:
    del exercise
    for property_id in found.candidate.killed_by:
        if property_id not in found.killers:
            yield f"is not noticed by {property_id}"


def _loses(item: GradedOutcome) -> str:
    figure = "" if item.figure is None else f", figure {item.figure:.4g}"
    first = item.message.splitlines()[0] if item.message else ""
    return (
        f"gets {item.points:g} of {item.max_points:g} for {item.property}"
        f" ({item.verdict}{figure}) {first}".rstrip()
    )


_FAULTS: Mapping[str, Callable[[ExerciseFolder, Examined], Iterator[str]]] = {
    "reference": _reference_faults,
    "correct": _correct_faults,
    "baseline": _baseline_faults,
    "stub": _stub_faults,
    "mutant": _mutant_faults,
}
