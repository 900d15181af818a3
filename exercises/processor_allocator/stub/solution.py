"""A virtual processor allocator: places machines on a host's processors and divides their time.

Fill in the bodies. Time is an integer ``now`` in ticks that the caller passes in; nothing here reads a
clock. Every method raises ValueError if ``now`` is negative or smaller than in an earlier call that
succeeded. A call that raises changes nothing.
"""

from dataclasses import dataclass

UNIT = 1000
"""One physical processor, in milli-processors."""


@dataclass(frozen=True)
class Machine:
    """What somebody wants to run.

    Attributes:
        name: Unique among the machines that run or are held.
        virtual_processors: At least 1.
        reservation: Milli-processors guaranteed to the whole machine; 0 <= reservation <= limit.
        limit: Milli-processors at most; 1 <= limit <= 1000 * virtual_processors.
        shares: Weight, at least 1.
    """

    name: str
    virtual_processors: int
    reservation: int
    limit: int
    shares: int


class CapacityError(Exception):
    """Too few processors with enough unreserved capacity."""


class LeaseExpired(Exception):  # noqa: N818  (the name is the interface)
    """The request is dead: aborted or expired."""


class UnknownName(LookupError):  # noqa: N818  (the name is the interface)
    """No such running machine, or no such request."""


class ProcessorAllocator:
    """Placement, admission and division of the processors of one host."""

    def __init__(self, nodes: list[int]) -> None:
        """Start with an empty host.

        Args:
            nodes: nodes[i] is the number of processors of NUMA node i. Processors are numbered from 0,
                node after node.

        Raises:
            ValueError: There is no node, or a node has less than one processor.
        """
        raise NotImplementedError

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine at once; entry k is the processor of its virtual processor k.

        Raises:
            ValueError: The machine breaks a range, or its name is running or held.
            CapacityError: It does not fit.
        """
        raise NotImplementedError

    def remove(self, now: int, name: str) -> None:
        """Stop a running machine.

        Raises:
            UnknownName: No machine of that name is running.
        """
        raise NotImplementedError

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement until ``now + lease``; the same request again gets the same answer.

        Raises:
            LeaseExpired: The request is dead.
            ValueError: The machine breaks a range, lease < 1, the request was made with another machine
                or lease, or (first time) the name is running or held.
            CapacityError: It does not fit; the request stays unknown.
        """
        raise NotImplementedError

    def commit(self, now: int, request: str) -> list[int]:
        """Make the held machine run; return its placement, now and at every repetition.

        Raises:
            LeaseExpired: The request is dead.
            UnknownName: The request was never seen.
        """
        raise NotImplementedError

    def abort(self, now: int, request: str) -> None:
        """Drop the held placement; a request never seen dies too.

        Raises:
            ValueError: The request is committed.
        """
        raise NotImplementedError

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Return the milli-processors of each machine in ``demands``; all others are idle.

        Raises:
            UnknownName: A machine in ``demands`` is not running.
            ValueError: A demand is negative.
        """
        raise NotImplementedError

    def free(self, now: int) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        raise NotImplementedError
