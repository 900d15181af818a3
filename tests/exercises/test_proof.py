"""Every exercise proves itself: what is right gets its points, what is wrong is noticed by what it names.

One seed, the reference, the stub and one mutant a property; ``make prove`` judges all there is under
ten seeds.
"""

import json
from collections.abc import Mapping

import pytest

from grader.pipeline import Bench
from grader.proof import Candidate, candidates, prove
from grader.published import PUBLIC_SEED, published_yardsticks
from grader.sandbox.choice import choose_for_class
from grader.scoring.policy_curve import Yardstick
from harness.exercise.catalog import list_exercises
from harness.exercise.folder import ExerciseFolder
from harness.exercise.layout import layout_faults

EXERCISES = list_exercises()
LEAST_MUTANTS = 8


def _slug(exercise: ExerciseFolder) -> str:
    return exercise.slug


@pytest.mark.parametrize("exercise", EXERCISES, ids=_slug)
def test_an_exercise_is_complete(exercise: ExerciseFolder) -> None:
    """Every file is there, tests and manifest agree, and each property has a mutant that it must kill."""
    assert list(layout_faults(exercise)) == []
    mutants = exercise.mutants()
    assert len(mutants) >= LEAST_MUTANTS
    named = {property_id for mutant in mutants for property_id in mutant.killed_by}
    assert {row.id for row in exercise.manifest.properties} - named == set()


def _enough(exercise: ExerciseFolder) -> tuple[Candidate, ...]:
    """Return reference and stub, and mutants until each property has one that it must kill."""
    seen: set[str] = set()
    chosen = []
    for one in candidates(exercise):
        is_new = one.role == "mutant" and not seen.issuperset(one.killed_by)
        if is_new or one.role in ("reference", "stub"):
            chosen.append(one)
            seen.update(one.killed_by)
    return tuple(chosen)


@pytest.mark.bubblewrap
@pytest.mark.parametrize("exercise", EXERCISES, ids=_slug)
def test_an_exercise_proves_itself(exercise: ExerciseFolder) -> None:
    """Reference 100, stub 0, mutants killed; published figures are true."""
    bench = Bench(choose_for_class("bubblewrap").name, jobs=2, seed=PUBLIC_SEED)
    measured: dict[str, Yardstick] = {}

    def keep(yardsticks: Mapping[str, Yardstick]) -> None:
        measured.update(yardsticks)

    examined = list(prove(exercise, _enough(exercise), bench, keep, whole_matrix=False))
    assert [f"{one.candidate.name} {fault}" for one in examined for fault in one.faults] == []
    assert measured == published_yardsticks(exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=_slug)
def test_published_figures_hold_no_solution(exercise: ExerciseFolder) -> None:
    """Students get numbers by name, nothing else."""
    if exercise.yardsticks_path.exists():
        stored = json.loads(exercise.yardsticks_path.read_text(encoding="utf-8"))
        assert set(stored) == {"seed", "figures"}
        assert all(isinstance(x, int | float) for pair in stored["figures"].values() for x in pair)


@pytest.mark.parametrize("exercise", EXERCISES, ids=_slug)
def test_the_handouts_list_the_points_of_the_manifest(exercise: ExerciseFolder) -> None:
    """The rubric in both languages has a row for each property, with its points."""
    for name in ("README.md", "README.zh.md"):
        text = (exercise.path / "handout" / name).read_text(encoding="utf-8")
        rubric = text.partition("<!-- rubric -->")[2].partition("<!-- /rubric -->")[0]
        rows = [line for line in rubric.splitlines() if line.startswith("|")][2:]
        cells = [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in rows]
        found = {row[0]: float(row[-1]) for row in cells if row[0]}
        assert found == {row.code: row.points for row in exercise.manifest.properties}, name
