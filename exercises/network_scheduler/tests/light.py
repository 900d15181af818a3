r"""A light flow among bulk siblings: how much passes one waiting packet.

While a packet of class i waits, siblings that are backlogged, or come back each time that they have run
empty, send together at most

$$ K L \left(W + \frac{W}{w_i} + n\right), \qquad W = \sum_{j \ne i} w_j $$

bytes. It is the sum of the drift bounds with $S_i = 0$.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.network_scheduler.tests.arguments import MTU
from exercises.network_scheduler.tests.drift import SLACK_FACTOR
from exercises.network_scheduler.tests.link import Link
from exercises.network_scheduler.tests.plans import ClassPlan, Plan

LIGHT_WEIGHTS = (1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class LightPlan:
    """Bulk leaves, and a light one that offers packets ``silence`` packets after its last one left."""

    plan: Plan
    light: ClassPlan
    silence: int
    at_once: int
    """Packets that the light one offers."""

    def most_bytes(self) -> float:
        """Return how much may pass a waiting packet."""
        others = [one.weight for one in self.plan.leaves() if one is not self.light]
        total = sum(others)
        return SLACK_FACTOR * MTU * (total + total / self.light.weight + len(others))


def light_plans(packets: int) -> st.SearchStrategy[LightPlan]:
    """Draw one to five bulk leaves; with depth 1 each of them runs empty at every departure."""
    one = st.tuples(st.sampled_from(LIGHT_WEIGHTS), st.sampled_from((MTU, 60, 20)))
    return st.builds(
        lambda bulk, light, **rest: light_plan(bulk, light[0], light[1], packets=packets, **rest),
        st.lists(one, min_size=1, max_size=5),
        one,
        depth=st.sampled_from((1, 3)),
        silence=st.sampled_from((0, 1, 4, 30)),
        at_once=st.sampled_from((1, 2)),
    )


def light_plan(
    bulk: list[tuple[int, int]],
    weight: int,
    size: int,
    *,
    depth: int,
    silence: int,
    at_once: int = 1,
    packets: int = 120,
) -> LightPlan:
    """Return a plan; ``bulk`` has the weight and the packet size of each bulk leaf."""
    classes = tuple(
        ClassPlan(name, heavy, (length,)) for name, (heavy, length) in enumerate(bulk, 1)
    )
    light = ClassPlan(len(classes) + 1, weight, (size,))
    return LightPlan(Plan((*classes, light), packets, depth=depth), light, silence, at_once)


ONE_THAT_RUNS_EMPTY = light_plan([(1, MTU)], 1, MTU, depth=1, silence=0, at_once=2)
"""A single sibling has one packet at a time, and a new one as soon as that has left."""
FIVE_BACKLOGGED = light_plan([(1, MTU)] * 5, 1, MTU, depth=3, silence=4, packets=160)


def play_light(submission: Any, trial: LightPlan) -> None:
    """Play a plan; fail when too much passes one packet of the light flow."""
    link = Link(submission, trial.plan)
    light, most = trial.light, trial.most_bytes()
    link.silence(light.name)
    idle, passed = 0, 0
    for packet in link.run():
        size = 0 if packet is None else packet.size
        if packet is not None and packet.leaf == light.name:
            idle, passed = 0, 0
        elif link.holds(light.name):
            passed += size
            assert passed <= most, (
                f"A packet of class {light.name} (weight {light.weight}) has waited while its siblings"
                f" sent {passed} bytes; they may send 3 L (W + W/{light.weight} + n) = {most:.0f}."
                f" Each of the others has {trial.plan.depth} packets queued at every dequeue.\n"
                f"{trial.plan.story()}"
            )
        else:
            idle += 1
        if not link.holds(light.name) and idle >= trial.silence:
            for _ in range(trial.at_once):
                link.offer(light)
