"""What each thread does next, as a function of the results it got: asked once, kept for ever.

The histories of one thread form a tree: a node for each sequence of results, with the event that
follows it. Whoever answers (a generator here, or a solution in a sandbox) is asked once a node, so
what is explored is always one well-defined program, however the answerer behaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from harness.simulators.faults import Fault
from harness.simulators.shared_words import Operation


@dataclass(frozen=True, slots=True)
class Event:
    """Where a thread is after the results that it got.

    Attributes:
        operation: What it wants to do next; None when it has nothing left to do.
        call: The call that this operation belongs to, e.g. "acquire()".
        is_first: Whether it is the first operation of that call.
        returned: What has come back since the event before, e.g. ("acquire() returned",).
        holds: The author's mark: what the thread has until it performs the operation.
        fault: Why the thread can not go on, if it can not.
        place: The author's own: whatever is needed to say what comes after.
    """

    operation: Operation | None
    call: str = ""
    is_first: bool = False
    returned: tuple[str, ...] = ()
    holds: str = ""
    fault: Fault | None = None
    place: Any = None


class Node:
    """One history of one thread. Two nodes are equal only if they are the same one."""

    __slots__ = ("children", "depth", "event", "parent", "result", "thread")

    def __init__(self, thread: int, event: Event, parent: "Node | None", result: int) -> None:
        self.thread = thread
        self.event = event
        self.parent = parent
        self.result = result
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.children: dict[int, Node] = {}

    def path(self) -> list["Node"]:
        """Return the nodes from the root to this one."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]

    def results(self) -> list[int]:
        """Return the results that led here."""
        return [node.result for node in self.path()[1:]]


Follow = Callable[[Sequence[tuple[Node, int]]], list[Event]]
"""Answers many questions at once: what does this thread do when it now gets that result?"""


class LocalHistories:
    """The trees of all threads."""

    def __init__(self, first: Sequence[Event], follow: Follow) -> None:
        self.roots = tuple(Node(thread, event, None, 0) for thread, event in enumerate(first))
        self._follow = follow
        self.asked = len(self.roots)

    def learn(self, unknown: Sequence[tuple[Node, int]]) -> None:
        """Ask in one go where threads are when they get results that are new to them."""
        if not unknown:
            return
        new = list(dict.fromkeys(unknown))
        self.asked += len(new)
        for (node, result), event in zip(new, self._follow(new), strict=True):
            node.children[result] = Node(node.thread, event, node, result)
