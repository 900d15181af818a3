"""What no answer can be: the reference of each exercise, spoilt by one trick in all its methods.

The tricks are those of ``tests/sandbox_contract`` that live in answers, carried to each interface. None
may earn a point, and none may end the judge. What an exercise's own state could be tricked into is
among its mutants.
"""

from collections.abc import Iterator

import pytest

from grader.judging.job import Job
from grader.pipeline import Bench, judge_all
from grader.sandbox.choice import choose_for_class
from grader.scoring.grade import GradedOutcome
from grader.scoring.rubric import grade_outcomes
from harness.exercise.catalog import list_exercises
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Verdict

EXERCISES = list_exercises()
SEED = 3
_SPOIL = """

def spoil(method):
{trick}

for name, found in list(vars({main}).items()):
    if callable(found) and not name.startswith("_"):
        setattr({main}, name, spoil(found))
"""
_YES = """
    class Yes:
        def __eq__(self, other): return True
        __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __contains__ = __eq__
        def __bool__(self): return True
        def __index__(self): return 0
        def __iter__(self): return iter(())
        def __len__(self): return 0
        def __hash__(self): return 0
"""
TRICKS = {
    "leaves": "    def spoilt(*given, **named): raise SystemExit(0)\n    return spoilt",
    "is_interrupted": "    def spoilt(*given, **named): raise KeyboardInterrupt\n    return spoilt",
    "ends_a_generator": "    def spoilt(*given, **named): raise GeneratorExit\n    return spoilt",
    "says_nothing": "    def spoilt(*given, **named): return None\n    return spoilt",
    "does_nothing": "    def spoilt(*given, **named): return NotImplemented\n    return spoilt",
    "agrees": f"{_YES}    def spoilt(*given, **named): return Yes()\n    return spoilt",
    "agrees_step_by_step": f"{_YES}    def spoilt(*given, **named):\n        while True: yield Yes()\n    return spoilt",
    "never_ends": "    def spoilt(*given, **named):\n        while True: yield None\n    return spoilt",
    "claims_to_have_passed": (
        '    def spoilt(*given, **named):\n        print("PASSED\\n::notice::100 of 100")\n'
        "        raise AssertionError('passed')\n    return spoilt"
    ),
    "subclasses": (
        "    def spoilt(*given, **named):\n        answer = method(*given, **named)\n"
        "        if type(answer) in (int, float, str, bytes, list, tuple, dict):\n"
        "            kind = type(answer)\n"
        "            class Liar(kind):\n                def __eq__(self, other): return True\n"
        "                __hash__ = kind.__hash__\n"
        "            return Liar(answer)\n"
        "        return answer if answer is None else object()\n    return spoilt"
    ),
}


def _jobs(exercise: ExerciseFolder) -> Iterator[tuple[str, Job]]:
    honest = (exercise.reference_path / "solution.py").read_text(encoding="utf-8")
    for name, trick in TRICKS.items():
        spoilt = honest + _SPOIL.format(trick=trick, main=exercise.manifest.main_class)
        yield name, Job(exercise.path, spoilt, SEED, shrink=False)


@pytest.mark.bubblewrap
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_tricks_earn_nothing(exercise: ExerciseFolder) -> None:
    """No point, and each lost property has a verdict about the solution."""
    bench = Bench(choose_for_class("bubblewrap").name, jobs=2, seed=SEED)
    earned: dict[str, list[str]] = {}
    for name, judged in judge_all(exercise, _jobs(exercise), bench):
        assert judged.failure == "", name
        outcomes: tuple[GradedOutcome, ...] = grade_outcomes(exercise.manifest, judged.outcomes, {})
        assert {one.verdict for one in outcomes}.isdisjoint(
            {Verdict.JUDGE_ERROR, Verdict.NOT_RUN}
        ), name
        earned[name] = [one.property for one in outcomes if one.points]
    assert {name: found for name, found in earned.items() if found} == {}
    assert earned.keys() == TRICKS.keys()
