"""What repositories say of themselves: read from the lists there are, flagged where it is far off."""

import pytest

from grader.course.claims import Claim, parse_claims, with_claims
from grader.course.standing import Standing, State
from grader.course.student import Student
from grader.errors import UsageError
from tests.grader.sample_grades import SLUG, failed, sample_grade

CLASSROOM50 = (
    "username,first_name,last_name,email,section,score,max_score,datetime,submission_tag,"
    "submitted_by,review_url,late,override\n"
    "Ada,Ada,L,a@x,1,84,100,2026-06-01T14:32:01Z,submit/1,ada,https://x,,\n"
    "bela,B,B,b@x,1,,,,,,,,\n"
    "cleo,C,C,c@x,1,nan,100,,,,,,\n"
    "dan,D,D,d@x,1,5,0,,,,,,\n"
)
CLASSROOM = (
    '"assignment_name","github_username","points_awarded","points_available"\n'
    '"Allocator","ada","84","100"\n'
)


def standing(login: str, score_lost: bool) -> Standing:  # noqa: FBT001 - a test's own
    """Return where a student with 95.89 points, or 83.89, stands."""
    grade = sample_grade("s1", *([failed("claims-are-kept")] if score_lost else []))
    student = Student("s1", login=login)
    return Standing(
        student=student,
        exercise=SLUG,
        title="",
        state=State.GRADED,
        max_score=100,
        grade=grade,
    )


@pytest.mark.parametrize(
    "text", [CLASSROOM50, CLASSROOM, "\ufeff" + CLASSROOM], ids=["50", "old", "mark"]
)
def test_both_lists_are_read_and_rows_without_points_passed_over(text: str) -> None:
    """By login, whatever its case; a claim of nothing, of no number or out of nothing is none."""
    assert parse_claims(text.encode(), "scores.csv") == {"ada": Claim(84, 100)}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"username,score\na,1\n"])
def test_another_file_is_refused(content: bytes) -> None:
    """With the columns that it needs."""
    with pytest.raises(UsageError, match="no list of points"):
        parse_claims(content, "scores.csv")


def test_a_claim_that_is_far_from_the_grade_is_flagged_with_both() -> None:
    """It changes no score."""
    claims = {SLUG: {"ada": Claim(100, 100)}}
    (flagged,) = with_claims([standing("ADA", score_lost=True)], claims)
    assert flagged.flags == ("its own repository says 100 of 100 points, the judge 83.89 of 100",)
    assert flagged.score == 83.89


def test_small_differences_other_exercises_and_strangers_are_not_flagged() -> None:
    """Seeds differ, and points are rounded."""
    near = {SLUG: {"ada": Claim(96, 100), "s2": Claim(0, 100)}, "other": {"ada": Claim(0, 100)}}
    assert with_claims([standing("ada", score_lost=False)], near)[0].flags == ()
    missing = Standing(
        student=Student("ada"), exercise=SLUG, title="", state=State.MISSING, max_score=100
    )
    assert with_claims([missing], {SLUG: {"ada": Claim(100, 100)}}) == (missing,)
