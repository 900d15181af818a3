"""A network that delays, loses, repeats and reorders messages, and can be cut in two.

It never looks at a message. Each link has random numbers of its own, drawn in the order of what is
sent over it, so that what happens on one link changes no other one; the same seed and the same
sending give the same fates.
"""

from dataclasses import dataclass, field
from random import Random

from harness.simulators.clocks import PERMILLE

Delay = tuple[int, int]
"""The least and the greatest number of ticks; each between them is equally likely."""


@dataclass(frozen=True, slots=True)
class Partition:
    """From ``first`` to before ``last`` nothing that is sent passes between ``side`` and the rest."""

    first: int
    last: int
    side: tuple[int, ...]

    def cuts(self, at: int, sender: int, to: int) -> bool:
        """Tell whether a message sent now is cut off."""
        return self.first <= at < self.last and (sender in self.side) != (to in self.side)


@dataclass(frozen=True, slots=True)
class NetworkFaults:
    """What a network does to messages until it heals.

    Attributes:
        loss_permille: How many get lost.
        repeat_permille: How many of the others arrive twice, each time after a delay of its own.
        delay: How long they take.
        delays_into: Other delays of messages to some nodes.
        partitions: When the network is cut in two.
        healed_at: From here on nothing is lost, repeated or cut off; None for never.
        healed_delay: How long a message takes then.
    """

    loss_permille: int = 0
    repeat_permille: int = 0
    delay: Delay = (1, 5)
    delays_into: tuple[tuple[int, Delay], ...] = ()
    partitions: tuple[Partition, ...] = ()
    healed_at: int | None = None
    healed_delay: Delay = (1, 5)


@dataclass(slots=True)
class FaultyNetwork:
    """Decides the fate of each message."""

    faults: NetworkFaults
    seed: int
    _links: dict[tuple[int, int], Random] = field(default_factory=dict)

    def arrivals(self, at: int, sender: int, to: int) -> tuple[int, ...]:
        """Return when a message sent now arrives: at no, one or two times."""
        faults = self.faults
        luck = self._link(sender, to)
        loss, repeat = luck.random() * PERMILLE, luck.random() * PERMILLE
        first, second = luck.random(), luck.random()
        if faults.healed_at is not None and at >= faults.healed_at:
            return (at + _between(faults.healed_delay, first),)
        if loss < faults.loss_permille or any(p.cuts(at, sender, to) for p in faults.partitions):
            return ()
        delay = dict(faults.delays_into).get(to, faults.delay)
        arrival = at + _between(delay, first)
        if repeat < faults.repeat_permille:
            return arrival, at + _between(delay, second)
        return (arrival,)

    def _link(self, sender: int, to: int) -> Random:
        if (sender, to) not in self._links:
            name = f"{self.seed}/{sender}/{to}"
            self._links[sender, to] = Random(name)  # noqa: S311 - repeatable on purpose
        return self._links[sender, to]


def _between(delay: Delay, luck: float) -> int:
    least, greatest = delay
    return least + int(luck * (greatest - least + 1))
