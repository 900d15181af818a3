"""Runs made to bring out one kind of defect each."""

from random import Random
from typing import Any

from exercises.network_lock.tests.liveness import MOST_HAPPENINGS, end_of
from exercises.network_lock.tests.playing import play
from exercises.network_lock.tests.scenarios import Scenario, Users, drifting_clocks
from harness.simulators.clocks import PERMILLE, DriftingClock
from harness.simulators.crashing_nodes import Crash
from harness.simulators.faulty_network import NetworkFaults, Partition

LEASE, ROUND_TRIP = 100, 10
BUSY = Users(first=(0, 30), hold=(5, 40), think=(0, 30))
GREEDY = Users(first=(0, 30), hold=None, think=(0, 5))

CROWDS = tuple(
    Scenario(nodes, seed=nodes, users=users, end=500)
    for nodes in (2, 3, 4, 5)
    for users in (BUSY, GREEDY)
)
"""Contention without faults: in it every grant has somebody else who wants the lock."""

TWO_HALVES = tuple(
    Scenario(4, seed=seed, users=users, faults=NetworkFaults(partitions=(cut,)), end=300)
    for seed, users in enumerate((BUSY, GREEDY))
    for cut in (Partition(0, 300, (0, 1)), Partition(0, 300, (0, 2)))
)
"""Four nodes in halves: whoever takes half for a majority lets two in."""

