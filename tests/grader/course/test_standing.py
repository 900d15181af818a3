"""What a raw score, lateness and a teacher's adjustments come to."""

from dataclasses import replace

from grader.course.standing import Adjustment, Lateness, Standing, State
from grader.course.student import Student
from tests.grader.sample_grades import sample_grade

STANDING = Standing(
    student=Student("li"),
    exercise="memory_allocator",
    title="Guest memory allocator",
    state=State.GRADED,
    max_score=100,
)
BONUS = Adjustment(5, "found an error in the handout", "teacher", "2026-03-01T10:00:00+00:00")


def test_nothing_handed_in_is_no_score() -> None:
    """Whether it is a zero is the teacher's decision."""
    assert replace(STANDING, state=State.MISSING).score is None


def test_points_of_a_teacher_count_without_a_grade() -> None:
    """Someone may have shown the work in person."""
    assert replace(STANDING, state=State.MISSING, adjustments=(BONUS,)).score == BONUS.points


def test_lateness_is_taken_from_the_raw_score_before_points_are_added() -> None:
    """And the sum is never below zero."""
    grade = sample_grade()
    late = replace(STANDING, grade=grade, lateness=Lateness(3600, 0, 50), adjustments=(BONUS,))
    assert late.lost_by_lateness == round(grade.score / 2, 2)
    assert late.score == round(grade.score - late.lost_by_lateness + BONUS.points, 2)
    fined = replace(BONUS, points=-1000)
    assert replace(late, adjustments=(fined,)).score == 0


def test_an_excused_student_has_no_score() -> None:
    """Whatever was handed in."""
    assert replace(STANDING, state=State.EXCUSED, grade=sample_grade()).score is None
