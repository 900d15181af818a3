r"""The ideal shares of backlogged classes in a tree with limits: water-filling, level by level.

Among siblings the capacity $C$ is split as $x_i = \min(c_i, w_i \lambda)$ with $\sum x_i = C$, where $c_i$
is what the subtree of child i can take at most.
"""

import math
from collections.abc import Mapping

from exercises.network_scheduler.workloads.traffic import Flow

ROOT = 0


def ideal_shares(flows: tuple[Flow, ...], capacity: float) -> dict[int, float]:
    """Return what each leaf gets of ``capacity``, in its unit; limits are in a thousandth of it."""
    shares: dict[int, float] = {ROOT: capacity}
    left = [ROOT]
    while left:
        parent = left.pop()
        children = [flow for flow in flows if flow.parent == parent]
        if children:
            needs = {flow.name: (flow.weight, _most(flows, flow)) for flow in children}
            shares.update(fill(shares[parent], needs))
            left += needs
    return {flow.name: shares[flow.name] for flow in flows if flow.sizes}


def fill(capacity: float, needs: Mapping[int, tuple[int, float]]) -> dict[int, float]:
    """Split a capacity by weight among classes, given as (weight, most that it can take).

    >>> fill(12.0, {1: (1, 2.0), 2: (1, 99.0), 3: (4, 99.0)})
    {1: 2.0, 2: 2.0, 3: 8.0}
    """
    found: dict[int, float] = {}
    open_needs = dict(needs)
    while open_needs:
        level = capacity / sum(weight for weight, _ in open_needs.values())
        full = {name: most for name, (weight, most) in open_needs.items() if most <= weight * level}
        if not full:
            full = {name: weight * level for name, (weight, _) in open_needs.items()}
        found.update(full)
        capacity -= sum(full.values())
        open_needs = {name: need for name, need in open_needs.items() if name not in full}
    return {name: found[name] for name in needs}


def _most(flows: tuple[Flow, ...], flow: Flow) -> float:
    """Return the most that the subtree of a class can send."""
    own = math.inf if flow.limit is None else flow.limit[0] / 1000
    children = [one for one in flows if one.parent == flow.name]
    return min(own, sum(_most(flows, one) for one in children)) if children else own
