"""The grade as data."""

import json

from hypothesis import given
from hypothesis import strategies as st

from grader.scoring.grade import Grade, GradedOutcome, Receipt
from harness.exercise.manifest import Part
from harness.outcomes import Verdict
from harness.schedule_table import make_table
from tests.grader.sample_grades import failed, sample_grade

texts = st.text(max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
graded_outcomes = st.builds(
    GradedOutcome,
    property=texts,
    verdict=st.sampled_from(Verdict),
    message=texts,
    counterexample=st.none() | st.lists(texts, max_size=3).map(tuple),
    repro=st.none() | texts,
    figures=st.dictionaries(texts, numbers, max_size=3),
    prints=texts,
    seconds=numbers,
    code=texts,
    part=st.sampled_from(Part),
    points=st.floats(0, 100),
    max_points=st.floats(0, 100),
    figure=st.none() | numbers,
    table=st.none()
    | st.lists(st.tuples(texts, texts), max_size=3).map(lambda rows: make_table(("a", "b"), rows)),
)
grades = st.builds(
    Grade,
    student=texts,
    exercise=texts,
    outcomes=st.lists(graded_outcomes, max_size=4).map(tuple),
    receipt=st.builds(
        Receipt,
        submission_digest=texts,
        exercise_digest=texts,
        seed=st.integers(0, 2**63 - 1),
        sandbox=texts,
        image_digest=texts,
        versions=st.dictionaries(texts, texts, max_size=3),
        started=texts,
        seconds=numbers,
    ),
)


@given(grade=grades)
def test_a_grade_survives_json(grade: Grade) -> None:
    """Writing a grade as strict JSON and reading it gives the same grade."""
    text = json.dumps(grade.to_json(), allow_nan=False)
    assert Grade.from_json(json.loads(text)) == grade


def test_json_has_the_documented_shape() -> None:
    """Consumers may rely on these names and on nothing being computed by them."""
    data = sample_grade("Lin Mei", failed("freed-neighbours-join")).to_json()
    assert list(data) == [
        "student",
        "exercise",
        "score",
        "max_score",
        "parts",
        "outcomes",
        "receipt",
    ]
    assert data["parts"] == {"algorithm": [26, 38], "policy": [29.89, 34], "mechanism": [28, 28]}
    assert data["score"] == 83.89
    lost = data["outcomes"][1]
    assert (lost["property"], lost["verdict"]) == ("freed-neighbours-join", "FAILED")
    assert (lost["points"], lost["max_points"], lost["figure"]) == (0, 12, None)
    assert isinstance(lost["counterexample"], list)
    assert set(data["receipt"]) == {
        "submission_digest",
        "exercise_digest",
        "seed",
        "sandbox",
        "image_digest",
        "versions",
        "started",
        "seconds",
    }


def test_the_score_is_derived_not_read() -> None:
    """A score edited in a file changes nothing."""
    data = sample_grade().to_json()
    data["score"] = 1000
    assert Grade.from_json(data).score == sample_grade().score


def test_a_judge_that_failed_makes_no_final_grade() -> None:
    """JUDGE_ERROR in any outcome means that nobody is graded by it."""
    assert sample_grade("x", failed("claims-are-kept")).is_final
    assert not sample_grade("x", failed("claims-are-kept", verdict=Verdict.JUDGE_ERROR)).is_final


def test_points_add_up_without_binary_dust() -> None:
    """Hundredths add up to hundredths."""
    outcomes = tuple(
        GradedOutcome(property=str(n), code="A1", part=Part.POLICY, points=0.1, max_points=0.2)
        for n in range(3)
    )
    grade = Grade("x", "y", outcomes, sample_grade().receipt)
    assert (grade.score, grade.parts) == (0.3, {Part.POLICY: (0.3, 0.6)})
    assert all(item.is_lost for item in outcomes)
