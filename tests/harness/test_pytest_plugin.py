"""The judge as a plugin: what a test does, and what a solution does to it, become outcomes."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.outcomes import Outcome, Verdict
from harness.properties.breakdown import JudgeFailed, breakdown_of
from harness.remote.sandbox import SandboxError
from tests.tiny_exercise import ADDS, SOLUTION, write_exercise

MANY = (
    ADDS
    + """
@graded("is-right-once")
def test_is_right_once(submission):
    counter = submission.Counter(start=2)
    found = counter.add(3)
    assert found == 5, f"add(3) returned {found}, not 5"

@graded("takes-nothing-negative")
def test_takes_nothing_negative(submission):
    counter = submission.Counter()
    with pytest.raises(ValueError):
        counter.add(-1)

@graded("spells")
@given(text=st.text(max_size=4))
def test_spells(submission, text):
    assert submission.Counter().spell(text) == text

@graded("says-no")
def test_says_no(submission):
    if submission.Counter().add(1) != 1:
        pytest.fail("said no")

@graded("author-errs")
def test_author_errs(submission):
    submission.Counter()
    raise KeyError("mine")

@graded("author-skips")
def test_author_skips(submission):
    pytest.skip("not today")

@graded("author-asks-for-nothing")
def test_author_asks_for_nothing():
    assert True

@graded("author-asks-for-too-much")
def test_author_asks_for_too_much(submission, no_such_fixture):
    assert True

@graded("author-forgets-the-figure")
def test_author_forgets_the_figure(submission):
    submission.Counter()

@graded("measures")
def test_measures(submission, figures, randomness):
    figures.record("measures.random", randomness.random())
    figures.record("measures.sum", submission.Counter().add(4))

@graded("answers-in-time")
def test_answers_in_time(submission):
    submission.Counter().add(77)

@graded("survives")
def test_survives(submission):
    submission.Counter().add(66)

@graded("answers-batches-in-time")
def test_answers_batches_in_time(submission):
    counter = submission.Counter()
    batch = submission.batch()
    first = batch.call(counter, "add", 1)
    batch.call(counter, "add", first)
    batch.call(counter, "add", 77)
    batch.run()

@graded("forgets")
@given(amount=st.integers(1, 3))
def test_forgets(submission, amount):
    found = submission.Counter().add(55)
    assert found == 55, f"add(55) returned {found}"

@graded("steps")
def test_steps(submission):
    steps = submission.Counter().steps(1)
    assert steps.resume().value == 0
    assert steps.resume(4).value == 4, "steps does not return the sum"

def test_that_is_not_graded(submission):
    raise KeyError("never run")
"""
)
IDS = (
    "adds",
    "is-right-once",
    "takes-nothing-negative",
    "spells",
    "says-no",
    "author-errs",
    "author-skips",
    "author-asks-for-nothing",
    "author-asks-for-too-much",
    "author-forgets-the-figure",
    "measures",
    "answers-in-time",
    "survives",
    "answers-batches-in-time",
    "forgets",
    "steps",
)
CURVE = "zero = 0\nfull = 1"
AUTHORS = {name for name in IDS if name.startswith("author-")}

BAD = """
import os

SEEN = []

class Counter:
    def __init__(self, start=0):
        print("made", start)
        self.value = 0

    def add(self, amount):
        if amount == 77:
            while True:
                pass
        if amount == 66:
            os._exit(3)
        if amount == 55:
            SEEN.append(1)
            return 55 if len(SEEN) < 3 else 54
        self.value += amount
        return self.value + (amount > 100) + (amount == 3) + (amount == 1)

    def spell(self, text):
        if text:
            raise LookupError("no \\x1b[31m letters")
        return 3.5

    def steps(self, most):
        yield from range(most)
