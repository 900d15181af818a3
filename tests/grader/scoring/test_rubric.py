"""Points from outcomes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.scoring.grade import total_points
from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import grade_outcomes, needs_yardsticks
from harness.exercise.errors import ExerciseError
from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome, Verdict
from tests.grader.sample_grades import YARDSTICKS, failed, passed, sample_grade, sample_manifest

MANIFEST = sample_manifest()
IDS = [item.id for item in MANIFEST.properties]
earning_nothing = st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.PASSED])


@st.composite
def any_outcomes(draw: st.DrawFn) -> list[Outcome]:
    """Draw outcomes for some of the properties, with any verdicts and any figures."""
    return [
        Outcome(
            property_id,
            verdict=draw(st.sampled_from(Verdict)),
            figures={
                name: draw(st.floats())
                for name in (*YARDSTICKS, "cost-grows-slowly")
                if name.startswith(property_id)
            },
        )
        for property_id in draw(st.sets(st.sampled_from(IDS)))
    ]


@given(outcomes=any_outcomes())
def test_points_stay_in_bounds_and_parts_sum_to_the_score(outcomes: list[Outcome]) -> None:
    """Whatever is reported, points lie between none and all and the parts add up."""
    graded = grade_outcomes(MANIFEST, outcomes, YARDSTICKS)
    assert [item.property for item in graded] == IDS
    assert all(0 <= item.points <= item.max_points for item in graded)
    assert all(item.points == round(item.points, 2) for item in graded)
    grade = sample_grade("x", *outcomes)
    assert total_points(got for got, _ in grade.parts.values()) == grade.score
    assert total_points(most for _, most in grade.parts.values()) == grade.max_score == 100


@given(values=st.tuples(st.floats(0, 2), st.floats(0, 2)), other=st.floats(0, 2))
def test_a_better_figure_never_earns_fewer_points(
    values: tuple[float, float], other: float
) -> None:
    """Improving one of several figures never costs points."""
    worse, better = (
        _points_of_utilisation({"guests": value, "server": other}) for value in sorted(values)
    )
    assert worse <= better


def _points_of_utilisation(figures: dict[str, float]) -> float:
    outcome = passed(
        "memory-is-well-used",
        figures={f"memory-is-well-used.{name}": value for name, value in figures.items()},
    )
    graded = grade_outcomes(MANIFEST, [outcome], YARDSTICKS)
    return next(item.points for item in graded if item.property == "memory-is-well-used")


@given(verdict=earning_nothing)
def test_only_passing_earns(verdict: Verdict) -> None:
    """Every other verdict earns nothing, also with perfect figures."""
    outcomes = [passed(property_id, verdict=verdict) for property_id in IDS]
    assert all(item.points == 0 for item in grade_outcomes(MANIFEST, outcomes, YARDSTICKS))


def test_points_of_a_measured_property_are_the_mean_share() -> None:
    """Three figures with shares of one half, one and none give half of the points."""
    half = (0.741 + 0.8) / 2
    assert _points_of_utilisation({"guests": half, "server": 0.95, "vectors": 0.1}) == 10.0


def test_the_figure_shown_is_the_mean_of_those_scored() -> None:
    """Figures without points neither count nor enter the mean, but are kept."""
    graded = {item.property: item for item in sample_grade().outcomes}
    measured = graded["memory-is-well-used"]
    assert measured.figure == pytest.approx((0.79 + 0.885 + 0.52) / 3)
    assert measured.figures["robson-adversary"] == 3.25
    assert graded["ranges-never-overlap"].figure is None


def test_a_figure_that_is_no_number_is_dropped_and_earns_nothing() -> None:
    """NaN lowers the mean share as a zero would, and no JSON ever meets it."""
    with_nan = {"guests": 0.8, "server": math.nan}
    assert _points_of_utilisation(with_nan) == 10.0
    outcome = passed("cost-grows-slowly", figures={"cost-grows-slowly": math.inf})
    graded = {item.property: item for item in grade_outcomes(MANIFEST, [outcome], {})}
    assert graded["cost-grows-slowly"].points == 0
    assert graded["cost-grows-slowly"].figures == {}
    assert graded["cost-grows-slowly"].figure is None


def test_a_property_without_an_outcome_was_not_run() -> None:
    """What the judge did not report earns nothing and says so."""
    graded = grade_outcomes(MANIFEST, [], {})
    assert {item.verdict for item in graded} == {Verdict.NOT_RUN}
    assert sum(item.points for item in graded) == 0


def test_a_missing_yardstick_names_the_command_that_makes_it() -> None:
    """The operator is told what to run, and nobody is graded."""
    with pytest.raises(GraderError, match=r"memory-is-well-used\.guests") as caught:
        grade_outcomes(MANIFEST, [passed("memory-is-well-used")], {})
    assert "virtlab check memory_allocator --write-yardsticks" in caught.value.hint


def test_a_yardstick_is_needed_only_for_what_is_scored() -> None:
    """A failed property and a curve between two numbers need none."""
    outcomes = [failed("memory-is-well-used"), passed("cost-grows-slowly")]
    graded = {item.property: item.points for item in grade_outcomes(MANIFEST, outcomes, {})}
    assert graded["cost-grows-slowly"] == 8
    assert needs_yardsticks(MANIFEST)
    plain = MANIFEST.model_dump()
    for item in plain["properties"]:
        item["curve"] = None
    assert not needs_yardsticks(Manifest.model_validate(plain))


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([passed("no-such-property")], "no property"),
        ([passed("claims-are-kept"), failed("claims-are-kept")], "judged twice"),
        ([passed("cost-grows-slowly", figures={"speed": 1.0})], "recorded no figure"),
    ],
)
def test_tests_and_manifest_that_disagree_grade_nobody(outcomes: list[Outcome], words: str) -> None:
    """A disagreement is the author's mistake and is named."""
    with pytest.raises(ExerciseError, match=words):
        grade_outcomes(MANIFEST, outcomes, YARDSTICKS)


def test_an_equal_yardstick_takes_its_direction_from_the_other_figures() -> None:
    """A workload that separates nobody does not punish a solution for being better than both."""
    even = {**YARDSTICKS, "memory-is-well-used.guests": Yardstick(0.8, 0.8)}
    better = {"memory-is-well-used.guests": 0.85, "memory-is-well-used.server": 0.893}
    graded = grade_outcomes(MANIFEST, [passed("memory-is-well-used", figures=better)], even)
    assert next(item.points for item in graded if item.code == "P1") == 20
