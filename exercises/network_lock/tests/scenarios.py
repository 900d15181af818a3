"""What is decided before a run: nodes, clocks, what the network and the users do."""

from dataclasses import dataclass, field
from random import Random

from harness.simulators.clocks import PERMILLE, DriftingClock
from harness.simulators.crashing_nodes import Crash, CrashInCall, WorldPlan
from harness.simulators.faulty_network import NetworkFaults

Span = tuple[int, int]
"""The least and the greatest number of ticks; each between them is equally likely."""


def safe_lease(lease: int, drift: int) -> int:
    r"""Return how long a holder may hold: $V = \lfloor L (1000 - d) / (1000 + d) \rfloor - 2$."""
    return lease * (PERMILLE - drift) // (PERMILLE + drift) - 2


@dataclass(frozen=True, slots=True)
class Users:
    """What the users of the nodes do, over and over.

    Attributes:
        first: When each asks first.
        hold: How long it holds; None for as long as it may.
        think: How long it waits after that, and after a crash, before it asks again.
        askers: Which nodes have a user; None for all.
        first_of: Other first times of some nodes.
    """

    first: Span = (0, 40)
    hold: Span | None = (5, 40)
    think: Span = (0, 30)
    askers: tuple[int, ...] | None = None
    first_of: tuple[tuple[int, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One run.

    Attributes:
        drift: The bound that the nodes are told, in permille.
        is_calm: Whether the network is healthy all the time, so that every grant must be useful.
        live_after: From here on every live user must be granted the lock, again and again; the run
            ends as soon as each was granted it once. None where that is not judged.
        end: The first tick that is not played.
        most_happenings: The run ends after so many.
    """

    nodes: int
    seed: int = 0
    lease: int = 100
    round_trip: int = 10
    drift: int = 50
    clocks: tuple[DriftingClock, ...] = ()
    faults: NetworkFaults = field(default_factory=NetworkFaults)
    crashes: tuple[Crash, ...] = ()
    crash_in_call: CrashInCall | None = None
    users: Users = field(default_factory=Users)
    is_calm: bool = False
    live_after: int | None = None
    most_happenings: int = 10_000
    end: int = 800

    @property
    def majority(self) -> int:
        """How many nodes are one."""
        return self.nodes // 2 + 1

    @property
    def askers(self) -> tuple[int, ...]:
        """The nodes that have a user."""
        return tuple(range(self.nodes)) if self.users.askers is None else self.users.askers

    def plan(self) -> WorldPlan:
        """Return what the simulator needs."""
        clocks = self.clocks or (DriftingClock(),) * self.nodes
        return WorldPlan(
            clocks,
            self.faults,
            self.seed,
            self.crashes,
            self.crash_in_call,
            self.end,
            self.most_happenings,
        )

    def told(self) -> str:
        """Return the scenario in words: what a student needs to follow a failure."""
        clocks = [f"{c.offset} {c.drift_permille:+d}" for c in self.plan().clocks]
        lines = [
            f"{self.nodes} nodes, lease {self.lease}, drift {self.drift}",
            f"clocks (offset, permille): {', '.join(clocks)}",
            *_faults_told(self.faults),
            *[_crash_told(crash) for crash in self.crashes],
        ]
        if self.crash_in_call is not None:
            call, cut, down = self.crash_in_call
            lines.append(
                f"the node of call {call + 1} of the run crashes after {cut} of its effects and"
                f" {_back(down)}"
            )
        return ". ".join(lines) + "."


def _faults_told(faults: NetworkFaults) -> list[str]:
    found = [f"messages take {faults.delay[0]} to {faults.delay[1]} ticks"]
    found += [f"to node {node} {low} to {high}" for node, (low, high) in faults.delays_into]
    if faults.loss_permille:
        found.append(f"{faults.loss_permille / 10:g} % are lost")
    if faults.repeat_permille:
        found.append(f"{faults.repeat_permille / 10:g} % arrive twice")
    text = ", ".join(found)
    cuts = [
        f"nodes {list(p.side)} are cut off from t={p.first} to {p.last}" for p in faults.partitions
    ]
    if faults.healed_at is not None:
        cuts.append(f"all of that ends at t={faults.healed_at}")
    return [text, *cuts]


def _crash_told(crash: Crash) -> str:
    return f"node {crash.node} crashes at t={crash.at} and {_back(crash.down)}"


def _back(down: int | None) -> str:
    if down is None:
        return "stays dead"
    return "is back one tick later" if down <= 1 else f"is back {down} ticks later"


def drifting_clocks(nodes: int, drift: int, randomness: Random) -> tuple[DriftingClock, ...]:
    """Return clocks that start anywhere and drift anyhow within the bound."""
    return tuple(
        DriftingClock(randomness.randrange(1000), randomness.randint(-drift, drift))
        for _ in range(nodes)
    )
