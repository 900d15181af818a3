"""What reports are made from; plain data, put together by whoever has the gradebook and the course."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.standing import Standing
from grader.course.visibility import Visibility
from grader.scoring.policy_curve import Yardstick
from harness.exercise.manifest import Manifest

YardsticksOfGrades = Mapping[tuple[str, int], Mapping[str, Yardstick]]
"""By exercise digest and seed, as the gradebook keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A class and its exercises.

    Attributes:
        title: Of the course.
        manifests: Of the exercises, in the order in which they are shown.
        standings: At most one a student and exercise, all of these exercises.
        yardsticks: Of the exercise digests and seeds of the grades; without them figures are told
            but not drawn.
        visibility: What students see of an exercise, by slug; everything where it is not said.
        hides_seeds: Whether the seeds of grades are kept from students.
    """

    title: str
    manifests: Sequence[Manifest]
    standings: Sequence[Standing]
    yardsticks: YardsticksOfGrades = field(default_factory=dict)
    visibility: Mapping[str, Visibility] = field(default_factory=dict)
    hides_seeds: bool = False

    def __post_init__(self) -> None:
        """Refuse what would be written over itself, or over nothing."""
        keys = [(one.student.key, one.exercise) for one in self.standings]
        if len(set(keys)) < len(keys):
            raise ValueError("reports are made of one standing a student and exercise")
        known = {manifest.slug for manifest in self.manifests}
        if any(slug not in known for _, slug in keys):
            raise ValueError("a standing is of an exercise without a manifest")
        if any(one.grade is not None and not one.grade.is_final for one in self.standings):
            raise ValueError("reports are made only if the judge worked throughout")

    def by_exercise(self) -> dict[str, list[Standing]]:
        """Return the standings in each exercise, students ordered by name."""
        found: dict[str, list[Standing]] = {manifest.slug: [] for manifest in self.manifests}
        for one in sorted(self.standings, key=_by_name):
            found[one.exercise].append(one)
        return found

    def by_student(self) -> dict[str, list[Standing]]:
        """Return each student's standings in the order of the exercises, students by name."""
        order = {manifest.slug: place for place, manifest in enumerate(self.manifests)}
        found: defaultdict[str, list[Standing]] = defaultdict(list)
        for one in sorted(self.standings, key=_by_name):
            found[one.student.key].append(one)
        return {
            key: sorted(standings, key=lambda one: order[one.exercise])
            for key, standings in found.items()
        }


def _by_name(standing: Standing) -> tuple[str, str]:
    return standing.student.shown_name.casefold(), standing.student.key
