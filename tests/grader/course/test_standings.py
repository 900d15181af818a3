"""Who stands where: what counts, what is late, what is missing, and on whom free days are spent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grader.course.course import Counts, Course, CourseExercise, LatePolicy
from grader.course.standing import Adjustment, Lateness, Standing, State
from grader.course.standings import NOT_JUDGED_YET, NOT_ON_ROSTER, Records, standings
from grader.course.student import Student
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, Unjudged
from harness.exercise.manifest import Manifest
from tests.grader.sample_grades import SLUG, failed, sample_grade, sample_manifest

DUE = datetime(2026, 10, 15, 22, tzinfo=UTC)
MANIFEST = sample_manifest()
ADA = Student("ada", "Ada Lovelace")
LATE = LatePolicy(percent=10, cap_percent=50, closes_seconds=7 * 86_400)
EXERCISE = CourseExercise(slug=SLUG, due=DUE, opens=DUE - timedelta(days=14), late=LATE)
GOOD = sample_grade("ada", submission_digest="a" * 64)
WORSE = sample_grade("ada", failed("claims-are-kept"), submission_digest="b" * 64)


def course(*exercises: CourseExercise, free_days: int = 0) -> Course:
    """Return a course."""
    return Course(title="C", zone="UTC", exercises=exercises or (EXERCISE,), free_days=free_days)


def arrival(grade: Grade, late_hours: float, *flags: str) -> Arrival:
    """Return a grade's submission as it came in so many hours after the due time."""
    submitted = (DUE + timedelta(hours=late_hours)).isoformat()
    digest = grade.receipt.submission_digest
    return Arrival(grade.student, grade.exercise, digest, submitted, "c" * 40, flags)


def only(
    records: Records, rules: Course | None = None, roster: Sequence[Student] = (ADA,)
) -> Standing:
    """Return the standing of the only student in the only exercise."""
    (one,) = standings(records, [MANIFEST], roster, rules)
    return one


def test_without_a_course_the_latest_grade_counts() -> None:
    """Of whoever the gradebook knows; nothing is known of times."""
    records = Records(grades=[GOOD, WORSE], failures=[Unjudged("bela", SLUG, "empty")])
    ada, bela = standings(records, [MANIFEST])
    assert (ada.student, ada.grade, ada.state, ada.attempts) == (
        Student("ada"),
        WORSE,
        State.GRADED,
        2,
    )
    assert (ada.lateness, ada.due, ada.submitted, ada.flags) == (None, "", "", ())
    assert (bela.state, bela.reason, bela.score) == (State.UNJUDGED, "empty", None)
    assert ada.max_score == 100


def test_a_roster_comes_first_and_strangers_are_flagged() -> None:
    """Whoever handed in nothing is missing."""
    records = Records(grades=[sample_grade("zoe"), sample_grade("bela")])
    found = standings(records, [MANIFEST], [ADA, Student("zoe")])
    assert [(one.student.key, one.state, one.flags) for one in found] == [
        ("ada", State.MISSING, ()),
        ("zoe", State.GRADED, ()),
        ("bela", State.GRADED, (NOT_ON_ROSTER,)),
    ]


def test_the_last_submission_counts_with_its_lateness() -> None:
    """By the time at which it came in, in whatever order it was graded."""
    records = Records(
        grades=[WORSE, GOOD], arrivals=[arrival(WORSE, 3, "odd"), arrival(GOOD, -1, "even")]
    )
    one = only(records, course())
    assert (one.grade, one.lateness) == (WORSE, Lateness(3 * 3600, 0, 10))
    assert one.submitted == "2026-10-16T01:00:00+00:00"
    assert (one.revision, one.flags, one.attempts) == ("c" * 40, ("odd",), 2)
    assert one.score == round(WORSE.score * 0.9, 2)
    assert one.due == DUE.isoformat()


def test_the_best_counts_after_lateness() -> None:
    """A better one that lateness costs more does not; of equals the one in time."""
    best = course(replace(EXERCISE, counts=Counts.BEST))
    arrivals = [arrival(WORSE, -1), arrival(GOOD, 30)]
    assert only(Records([WORSE, GOOD], arrivals), best).grade == WORSE
    arrivals = [arrival(WORSE, -1), arrival(GOOD, 10)]
    assert only(Records([WORSE, GOOD], arrivals), best).grade == GOOD
    equal = replace(GOOD, receipt=replace(GOOD.receipt, submission_digest="d" * 64))
    arrivals = [arrival(equal, -1), arrival(GOOD, 0)]
    assert only(Records([GOOD, equal], arrivals), best).grade == equal


def test_a_solution_that_was_graded_again_has_its_latest_grade() -> None:
    """An exercise may have been mended in between."""
    again = replace(GOOD, receipt=replace(GOOD.receipt, exercise_digest="f" * 64))
    one = only(Records([GOOD, again], [arrival(GOOD, 0)]), course())
    assert (one.grade, one.attempts) == (again, 1)


