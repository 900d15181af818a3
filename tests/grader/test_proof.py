"""The author's proof: what is right gets full marks, and what is wrong is noticed by what it names."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.pipeline import Bench
from grader.proof import Examined, candidates, is_failed, prove
from grader.scoring.grade import GradedOutcome
from harness.exercise.folder import open_exercise
from harness.exercise.manifest import Part
from harness.outcomes import Verdict
from tests.tiny_exercise import ADDS, SOLUTION, STUB, write_exercise

NEVER_RAISES = SOLUTION.replace("if amount < 0:", "if False:")
SPELLS = ADDS.replace("adds", "spells").replace(
    "    counter, total = submission.Counter(), 0\n",
    "    counter, total = submission.Counter(), 0\n    assert counter.spell('ab') == 'ab'\n",
)
TESTS = ADDS + SPELLS
IDS = ("adds", "spells")
NOTICED = '"""Adds one more.\n\nKilled by: adds\n"""\n' + SOLUTION.replace(
    "return self.value\n", "return self.value + 1\n"
)
UNNOTICED = '"""Takes negative amounts.\n\nKilled by: adds, spells\n"""\n' + NEVER_RAISES
HALF_NOTICED = '"""Spells backwards.\n\nKilled by: adds, spells\n"""\n' + SOLUTION.replace(
    "return text", "return text[::-1]"
)


def graded(verdict: Verdict, points: float) -> GradedOutcome:
    """Return an outcome of a property with ten points."""
    return GradedOutcome(
        property="adds",
        verdict=verdict,
        code="A1",
        part=Part.ALGORITHM,
        points=points,
        max_points=10,
    )


@pytest.mark.parametrize(
    ("verdict", "points", "failed"),
    [
        (Verdict.PASSED, 10, False),
        (Verdict.PASSED, 5, False),
        (Verdict.PASSED, 4.99, True),
        (Verdict.FAILED, 0, True),
        (Verdict.CRASHED, 0, True),
        (Verdict.TIMED_OUT, 0, True),
        (Verdict.PROTOCOL, 0, True),
        (Verdict.NOT_RUN, 0, False),
    ],
)
def test_a_property_notices_by_failing_or_by_half_of_its_points(
    verdict: Verdict,
    points: float,
    failed: bool,  # noqa: FBT001 - a parameter
) -> None:
    """One that was not judged has noticed nothing."""
    assert is_failed(graded(verdict, points)) is failed


def proved(
    root: Path,
    only: Sequence[str] = (),
    *,
    tests: str = TESTS,
    ids: Sequence[str] = IDS,
    whole_matrix: bool = True,
    **changes: object,
) -> dict[str, Examined]:
    """Judge candidates of an exercise, all or some; return what was found, by candidate."""
    exercise = write_exercise(root, tests, ids, **changes)  # type: ignore[arg-type] # as written there
    chosen = tuple(one for one in candidates(exercise) if not only or one.name in only)
    found = prove(exercise, chosen, Bench("process", 2, 0), whole_matrix=whole_matrix)
    return {one.candidate.name: one for one in found}


def test_every_candidate_is_held_to_its_role(tmp_path: Path) -> None:
    """Only what is not as it must be is a fault, and says what it is."""
    mutants = {"noticed.py": NOTICED, "half.py": HALF_NOTICED, "unnoticed.py": UNNOTICED}
    references = {"second.py": NOTICED}
    found = proved(tmp_path, mutants=mutants, references=references)
    faults = {name: one.faults for name, one in found.items() if one.faults}
    assert set(faults) == {"second", "mutants/half", "mutants/unnoticed"}
    assert faults["mutants/half"] == ("is not noticed by adds",)
    assert faults["mutants/unnoticed"] == ("is not noticed by adds", "is not noticed by spells")
    assert faults["second"][0].startswith("gets 0 of 50 for adds (FAILED) add(0) returned 1")
    assert found["reference"].score == found["third"].score == 100
    assert found["stub"].score == 0
    assert found["mutants/noticed"].killers == ("adds", "spells")


def test_further_seeds_judge_mutants_by_what_they_name(tmp_path: Path) -> None:
    """All other candidates meet everything."""
    two = ("third", "mutants/noticed")
    found = proved(tmp_path, two, mutants={"noticed.py": NOTICED}, whole_matrix=False)
    verdicts = {one.property: one.verdict for one in found["mutants/noticed"].outcomes}
    assert verdicts == {"adds": Verdict.FAILED, "spells": Verdict.NOT_RUN}
    assert not found["mutants/noticed"].faults
    assert {one.verdict for one in found["third"].outcomes} == {Verdict.PASSED}


def test_a_baseline_out_of_its_range_and_a_stub_with_points_are_faults(tmp_path: Path) -> None:
    """The manifest says what the baseline gets; doing nothing is worth nothing."""
    exercise = write_exercise(tmp_path)
    manifest = exercise.path / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("algorithm = [0, 100]", "algorithm = [10, 60]"))
    exercise.stub_path.write_text(
        STUB.replace("raise NotImplementedError", "pass", 1).replace(
            "raise NotImplementedError", "return 0"
        )
    )
    exercise.tests_path.joinpath("test_algorithm.py").write_text(
        "from harness.graded import graded\n"
        '@graded("adds")\ndef test_adds(submission):\n    assert submission.Counter().add(0) == 0\n'
    )
    exercise = open_exercise(exercise.path)
    found = {
        one.candidate.name: one.faults
        for one in prove(exercise, candidates(exercise), Bench("process", 2, 0))
    }
    assert found["baseline"] == ("gets 100 for algorithm; the manifest expects 10 to 60",)
    assert found["stub"] == ("gets 100 points for doing nothing",)


def test_a_test_that_errs_is_a_fault_of_every_candidate(tmp_path: Path) -> None:
    """And neither a kill nor a lost point."""
    tests = ADDS.replace("    counter, total", "    raise KeyError('mine')\n    counter, total")
    two = ("reference", "mutants/noticed")
    found = proved(tmp_path, two, tests=tests, ids=("adds",), mutants={"noticed.py": NOTICED})
    for name in two:
        (fault,) = found[name].faults
        assert fault.startswith("JUDGE_ERROR in adds: ")
        assert "KeyError" in fault


def test_missing_solutions_are_left_to_the_layout(tmp_path: Path) -> None:
    """The proof goes on with what is there."""
    exercise = write_exercise(tmp_path)
    (exercise.reference_path / "baseline.py").unlink()
    names = [one.name for one in candidates(exercise)]
    assert names == ["reference", "stub", "second", "third"]
