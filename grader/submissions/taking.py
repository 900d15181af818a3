"""What intake has found so far: every submission vetted as it comes, every oddity noted."""

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from grader.errors import UsageError
from grader.submissions.arrival_times import ArrivalTimes
from grader.submissions.names import name_key, printable, student_name
from grader.submissions.owners import Owners, UnmatchedError
from grader.submissions.places import UnreadableError
from grader.submissions.student_folder import SOLUTION
from grader.submissions.submission import Action, Intake, Problem, Submission
from grader.submissions.vetting import fault_of, without_byte_order_mark

MAX_CLASS_BYTES = 256 * 2**20
"""All solutions of a class together; they are held in memory."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a solution.

    Attributes:
        where: Its path.
        read: Returns its bytes, at most one more than the limit; may raise UnreadableError.
        submitted: When it came in, ISO 8601 with zone; empty if it is not known.
        revision: The commit that it is of; empty without one.
        flags: What a teacher should look at.
    """

    where: str
    read: Callable[[], bytes]
    submitted: str = ""
    revision: str = ""
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Taking:
    """What was found so far; ``handed_in`` has one list for each place that a student handed in."""

    owners: Owners = field(default_factory=Owners)
    times: ArrivalTimes = field(default_factory=ArrivalTimes)
    handed_in: defaultdict[str, list[list[Submission]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    problems: list[Problem] = field(default_factory=list)
    held_bytes: int = 0

    def note(self, owner: str, reason: str, action: Action) -> None:
        """Keep that something is odd, and what was done about it; of a student by the key."""
        with contextlib.suppress(UnmatchedError):
            owner = self.owners.named(owner)
        self.problems.append(Problem(student_name(owner), printable(reason), action))

    def take_named(self, owner: str, found: Found) -> None:
        """Take what is called by a student's name, if the list has one of that name."""
        try:
            student = self.owners.named(owner)
        except UnmatchedError as error:
            self.note(owner, str(error), Action.NOT_GRADED)
            return
        submitted = found.submitted or self.times.newest(owner) or self.times.newest(student)
        self.take(student, [replace(found, submitted=submitted)])

    def take(self, owner: str, versions: Sequence[Found]) -> None:
        """Take a student's submission, in one version or several; the odd ones are noted."""
        taken = [made for one in versions if (made := self._vetted(owner, one)) is not None]
        if taken:
            self.handed_in[name_key(taken[0].student)].append(taken)

    def take_made(self, submission: Submission) -> None:
        """Take one that is vetted."""
        self.handed_in[name_key(submission.student)].append([submission])

    def intake(self) -> Intake:
        """Return it all in order; of what a student handed in at several places, none is taken."""
        taken: list[Submission] = []
        for places in self.handed_in.values():
            if len(places) == 1:
                taken += places[0]
                continue
            shown = ", ".join(one.where for versions in places for one in versions)
            for student in {one.student for versions in places for one in versions}:
                reason = f"several submissions under one name: {shown}"
                self.note(student, reason, Action.NOT_GRADED)
        return Intake(
            tuple(sorted(taken, key=lambda item: item.student)),
            tuple(sorted(self.problems, key=lambda item: (item.student, item.reason))),
        )

    def _vetted(self, owner: str, found: Found) -> Submission | None:
        try:
            raw = found.read()  # with the mark: what was cut at the limit must not fit without it
        except UnreadableError as error:
            self.note(owner, str(error), Action.NOT_GRADED)
            return None
        fault = fault_of(raw)
        if fault is not None:
            self.note(owner, fault, Action.NOT_GRADED)
            return None
        student = student_name(owner)
        if student != normalize("NFC", owner.strip()):
            reason = "the name is too long or has characters that can not be shown"
            self.note(owner, reason, Action.GRADED)
        source = without_byte_order_mark(raw)
        if source != raw:
            reason = "the file begins with a byte-order mark, which was removed"
            self.note(owner, reason, Action.GRADED)
        self.held_bytes += len(source)
        if self.held_bytes > MAX_CLASS_BYTES:
            raise UsageError(
                f"the solutions together are larger than {MAX_CLASS_BYTES >> 20} MiB",
                "grade the class in several parts",
            )
        return make_submission(student, source, found)


def make_submission(student: str, source: bytes, found: Found) -> Submission:
    """Return what was handed in, all of it fit to be shown."""
    return Submission(
        student=student,
        sources={SOLUTION: source},
        digest=hashlib.sha256(source).hexdigest(),
        where=printable(found.where),
        submitted=found.submitted,
        revision=found.revision,
        flags=tuple(printable(flag) for flag in found.flags),
    )