LATE_VOTES = tuple(
    Scenario(
        nodes,
        seed=seed,
        users=BUSY,
        faults=NetworkFaults(delay=(1, 5 * LEASE // 4), repeat_permille=200),
        crashes=tuple(Crash(seed % nodes, at, 1) for at in range(90 + seed, 700, 170)),
        end=900,
    )
    for nodes in (2, 3, 4)
    for seed in range(4)
)
"""Answers later than a lease, and users that crash while they wait."""


def with_dead_nodes(randomness: Random) -> list[Scenario]:
    """Return runs in which each set of consecutive nodes that is no majority is dead."""
    found = []
    for nodes in (1, 3, 4, 5):
        count = (nodes - 1) // 2
        for first in range(nodes if count else 1):
            dead = {(first + number) % nodes for number in range(count)}
            found.append(
                Scenario(
                    nodes,
                    seed=randomness.getrandbits(16),
                    users=BUSY,
                    crashes=tuple(Crash(node, 1, None) for node in sorted(dead)),
                    live_after=0,
                    end=end_of(0, LEASE),
                    most_happenings=MOST_HAPPENINGS,
                )
            )
    return found


def minorities(randomness: Random) -> list[Scenario]:
    """Return runs in which the network is cut so that one side, or both, are no majority."""
    sides: dict[int, list[tuple[int, ...]]] = {
        2: [(0,)],
        3: [(0,), (1,), (2,)],
        4: [(0, 1), (0, 3), (2,)],
        5: [(0, 1), (3, 4)],
    }
    return [
        Scenario(
            nodes,
            seed=randomness.getrandbits(16),
            users=BUSY,
            faults=NetworkFaults(partitions=(Partition(0, 300, side),)),
            end=300,
        )
        for nodes, cuts in sides.items()
        for side in cuts
    ]


def calm_runs(randomness: Random) -> list[Scenario]:
    """Return runs with a healthy network: many users, one user, users that hold to the end."""
    return [
        Scenario(
            nodes,
            seed=randomness.getrandbits(16),
            lease=20 * ROUND_TRIP,
            clocks=drifting_clocks(nodes, 50, randomness),
            users=users,
            is_calm=True,
            end=600,
        )
        for nodes in (1, 2, 3, 5)
        for users in (BUSY, GREEDY, Users(hold=(5, 40), think=(0, 30), askers=(nodes - 1,)))
    ]


def lone_witnesses(randomness: Random) -> list[Scenario]:
    """Return runs in which one replica alone links two majorities, and crashes between them.

    At first one node is cut off, later another one: what the third has promised in between, and to
    which tokens, nobody else can tell those who ask later.
    """
    cut, back = 3 * LEASE, 7 * LEASE
    return [
        Scenario(
            3,
            seed=randomness.getrandbits(16),
            users=BUSY,
            faults=NetworkFaults(
                partitions=(
                    Partition(0, cut, ((witness + 1) % 3,)),
                    Partition(cut, back, ((witness + 2) % 3,)),
                )
            ),
            crashes=(Crash(witness, cut + late, 1),),
            end=back,
        )
        for witness in range(3)
        for late in (0, 20)
    ]


def forgotten_leases(randomness: Random) -> list[Scenario]:
    """Return runs in which a replica votes, crashes, and is asked by another while the first holds.

    The two who ask never reach each other: the replica alone knows of the lease.
    """
    cut, end = 25, 300
    return [
        Scenario(
            3,
            seed=randomness.getrandbits(16),
            users=Users(
                first=(0, 0),
                hold=None,
                askers=(holder, other),
                first_of=((other, (cut + 7, cut + 12)),),
            ),
            faults=NetworkFaults(
                partitions=(Partition(0, cut, (other,)), Partition(cut, end, (holder,)))
            ),
            crashes=(Crash(replica, cut + late, 1),),
            end=end,
        )
        for replica in range(3)
        for holder, other in (((replica + 1) % 3, (replica + 2) % 3),)
        for late in (0, 5)
    ]


def late_and_twice(randomness: Random) -> list[Scenario]:
    """Return runs whose messages take 0.1 to 4.5 round trips, and half of which arrive twice.

    Most have three nodes, where a single vote too many makes a majority.
    """
    return [
        Scenario(
            nodes,
            seed=randomness.getrandbits(16),
            users=Users(first=(0, 30), hold=hold, think=(0, 3)),
            faults=NetworkFaults(repeat_permille=500, delay=(ROUND_TRIP // 10, slowest)),
            end=600,
        )
        for nodes in (3, 3, 3, 3, 4, 5)
        for hold in ((1, 10), (30, 80), (1, 80))
        for slowest in (2 * ROUND_TRIP, 9 * ROUND_TRIP // 2)
    ]


def drifting_runs(randomness: Random) -> list[Scenario]:
    """Return runs with one slow clock and fast ones; what reaches the slow node takes long."""
    return [
        Scenario(
            3,
            seed=randomness.getrandbits(16),
            lease=200,
            drift=drift,
            clocks=tuple(
                DriftingClock(randomness.randrange(1000), -drift if node == slow else drift)
                for node in range(3)
            ),
            users=GREEDY,
            faults=NetworkFaults(delay=(1, 2), delays_into=((slow, (low, high)),)),
            end=1400,
        )
        for drift in (50, 150, 300)
        for slow in range(3)
        for low, high in ((1, 2), (5, 9), (15, 30))
    ]


def asked_at_the_end(randomness: Random) -> list[Scenario]:
    """Return runs in which votes reach a slow holder late, and somebody asks when they have expired."""
    found = []
    for drift in (50, 150, 300):
        expired = 200 * PERMILLE // (PERMILLE + drift) + 2
        for least, greatest in ((8, 9), (14, 18)):
            for after in (1, 3, 6, 10):
                asks = expired + after
                users = Users(first=(0, 0), hold=None, askers=(1, 2), first_of=((1, (asks, asks)),))
                scenario = Scenario(
                    3,
                    seed=randomness.getrandbits(16),
                    lease=200,
                    drift=drift,
                    clocks=tuple(
                        DriftingClock(randomness.randrange(1000), r) for r in (drift, drift, -drift)
                    ),
                    users=users,
                    faults=NetworkFaults(delay=(1, 1), delays_into=((2, (least, greatest)),)),
                    end=asks + 60,
                )
                found.append(scenario)
    return found


def lock_step_runs(randomness: Random) -> list[Scenario]:
    """Return runs in which all ask in the same tick, with equal clocks and equal delays."""
    return [
        Scenario(
            nodes,
            seed=randomness.getrandbits(16),
            users=Users(first=(0, 0), hold=(10, 10), think=(20, 20)),
            faults=NetworkFaults(delay=(delay, delay)),
            live_after=0,
            end=end_of(0, LEASE),
            most_happenings=MOST_HAPPENINGS,
        )
        for nodes in (2, 3, 5)
        for delay in (1, 5)
    ]


def with_dead_holder(submission: Any, randomness: Random) -> list[Scenario]:
    """Return runs in which the first holder dies for ever one tick after it was granted the lock."""
    found = []
    for nodes in (3, 5):
        alone = Scenario(nodes, seed=randomness.getrandbits(16), users=BUSY, end=200)
        (run,) = play(submission, [alone])
        if run.ledger.grants:
            first = run.ledger.grants[0]
            found.append(_then_dead(alone, first.node, first.at + 1))
    return found


def _then_dead(scenario: Scenario, node: int, at: int) -> Scenario:
    return Scenario(
        scenario.nodes,
        seed=scenario.seed,
        users=scenario.users,
        crashes=(Crash(node, at, None),),
        live_after=at,
        end=end_of(at, LEASE),
        most_happenings=MOST_HAPPENINGS,
    )


def healing_runs(randomness: Random) -> list[Scenario]:
    """Return storms that end: from then on everybody must be served."""
    healed_at = 4 * LEASE
    return [
        Scenario(
            nodes,
            seed=randomness.getrandbits(16),
            clocks=drifting_clocks(nodes, 50, randomness),
            users=BUSY,
            faults=NetworkFaults(
                loss_permille=loss,
                repeat_permille=200,
                delay=(1, slowest),
                partitions=_cuts(nodes, randomness),
                healed_at=healed_at,
            ),
            crashes=_short_crashes(nodes, healed_at, randomness),
            live_after=healed_at,
            end=end_of(healed_at, LEASE),
            most_happenings=MOST_HAPPENINGS,
        )
        for nodes in (2, 3, 5)
        for loss, slowest in ((300, 20), (100, 5 * LEASE // 4), (900, 5))
    ]


def _cuts(nodes: int, randomness: Random) -> tuple[Partition, ...]:
    first = randomness.randrange(200)
    return (Partition(first, first + 150, (randomness.randrange(nodes),)),)


def _short_crashes(nodes: int, before: int, randomness: Random) -> tuple[Crash, ...]:
    return tuple(
        Crash(
            randomness.randrange(nodes), randomness.randrange(1, before), randomness.randint(1, 60)
        )
        for _ in range(4)
    )
