"""Local histories are asked for once, many in one go, and then kept."""

from collections.abc import Sequence

from harness.simulators.local_histories import Event, LocalHistories, Node
from harness.simulators.shared_words import Kind, Operation


def test_each_history_is_asked_for_once() -> None:
    """Questions that come twice in one go are asked once; answers are kept."""
    asked: list[list[tuple[int, int]]] = []

    def follow(questions: Sequence[tuple[Node, int]]) -> list[Event]:
        asked.append([(node.thread, result) for node, result in questions])
        return [Event(Operation(Kind.LOAD, result)) for _, result in questions]

    histories = LocalHistories([Event(None), Event(None)], follow)
    first, second = histories.roots
    histories.learn([(first, 3), (second, 4), (first, 3)])
    histories.learn([])
    assert asked == [[(0, 3), (1, 4)]]
    assert histories.asked == 4
    child = first.children[3]
    assert child.event.operation == Operation(Kind.LOAD, 3)
    assert (child.parent, child.depth, child.results()) == (first, 1, [3])


def test_a_node_knows_the_way_to_it() -> None:
    """The results from the root on, in order."""

    def follow(questions: Sequence[tuple[Node, int]]) -> list[Event]:
        return [Event(None) for _ in questions]

    histories = LocalHistories([Event(None)], follow)
    node = histories.roots[0]
    for result in (5, 6, 7):
        histories.learn([(node, result)])
        node = node.children[result]
    assert node.results() == [5, 6, 7]
    assert [one.depth for one in node.path()] == [0, 1, 2, 3]
