"""What a simulation does: a tree, what each leaf offers, and what changes on the way.

Leaves are filled up again before every ``dequeue``, so each of them is backlogged until it is silent.
``link`` plays plans.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Change(Enum):
    """What happens to one class."""

    SILENCE = auto()
    """It offers nothing more; what it has queued still leaves."""
    RETURN = auto()
    LIMIT = auto()
    """From now on it may send next to nothing."""
    UNLIMIT = auto()
    REWEIGHT = auto()


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """One class; a leaf if it has sizes, which its packets take in turn."""

    name: int
    weight: int = 1
    sizes: tuple[int, ...] = ()
    parent: int = 0

    def __str__(self) -> str:
        under = f", under {self.parent}" if self.parent else ""
        sizes = f", packets of {', '.join(map(str, self.sizes))} bytes" if self.sizes else ""
        return f"class {self.name}: weight {self.weight}{under}{sizes}"


@dataclass(frozen=True, slots=True)
class Event:
    """A change once ``after`` packets have been asked for."""

    after: int
    change: Change
    name: int
    weight: int = 1

    def __str__(self) -> str:
        deed = {
            Change.SILENCE: "falls silent",
            Change.RETURN: "offers packets again",
            Change.LIMIT: "is limited to 1 byte/s",
            Change.UNLIMIT: "has no limit any more",
            Change.REWEIGHT: f"has weight {self.weight} from now on",
        }[self.change]
        return f"after packet {self.after} class {self.name} {deed}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A tree, parents before children, and all that will happen.

    Attributes:
        depth: Packets that each leaf has queued when ``dequeue`` is called.
        gap_ms: Between two calls of ``dequeue``.
    """

    classes: tuple[ClassPlan, ...]
    packets: int
    events: tuple[Event, ...] = ()
    depth: int = 3
    gap_ms: int = 1

    def leaves(self) -> tuple[ClassPlan, ...]:
        """Return the classes that offer packets."""
        return tuple(one for one in self.classes if one.sizes)

    def story(self) -> str:
        """Say what the plan is."""
        return "\n".join([*map(str, self.classes), *map(str, self.events)])
