"""Threads that are generators in this process: for tests of the explorer and for our own models.

A thread that comes from a submission never runs here; see ``harness.remote.threads``.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

from harness.simulators.local_histories import Event, LocalHistories, Node
from harness.simulators.shared_words import Operation

Steps = Generator[Operation | tuple[str, Operation], int, None]
"""Yields operations; ("mark", operation) says what the thread holds until that operation is done."""


def histories_of(threads: Sequence[Callable[[], Steps]]) -> LocalHistories:
    """Return the local histories of generator functions, each run anew for every history."""

    def follow(questions: Sequence[tuple[Node, int]]) -> list[Event]:
        return [
            _last_event(threads[node.thread], [*node.results(), result])
            for node, result in questions
        ]

    return LocalHistories([_last_event(make, []) for make in threads], follow)


def _last_event(make: Callable[[], Steps], results: Sequence[int]) -> Event:
    steps = make()
    try:
        found = steps.send(None)  # type: ignore[arg-type]  # how a generator is started
        for result in results:
            found = steps.send(result)
    except StopIteration:
        return Event(None)
    event = Event(None, make.__name__)
    if isinstance(found, Operation):
        return replace(event, operation=found)
    return replace(event, holds=found[0], operation=found[1])
