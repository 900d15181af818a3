"""The threads of one program, living in the guest: what they yield becomes events for a world.

Each thread has a module copy of its own, and one object for each history. For exploring, histories
are replayed from the start, many in a round trip; looking ahead is harmless there, because the
answer to a history is kept and holds for every schedule that contains it. For long walks
(``live=True``) threads go on step by step and know nothing of what comes.
"""

import itertools
import operator
from collections.abc import Sequence

from exercises.process_lock.tests.events import Place, Reading, broken, read_event
from exercises.process_lock.tests.model import (
    Program,
    Step,
    first_step,
    is_undecided,
    method_of,
    next_step,
)
from harness.remote.proxy import Submission
from harness.remote.threads import Part, Returned, replay_all
from harness.simulators.local_histories import Event, LocalHistories, Node


class Team:
    """Answers what the threads of a program do next; see ``LocalHistories``."""

    def __init__(
        self, submission: Submission, program: Program, word_bits: int, words: int, *, live: bool
    ) -> None:
        self._program = program
        self._live = live
        count = len(program)
        self._threads = [
            submission.thread(number, "ProcessLock", number, count, word_bits)
            for number in range(count)
        ]
        self._readings = [
            Reading(sections, count, words, word_bits, remote.read)
            for sections, remote in zip(program, self._threads, strict=True)
        ]
        # Where each live thread is: the node before it, and the result that led on.
        self._tips: list[tuple[Node | None, int]] = [(None, 0)] * count
        self.histories = LocalHistories([self._first(t) for t in range(count)], self._follow)

    def _first(self, thread: int) -> Event:
        step = first_step(self._program[thread])
        if step is None:
            return Event(None)
        place = Place(step, (method_of(self._program[thread], step),))
        found = self._replay([(thread, place, [])])[0]
        return read_event(self._readings[thread], place, found)

    def _follow(self, questions: Sequence[tuple[Node, int]]) -> list[Event]:
        if self._live:
            return [self._go_on(node, result) for node, result in questions]
        return self._follow_replayed(questions)

    def _follow_replayed(self, questions: Sequence[tuple[Node, int]]) -> list[Event]:
        replies = self._replay(
            [(n.thread, n.event.place, [*n.results(), result]) for n, result in questions]
        )
        return [
            _changed(node, parts)
            or read_event(self._readings[node.thread], node.event.place, _new(node, parts))
            for (node, _), parts in zip(questions, replies, strict=True)
        ]

    def _go_on(self, node: Node, result: int) -> Event:
        """Take one more step with the live thread, or bring it to this node first."""
        thread, place = node.thread, node.event.place
        if self._tips[thread] == (node.parent, node.result):
            parts = self._threads[thread].go_on([], [result])
            more = self._undecided(thread, place, parts)
            if more:
                parts += self._threads[thread].go_on(_calls(more), [])
            event = read_event(self._readings[thread], place, parts)
        else:
            (event,) = self._follow_replayed([(node, result)])
        self._tips[thread] = node, result
        return event

    def _replay(self, histories: Sequence[tuple[int, Place, list[int]]]) -> list[list[Part]]:
        """Replay the calls up to each place and those that certainly follow.

        Where the last of them was a try_acquire that returned, replay once more with what follows.
        """
        asked = [
            (self._threads[thread], [*place.made, *self._coming(thread, place)], results)
            for thread, place, results in histories
        ]
        replies = replay_all([(remote, _calls(made), results) for remote, made, results in asked])
        again = []
        for index, ((thread, place, _), parts) in enumerate(zip(histories, replies, strict=True)):
            more = self._undecided(thread, place, parts[len(place.made) - 1 :])
            if more:
                asked[index][1].extend(more)
                again.append(index)
        repeated = replay_all([(asked[i][0], _calls(asked[i][1]), asked[i][2]) for i in again])
        for index, parts in zip(again, repeated, strict=True):
            replies[index] = parts
        return replies

    def _coming(self, thread: int, place: Place) -> list[str]:
        """Return the calls after the one at work, as far as they are certain."""
        sections = self._program[thread]
        if is_undecided(sections, place.step):
            return []
        return certain_calls(sections, next_step(sections, place.step, None))

    def _undecided(self, thread: int, place: Place, parts: Sequence[Part]) -> list[str]:
        """Return the calls to add when all that were asked for have returned."""
        step = place.step
        for part in parts:
            if not isinstance(part.ending, Returned):
                return []
            following = next_step(self._program[thread], step, part.ending.value)
            if following is None:
                return []
            step = following
        return certain_calls(self._program[thread], step)


def certain_calls(sections: str, step: Step | None) -> list[str]:
    """Return the calls from one on, up to the first whose answer decides what follows."""
    calls = []
    while step is not None:
        calls.append(method_of(sections, step))
        step = None if is_undecided(sections, step) else next_step(sections, step, None)
    return calls


def _calls(methods: Sequence[str]) -> list[tuple[str]]:
    return [(method,) for method in methods]


def _new(node: Node, parts: Sequence[Part]) -> list[Part]:
    """Return what a replay shows beyond a node: the rest of its call, and the calls after it."""
    place: Place = node.event.place
    current, *later = parts[len(place.made) - 1 :]
    rest = current.yields[place.performed + 1 :]
    return [Part(current.method, rest, current.ending), *later]


def _changed(node: Node, parts: Sequence[Part]) -> Event | None:
    """Return a fault if the same results gave other operations than before."""
    path = node.path()
    known = [one.event.place.plain for one in path]
    seen = [plain for part in parts for plain in part.yields]
    if seen[: len(known)] == known:
        return None
    same = sum(1 for _ in itertools.takewhile(bool, map(operator.eq, known, seen)))
    event = path[same].event
    place: Place = event.place
    return broken(
        place,
        f"after the same results, operation {place.performed + 1} of {event.call} is another one "
        f"than before ({event.operation}): something beside the object and the results decides, "
        "such as a module or class variable, or random numbers",
    )
