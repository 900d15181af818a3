"""What a task does: when it arrives, how long it runs and sleeps, when it ends.

Ticks are counted from the start of the simulation; ``simulation`` plays plans.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Then(Enum):
    """What follows the last burst of a plan."""

    RUN = auto()
    EXIT = auto()
    REPEAT = auto()
    RETURN = auto()
    """It exits, and when its one burst's sleep is over a new task of another id does the same."""


@dataclass(frozen=True, slots=True)
class Burst:
    """So many ticks of CPU, then so many ticks of sleep."""

    run: int
    sleep: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One task; without bursts it runs for ever."""

    task: int
    weight: int = 1
    arrival: int = 0
    bursts: tuple[Burst, ...] = ()
    then: Then = Then.RUN
    leaves: int | None = None
    """The tick at which it exits, whatever it does then."""
    reweights: tuple[tuple[int, int], ...] = ()
    """(tick, new weight)."""

    def __str__(self) -> str:
        parts = [f"task {self.task}: weight {self.weight}"]
        if self.arrival:
            parts.append(f"arrives after {_ticks(self.arrival)}")
        parts.append(self._deeds())
        parts += [f"has weight {weight} from tick {at} on" for at, weight in self.reweights]
        if self.leaves is not None:
            parts.append(f"exits after {_ticks(self.leaves)}")
        return ", ".join(parts)

    def _deeds(self) -> str:
        last = {
            Then.RUN: "runs for ever",
            Then.EXIT: "exits",
            Then.REPEAT: "so again and again",
            Then.RETURN: "a new task of another id does the same, and so on",
        }[self.then]
        if self.then is Then.RETURN:
            return (
                f"runs {self.bursts[0].run}, exits, and {_ticks(self.bursts[0].sleep)} later {last}"
            )
        bursts = [f"runs {burst.run}{_sleep(burst.sleep)}" for burst in self.bursts]
        if self.then is Then.EXIT:
            bursts[-1] = f"runs {self.bursts[-1].run}"
        return ", then ".join([*bursts, last])


def _sleep(ticks: int) -> str:
    return f", sleeps {ticks}" if ticks else ", blocks and wakes at once"


def _ticks(count: int) -> str:
    return "1 tick" if count == 1 else f"{count} ticks"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A machine and all tasks that will come to it.

    Attributes:
        start: The clock when they begin.
        tickless: The timer interrupts a CPU only if a slice is over and a task waits, not on every
            tick.
    """

    slice_ticks: int
    plans: tuple[Plan, ...]
    start: int = 0
    cpus: int = 1
    tickless: bool = False
