"""What intake is asked for: where from, whose, until when."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from grader.submissions.arrival_times import ArrivalTimes
from grader.submissions.owners import Owners


class Source(StrEnum):
    """How submissions lie on the disk."""

    AUTO = "auto"
    """Whichever of the others it looks like."""
    FOLDER = "folder"
    """A folder or a ``.py`` file a student, or a ``.zip`` of that."""
    CLONES = "clones"
    """A clone a student."""
    CLASSROOM = "classroom"
    """What is left of GitHub Classroom: ``<slug>-submissions`` and its exported tables."""
    CLASSROOM50 = "classroom50"
    """Clones called ``<classroom>-<assignment>-<username>``."""
    GRADESCOPE = "gradescope"
    """An export with its ``submission_metadata.yml``."""
    INBOX = "inbox"
    """The shared folder that ``virtlab submit`` delivers to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; the defaults take everything of whoever it is.

    Attributes:
        source: How submissions lie on the disk.
        slug: Of the exercise: in a repository its folder is looked into first, of an inbox only its
            parcels are taken. May be empty but for an inbox.
        owners: The list of students.
        times: When submissions came in.
        cutoffs: For each, the newest push until then is taken; None is the end of time.
        repositories: What repositories are called before ``-<login>``; empty if not known.
        template: What students started from, a folder or a clone; None to compare with the first
            commit of each.
    """

    source: Source = Source.AUTO
    slug: str = ""
    owners: Owners = field(default_factory=Owners)
    times: ArrivalTimes = field(default_factory=ArrivalTimes)
    cutoffs: tuple[datetime | None, ...] = (None,)
    repositories: str = ""
    template: Path | None = None
