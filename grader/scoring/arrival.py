"""When and how a submission came in: what a course needs to know of it besides its grade."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission that came in.

    Attributes:
        student: Whose, as the gradebook has the name.
        exercise: Slug.
        submission_digest: SHA-256 of the solution, hexadecimal.
        submitted: ISO 8601 with zone; empty if it is not known.
        revision: The commit that it was taken from; empty without one.
        flags: What a teacher should look at, one sentence each.
    """

    student: str
    exercise: str
    submission_digest: str
    submitted: str = ""
    revision: str = ""
    flags: tuple[str, ...] = ()
