"""How many of the grants span as few groups as they could at that moment."""

from collections.abc import Sequence

from exercises.device_allocator.tests.model import Model, Unit


class Tightness:
    """Counts grants, class by class.

    Attributes:
        grants: Pairs of a grant and a class of which it holds a unit.
        tight: Those that span the least number of groups.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self.grants = 0
        self.tight = 0

    def add(self, units: Sequence[Unit]) -> None:
        """Count a grant; the model is as it was before it."""
        for name in {name for name, _ in units}:
            mine = [unit for unit in units if unit[0] == name]
            spans = len({self._model.group_of(unit) for unit in mine})
            self.grants += 1
            self.tight += spans == least_groups(self._model.free_by_group(name), len(mine))


def least_groups(free: Sequence[int], wanted: int) -> int:
    """Return how few groups can give so many units: the roomiest first."""
    groups = 0
    for count in sorted(free, reverse=True):
        if wanted <= 0:
            break
        wanted -= count
        groups += 1
    return groups