"""


def judge_once(
    exercise: Path, source: str, *options: str, environment: Mapping[str, str] | None = None
) -> list[Outcome]:
    """Judge a solution in a process of its own; return its outcomes as they came."""
    name = hashlib.sha256(source.encode()).hexdigest()
    solution = exercise / f"{name}.py"
    solution.write_text(source, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "grader.judging", str(exercise), str(solution)]
    ran = subprocess.run(
        [*command, "--sandbox", "process", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert ran.returncode == 0, ran.stderr
    return [Outcome.from_json(json.loads(line)) for line in ran.stdout.splitlines()]


Judgements = Mapping[str, Mapping[str, Outcome]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judgements:
    """Judge a right solution twice, and a bad one, by tests of every kind."""
    curves = {"author-forgets-the-figure": CURVE, "measures": CURVE}
    exercise = write_exercise(tmp_path_factory.mktemp("plugin"), MANY, IDS, curves=curves)
    sources = {"right": SOLUTION, "right again": SOLUTION + "# again\n", "bad": BAD}
    with ThreadPoolExecutor() as threads:
        found = threads.map(lambda source: judge_once(exercise.path, source), sources.values())
        return {
            name: {one.property: one for one in outcomes}
            for name, outcomes in zip(sources, found, strict=True)
        }


def test_a_right_solution_passes_all_but_the_authors_mistakes(judged: Judgements) -> None:
    """One outcome a property, in the order of the manifest."""
    right = judged["right"]
    assert tuple(right) == IDS
    assert {name for name in IDS if right[name].verdict is not Verdict.PASSED} == AUTHORS
    assert all(
        (one.message, one.counterexample, one.repro, one.prints) == ("", None, None, "")
        for one in right.values()
        if one.verdict is Verdict.PASSED
    )


@pytest.mark.parametrize(
    ("property_id", "says"),
    [
        ("author-errs", "KeyError: 'mine'"),
        ("author-skips", "not today"),
        ("author-asks-for-nothing", "needs the fixture 'submission'"),
        ("author-asks-for-too-much", "no_such_fixture"),
        ("author-forgets-the-figure", "recorded no figure"),
    ],
)
def test_the_authors_mistakes_are_nobodys_verdict(
    judged: Judgements, property_id: str, says: str
) -> None:
    """With the right solution and with the bad one alike."""
    for solution in ("right", "bad"):
        outcome = judged[solution][property_id]
        assert outcome.verdict is Verdict.JUDGE_ERROR
        assert says in outcome.message


def test_the_same_grade_twice_is_the_same(judged: Judgements) -> None:
    """Random numbers come from seed and property; only times differ."""

    def stable(outcomes: Mapping[str, Outcome]) -> list[object]:
        return [
            (one.property, one.verdict, one.figures, one.counterexample)
            for one in outcomes.values()
            if one.property not in AUTHORS
        ]

    assert stable(judged["right"]) == stable(judged["right again"])
    assert judged["right"]["measures"].figures["measures.sum"] == 4


@pytest.mark.parametrize(
    ("property_id", "verdict", "says"),
    [
        ("adds", Verdict.FAILED, "returned"),
        ("is-right-once", Verdict.FAILED, "add(3) returned 4, not 5"),
        ("takes-nothing-negative", Verdict.FAILED, "DID NOT RAISE"),
        ("spells", Verdict.FAILED, "spell returned 3.5; the stub promises str"),
        ("says-no", Verdict.FAILED, "said no"),
        ("answers-in-time", Verdict.TIMED_OUT, "add(77): no answer within 0.4 s"),
        ("survives", Verdict.CRASHED, "add(66): the process that runs the solution exited with code 3"),
        ("answers-batches-in-time", Verdict.TIMED_OUT, "One of 3 calls made together: no answer"),
        ("steps", Verdict.FAILED, "send(4) raised AttributeError"),
    ],
)  # fmt: skip
def test_what_a_solution_does_wrong_is_its_verdict(
    judged: Judgements, property_id: str, verdict: Verdict, says: str
) -> None:
    """With a message that says what was called and what came."""
    outcome = judged["bad"][property_id]
    assert outcome.verdict is verdict
    assert says in outcome.message


def test_the_counterexample_is_the_smallest_trial(judged: Judgements) -> None:
    """As statements, and as a program that repeats them."""
    outcome = judged["bad"]["adds"]
    assert outcome.counterexample == ("counter = Counter()", "counter.add(1)  # 2")
    assert outcome.repro is not None
    assert "lambda: counter.add(1)" in outcome.repro
    assert judged["bad"]["measures"].verdict is Verdict.PASSED


def test_a_batch_that_hangs_is_shown_call_by_call(judged: Judgements) -> None:
    """With the arguments that later calls took from earlier ones."""
    outcome = judged["bad"]["answers-batches-in-time"]
    assert outcome.counterexample is not None
    assert outcome.counterexample[:3] == (
        "counter = Counter()",
        "answer_of_call_2 = counter.add(1)",
        "counter.add(answer_of_call_2)",
    )


def test_state_kept_between_trials_is_pointed_out(judged: Judgements) -> None:
    """The same calls in a fresh process go well: that is the student's clue."""
    outcome = judged["bad"]["forgets"]
    assert outcome.verdict is Verdict.FAILED
    assert "add(55) returned 54" in outcome.message
    assert "depends on state kept between trials" in outcome.message


