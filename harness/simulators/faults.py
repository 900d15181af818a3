"""What must not happen in a simulated world."""

from typing import NamedTuple

DEADLOCK = "deadlock"
"""Nobody can move, and somebody sleeps."""
BROKEN = "broken"
"""A thread did what no thread may do."""


class Fault(NamedTuple):
    """Something that must not happen: what kind of thing, and in words.

    Authors add aspects of their own, so that one defect does not fail every property.
    """

    aspect: str
    text: str