def test_what_comes_after_the_end_does_not_count() -> None:
    """And is flagged; alone it leaves the student with nothing."""
    closed = 7 * 24 + 1
    one = only(Records([GOOD], [arrival(GOOD, closed)]), course())
    assert (one.state, one.grade, one.attempts) == (State.MISSING, None, 1)
    assert "after the exercise was closed" in one.flags[0]
    both = Records([GOOD, WORSE], [arrival(WORSE, 0), arrival(GOOD, closed)])
    assert only(both, course()).grade == WORSE


def test_attempts_count_from_the_first() -> None:
    """What comes after them does not count, and is flagged."""
    records = Records([GOOD, WORSE], [arrival(WORSE, -2), arrival(GOOD, -1)])
    one = only(records, course(replace(EXERCISE, attempts=1)))
    assert (one.grade, one.attempts) == (WORSE, 2)
    assert one.flags == ("1 beyond the 1 attempts allowed can not count",)


def test_what_is_not_judged_yet_is_nobodys_zero() -> None:
    """Whether something earlier is graded or nothing is."""
    waiting = only(Records(arrivals=[arrival(GOOD, 0)]), course())
    assert (waiting.state, waiting.reason) == (State.UNJUDGED, NOT_JUDGED_YET)
    partly = only(Records([WORSE], [arrival(WORSE, -1), arrival(GOOD, 0)]), course())
    assert (partly.state, partly.flags) == (
        State.GRADED,
        ("a later submission is not judged yet",),
    )
    broken = only(Records([WORSE], failures=[Unjudged("ada", SLUG, "empty")]), course())
    assert broken.flags == ("a later submission could not be judged: empty",)


def test_who_is_excused_spends_no_free_days() -> None:
    """Whatever was handed in."""
    records = Records([GOOD], [arrival(GOOD, 20)], excused={("ada", SLUG): "ill"})
    one = only(records, course(free_days=3))
    assert (one.state, one.reason, one.score, one.lateness) == (
        State.EXCUSED,
        "ill",
        None,
        None,
    )


def test_adjustments_stand_beside_the_grade() -> None:
    """A missing submission may have points of a teacher's."""
    bonus = Adjustment(5, "shown in person", "teacher", "2026-03-01T10:00:00+00:00")
    one = only(Records(adjustments={("ada", SLUG): [bonus]}))
    assert (one.state, one.adjustments, one.score) == (State.MISSING, (bonus,), 5)


def test_too_early_is_flagged() -> None:
    """Before the exercise opened."""
    one = only(Records([GOOD], [arrival(GOOD, -15 * 24)]), course())
    assert (one.score, one.flags) == (GOOD.score, ("came in before the exercise opened",))


def manifest_of(slug: str) -> Manifest:
    """Return an exercise of another name."""
    return MANIFEST.model_copy(update={"slug": slug})


def test_free_days_are_spent_in_the_order_of_due_times() -> None:
    """Not of the file; those left over are spent on the next exercise."""
    slugs = ("third", "first", "second")
    weeks = {"first": 0, "second": 1, "third": 2}
    rules = course(
        *(replace(EXERCISE, slug=slug, due=DUE + timedelta(weeks=weeks[slug])) for slug in slugs),
        free_days=3,
    )
    grades = [replace(GOOD, exercise=slug) for slug in slugs]
    arrivals = [arrival(grade, 24 * 7 * weeks[grade.exercise] + 30) for grade in grades]
    found = standings(Records(grades, arrivals), [manifest_of(s) for s in slugs], [ADA], rules)
    assert [(one.exercise, one.lateness) for one in found] == [
        ("third", Lateness(30 * 3600, 0, 20)),
        ("first", Lateness(30 * 3600, 2, 0)),
        ("second", Lateness(30 * 3600, 1, 10)),
    ]


@given(
    st.lists(st.integers(-200, 200), min_size=1, max_size=6),
    st.integers(0, 5),
    st.sampled_from(Counts),
)
def test_nobody_spends_more_free_days_than_there_are(
    hours: list[int], free_days: int, counts: Counts
) -> None:
    """However late everything is; a score is never above the raw one nor below what the cap leaves."""
    slugs = [f"exercise_{'abcdef'[index]}" for index in range(len(hours))]
    rules = course(
        *(replace(EXERCISE, slug=slug, counts=counts) for slug in slugs), free_days=free_days
    )
    grades = [replace(GOOD, exercise=slug) for slug in slugs]
    arrivals = [arrival(grade, late) for grade, late in zip(grades, hours, strict=True)]
    found = standings(Records(grades, arrivals), [manifest_of(s) for s in slugs], [ADA], rules)
    spent = sum(one.lateness.free_days for one in found if one.lateness is not None)
    assert spent <= free_days
    for one, late in zip(found, hours, strict=True):
        assert (one.state is State.GRADED) == (late <= 7 * 24)
        assert (one.lateness is not None) == (0 < late <= 7 * 24)
        assert one.score is None or GOOD.score / 2 - 0.01 <= one.score <= GOOD.score
