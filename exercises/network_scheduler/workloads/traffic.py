"""The fixed workloads that the policy figures are measured with.

They are public. ``disguised`` gives the classes new names and another order, so that no table of answers
fits.
"""

from dataclasses import dataclass, replace
from random import Random

MTU = 1500
BYTES_PER_MS = 100
"""Speed of the link."""
INTERNET_SIZES = (64, 576, 1500)


@dataclass(frozen=True, slots=True)
class Flow:
    """A class of the tree; a leaf if it has sizes.

    Attributes:
        limit: Rate in bytes a second, and burst in bytes.
        every_ms: One packet arrives so often; None: it is backlogged all the time.
    """

    name: int
    weight: int = 1
    sizes: tuple[int, ...] = ()
    parent: int = 0
    limit: tuple[int, int] | None = None
    every_ms: float | None = None


TENANTS = (
    Flow(1, 1, INTERNET_SIZES),
    Flow(2, 1, INTERNET_SIZES),
    Flow(3, 5, INTERNET_SIZES),
    Flow(4, 20, INTERNET_SIZES),
    Flow(5, 1, (100,), every_ms=400),
)
"""Four backlogged classes of weights 1, 1, 5 and 20, and a light one: for drift and delay."""
TENANTS_MS = 20_000
TREE = (
    Flow(10, 3),
    Flow(11, 2),
    Flow(1, 1, INTERNET_SIZES, 10),
    Flow(2, 2, INTERNET_SIZES, 10, limit=(15_000, 3000)),
    Flow(3, 1, INTERNET_SIZES, 11, limit=(5000, 3000)),
    Flow(4, 3, (576,), 11),
    Flow(5, 1, (1500,)),
)
"""Two branches and a leaf, all backlogged; two of the five leaves are limited: for shares."""
TREE_MS = 20_000
OVERLOAD = tuple(
    Flow(name, 1, (size,), every_ms=size / 60) for name, size in enumerate(INTERNET_SIZES, 1)
)
"""Three equal classes that each offer 60 bytes/ms, in packets of another size: for losses."""
OVERLOAD_MS = 6000
OVERLOAD_QUEUE_PACKETS = 30


def disguised(flows: tuple[Flow, ...], randomness: Random) -> tuple[Flow, ...]:
    """Return the same classes with other names, siblings in another order."""
    names = dict(
        zip(
            (flow.name for flow in flows),
            randomness.sample(range(1, 1000), len(flows)),
            strict=True,
        )
    )
    names[0] = 0
    renamed = [replace(flow, name=names[flow.name], parent=names[flow.parent]) for flow in flows]
    inner = [flow for flow in renamed if not flow.sizes]
    leaves = [flow for flow in renamed if flow.sizes]
    return (*inner, *randomness.sample(leaves, len(leaves)))


def names_of(flows: tuple[Flow, ...], *, backlogged: bool) -> set[int]:
    """Return the leaves that are, or are not, backlogged all the time."""
    return {flow.name for flow in flows if flow.sizes and (flow.every_ms is None) == backlogged}
