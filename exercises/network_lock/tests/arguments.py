"""Storms: what hypothesis chooses, simple values first, so that a failure shrinks to few faults."""

from hypothesis import strategies as st

from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.clocks import DriftingClock
from harness.simulators.crashing_nodes import Crash
from harness.simulators.faulty_network import NetworkFaults, Partition

LEASE = 100
DRIFT = 50
STORM_END = 500
SLOWEST = 5 * LEASE // 4
Storm = Scenario


@st.composite
def crashes(draw: st.DrawFn, nodes: int) -> tuple[Crash, ...]:
    """Return up to four crashes, most of them short."""
    count = draw(st.integers(0, 4))
    return tuple(
        Crash(
            draw(st.integers(0, nodes - 1)),
            draw(st.integers(1, STORM_END - 1)),
            draw(st.sampled_from((1, 1, 5, 40, 150))),
        )
        for _ in range(count)
    )


@st.composite
def partitions(draw: st.DrawFn, nodes: int) -> tuple[Partition, ...]:
    """Return up to two partitions."""
    found = []
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.integers(0, STORM_END - 1))
        length = draw(st.integers(1, 2 * LEASE))
        side = draw(st.sets(st.integers(0, nodes - 1), min_size=1, max_size=nodes - 1))
        found.append(Partition(first, first + length, tuple(sorted(side))))
    return tuple(found)


@st.composite
def storms(draw: st.DrawFn) -> Storm:
    """Return one storm over three to five nodes whose users all want the lock."""
    nodes = draw(st.integers(3, 5))
    clocks = tuple(
        DriftingClock(draw(st.integers(0, 300)), draw(st.integers(-DRIFT, DRIFT)))
        for _ in range(nodes)
    )
    slowest = draw(st.sampled_from((5, 5, 10, 30, 60, SLOWEST)))
    faults = NetworkFaults(
        loss_permille=draw(st.sampled_from((0, 0, 50, 150, 300))),
        repeat_permille=draw(st.sampled_from((0, 0, 100, 300))),
        delay=(1, slowest),
        partitions=draw(partitions(nodes)),
    )
    return Scenario(
        nodes,
        seed=draw(st.integers(0, 2**16)),
        lease=LEASE,
        drift=DRIFT,
        clocks=clocks,
        faults=faults,
        crashes=draw(crashes(nodes)),
        users=Users(hold=draw(st.sampled_from(((5, 40), (60, 90), None)))),
        end=STORM_END,
    )


def some_storms(most: int = 12) -> st.SearchStrategy[list[Storm]]:
    """Return some storms that are played side by side."""
    return st.lists(storms(), min_size=1, max_size=most)
