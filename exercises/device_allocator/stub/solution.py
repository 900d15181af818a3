"""A device allocator: grants exclusive units of device classes to sessions, and takes them back.

Fill in the bodies. A unit is named by its class and its number, as in ("gpu", 3); units of one class
are alike but for the group (a PCIe switch, say) that they sit in. Nothing waits here: a request that
can not be granted stays in the queue, and a later call returns the grant.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """A request that is met, all of it.

    Attributes:
        session: Who gets the units.
        units: What it gets: (device class, unit number), in any order.
    """

    session: int
    units: list[tuple[str, int]]


class ClaimExceeded(Exception):  # noqa: N818  (the name is the interface)
    """Held and requested units together would exceed the session's claim."""


class RequestPending(Exception):  # noqa: N818  (the name is the interface)
    """The session has a request waiting already."""


class NotHeld(Exception):  # noqa: N818  (the name is the interface)
    """A unit is not held by this session, is named twice or does not exist."""


class StaleSession(LookupError):  # noqa: N818  (the name is the interface)
    """The session never existed or has ended."""


class DeviceAllocator:
    """Exclusive units for sessions that declare beforehand how many they may want at most."""

    def __init__(self, groups: dict[str, list[int]], patience: int = 4) -> None:
        """Start with all units free, no session and an empty queue.

        Args:
            groups: For each device class the sizes of its groups; {"gpu": [4, 4]} is 8 units, 0 to 7,
                of which 0 to 3 are one group and 4 to 7 another.
            patience: How often a waiting request may be overtaken by newcomers.

        Raises:
            ValueError: There is no class, a class without groups, a group of less than one unit, or
                patience < 0.
        """
        raise NotImplementedError

    def register(self, claim: dict[str, int]) -> int:
        """Open a session with its maximal claim; return its number, never used before.

        A class that is left out counts 0.

        Raises:
            ValueError: An unknown class, a negative count, or more than the class has.
        """
        raise NotImplementedError

    def request(self, session: int, units: dict[str, int]) -> list[Grant]:
        """Ask for more units, all or nothing; return the grants that this call makes, in order.

        The session's own may be among them or not.

        Raises:
            ValueError: An unknown class, a negative count, or nothing but zeros.
            StaleSession: The session is not open.
            RequestPending: It has a request waiting.
            ClaimExceeded: It would hold more than its claim.
        """
        raise NotImplementedError

    def release(self, session: int, units: list[tuple[str, int]]) -> list[Grant]:
        """Give these units back; return the grants to waiting sessions, in order.

        Raises:
            ValueError: The list is empty.
            StaleSession: The session is not open.
            NotHeld: A unit is not the session's, is named twice or does not exist; nothing is released.
        """
        raise NotImplementedError

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel the waiting request, if there is one; return the grants that become possible.

        Raises:
            StaleSession: The session is not open.
        """
        raise NotImplementedError

    def unregister(self, session: int) -> list[Grant]:
        """End a session, done or crashed: its request is dropped and all its units come back.

        Raises:
            StaleSession: The session is not open.
        """
        raise NotImplementedError

    def holdings(self, session: int) -> list[tuple[str, int]]:
        """Return the units that a session holds, sorted.

        Raises:
            StaleSession: The session is not open.
        """
        raise NotImplementedError
