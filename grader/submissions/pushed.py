"""Which of the commits that were pushed to a clone count.

For each cutoff the newest push until then does. A push that left the solution as it was does not
make it late: it came in with the first of such pushes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grader.submissions.arrival_times import Push
from grader.submissions.git_objects import GitObjects
from grader.submissions.solution_place import paths_of


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push whose commit the clone has.

    Attributes:
        push: When, and which commit.
        solution: Digest of the solution in it; empty without one.
    """

    push: Push
    solution: str


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts of a clone.

    Attributes:
        versions: One for each cutoff that has one, no solution twice in a row; oldest first.
        newest: The commit that the last of them was still at; empty without any.
    """

    versions: tuple[Push, ...]
    newest: str


def find_pushed(
    objects: GitObjects, pushes: Sequence[Push], slug: str
) -> tuple[list[Pushed], list[Push]]:
    """Return the pushes that the clone has, oldest first, and those that it has not."""
    named = [push for push in pushes if push.commit.strip("0")]
    asked = ["^{commit}", *(f":{path}" for path in paths_of(slug))]
    found = objects.digests([f"{push.commit}{what}" for push in named for what in asked])
    present: list[Pushed] = []
    absent: list[Push] = []
    for index, push in enumerate(named):
        commit, *solutions = found[index * len(asked) : (index + 1) * len(asked)]
        if commit:
            solution = next((one for one in solutions if one), "")
            present.append(Pushed(Push(push.when, commit), solution))
        else:
            absent.append(push)
    return present, absent


def counting(present: Sequence[Pushed], cutoffs: Sequence[datetime | None]) -> Counting:
    """Return which count; None is the end of time."""
    versions: list[Push] = []
    newest = ""
    for cutoff in cutoffs:
        until = [one for one in present if cutoff is None or one.push.when <= cutoff]
        if not until:
            continue
        newest = until[-1].push.commit
        first = until[-1]
        for one in reversed(until):
            if one.solution != first.solution:
                break
            first = one
        if first.push not in versions:
            versions.append(first.push)
    return Counting(tuple(versions), newest)
