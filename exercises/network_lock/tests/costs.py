"""What the policy part measures: messages, hand-offs and waits of runs on a healthy network."""

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from exercises.network_lock.tests.model import EXCLUSION, TOKENS, WAITING
from exercises.network_lock.tests.playing import judge
from exercises.network_lock.tests.run import Run
from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.faulty_network import NetworkFaults

LEASE = 200
HOLD, THINK = (20, 20), (30, 60)


def lone_run(nodes: int, asker: int, seed: int) -> Scenario:
    """Return a run with one user; each message takes five ticks."""
    users = Users(first=(0, 0), hold=HOLD, think=THINK, askers=(asker,))
    faults = NetworkFaults(delay=(5, 5))
    return Scenario(nodes, seed, lease=LEASE, drift=0, users=users, faults=faults, end=1500)


def contended_run(nodes: int, seed: int, end: int) -> Scenario:
    """Return a run in which all users want the lock; messages take one to five ticks."""
    users = Users(first=(0, 60), hold=HOLD, think=THINK)
    return Scenario(nodes, seed, lease=LEASE, drift=0, users=users, end=end)


def measure(submission: Any, scenarios: Sequence[Scenario]) -> list[Run]:
    """Play runs; there is no figure of a lock that breaks, or that nobody is ever granted."""
    runs = judge(submission, scenarios, EXCLUSION, TOKENS, WAITING)
    for run in runs:
        assert run.ledger.grants, (
            f"in {run.scenario.end} ticks nobody was granted the lock: {run.scenario.told()}"
        )
    return runs


def lone_runs(nodes: int, askers: Sequence[int], randomness: Random) -> list[Scenario]:
    """Return a run for each asker."""
    return [lone_run(nodes, asker, randomness.getrandbits(16)) for asker in askers]


def messages_a_grant(runs: Sequence[Run]) -> float:
    """Return messages over grants, of all runs together."""
    return sum(run.world.messages for run in runs) / sum(len(run.ledger.grants) for run in runs)


def mean_hand_off(runs: Sequence[Run]) -> float:
    """Return the mean ticks from a release, while somebody waits, to the next grant."""
    found = [ticks for run in runs for ticks in run.hand_offs]
    return sum(found) / len(found) if found else float(max(run.scenario.end for run in runs))


def longest_wait(run: Run) -> int:
    """Return the longest wait for a grant; those who wait at the end count, too."""
    ended = [grant.at - grant.asked_at for grant in run.ledger.grants]
    return max(ended + [run.scenario.end - since for since in run.ledger.waiting.values()])


def jain_index(counts: Sequence[int]) -> float:
    r"""Return $J = (\sum g_i)^2 / (n \sum g_i^2)$: 1 is perfectly even, $1/n$ is all for one.

    >>> jain_index([4, 4, 0, 0])
    0.5
    """
    return sum(counts) ** 2 / (len(counts) * sum(count * count for count in counts))


def grants_by_node(run: Run) -> list[int]:
    """Return how often each node was granted the lock."""
    return [
        sum(grant.node == node for grant in run.ledger.grants) for node in range(run.scenario.nodes)
    ]


def share(value: float, zero: float, full: float) -> float:
    """Return where a value lies from ``zero`` (0) to ``full`` (1), and never beyond them."""
    return max(0.0, min(1.0, (zero - value) / (zero - full)))


def log_share(value: float, zero: float, full: float) -> float:
    """Return the same on a logarithmic scale."""
    return share(math.log(value), math.log(zero), math.log(full))