def test_prints_are_kept_with_the_property(judged: Judgements) -> None:
    """Those of its own trials only."""
    assert judged["bad"]["is-right-once"].prints == "made 2\n"


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        (ADDS + "\nimport no_such_module\n", "No module named 'no_such_module'"),
        (ADDS + "\ndef broken(:\n", "SyntaxError"),
        (ADDS + ADDS.replace("test_adds", "test_adds_again"), "adds is judged twice"),
        (
            ADDS.replace("@graded", '@pytest.mark.parametrize("n", [1, 2])\n@graded').replace(
                "(submission, amounts)", "(submission, n, amounts)"
            ),
            "adds is judged twice",
        ),
        ("", "no test judges this property"),
    ],
    ids=["import", "syntax", "two-tests", "parametrized", "no-test"],
)
def test_tests_that_can_not_be_run_grade_nobody(tmp_path: Path, tests: str, says: str) -> None:
    """Every property ends in JUDGE_ERROR that says why: none is silently lost."""
    exercise = write_exercise(tmp_path, tests, ("adds", "spells"))
    outcomes = judge_once(exercise.path, SOLUTION)
    assert [one.verdict for one in outcomes] == [Verdict.JUDGE_ERROR] * 2
    assert says in outcomes[0].message


def test_what_lies_around_changes_nothing(tmp_path: Path) -> None:
    """Neither settings of pytest, nor a conftest.py, nor the caller's environment."""
    exercise = write_exercise(tmp_path)
    for folder in (tmp_path, exercise.path, exercise.tests_path):
        (folder / "conftest.py").write_text("raise RuntimeError('conftest')\n")
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    environment = {"PYTEST_ADDOPTS": "-k nothing", "PYTEST_PLUGINS": "no_such_plugin"}
    (outcome,) = judge_once(exercise.path, SOLUTION, environment=environment)
    assert outcome.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("only", "found"),
    [(("spells", "adds"), ("adds", "spells")), (("spells",), ("spells",))],
)
def test_only_what_is_asked_for_is_judged(
    tmp_path: Path, only: Sequence[str], found: tuple[str, ...]
) -> None:
    """In the order of the manifest."""
    spells = ADDS.replace("adds", "spells")
    exercise = write_exercise(tmp_path, ADDS + spells, ("adds", "spells"))
    options = [part for name in only for part in ("--only", name)]
    assert tuple(one.property for one in judge_once(exercise.path, SOLUTION, *options)) == found


def test_a_broken_sandbox_is_told_in_a_sentence() -> None:
    """The operator reads what to do; a traceback is for our own mistakes."""
    lost = SandboxError("docker: the daemon does not answer")
    failed = JudgeFailed("SandboxError: docker")
    failed.__cause__ = lost
    for error in (lost, failed):
        assert breakdown_of(error) == "docker: the daemon does not answer"
    assert breakdown_of(JudgeFailed("ours")).startswith(
        "harness.properties.breakdown.JudgeFailed: ours"
    )
