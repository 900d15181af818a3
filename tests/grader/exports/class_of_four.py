"""Where a small class stands: full marks, late and adjusted, excused, missing, not judged."""

from grader.course.standing import Adjustment, Lateness, Standing, State
from grader.course.student import Student
from tests.grader.sample_grades import SLUG, failed, sample_grade

TITLE = "Guest memory allocator"
ADA = Student("ada@x.edu", "Ada Lovelace", "ada@x.edu", "countess", other_ids={"SIS User ID": "s1"})
BELA = Student("bela@x.edu", "Bela Bartók", "bela@x.edu", other_ids={"lti_user_id": "77"})
CLEO = Student("cleo@x.edu", "Cleo", "cleo@x.edu")
DAN = Student("dan@x.edu", "Dan", "dan@x.edu")
EVA = Student("eva@x.edu", "Eva", "eva@x.edu")


def standing(student: Student, state: State = State.GRADED, **changes: object) -> Standing:
    """Return where one student stands."""
    fields: dict[str, object] = {
        "student": student,
        "exercise": SLUG,
        "title": TITLE,
        "state": state,
        "max_score": 100.0,
        **changes,
    }
    return Standing(**fields)  # type: ignore[arg-type]  # the tests say which


CLASS = (
    standing(ADA, grade=sample_grade(ADA.key)),
    standing(
        BELA,
        grade=sample_grade(BELA.key, failed("claims-are-kept")),
        lateness=Lateness(90_000, 0, 10),
        adjustments=(Adjustment(2.5, "=cmd|' /C calc'!A0", "me", "2026-01-01T00:00:00Z"),),
        submitted="2026-01-01T00:00:00+00:00",
        attempts=2,
    ),
    standing(CLEO, State.EXCUSED, reason="ill"),
    standing(DAN, State.MISSING),
    standing(EVA, State.UNJUDGED, reason="line 1 is not UTF-8"),
)
