"""A world of threads that meet only in shared words: who can move, and what a move does.

A state holds all that the future depends on, so equal states need to be explored once. A move is
the number of a thread, which performs its next operation, or ``spurious(thread)``, which wakes a
parked one for no reason. A thread that finished or failed moves no more.

A thread that pauses spins until a word changes: until then the others go first, if they can move at
all. Without that rule two spinning threads could be explored for ever while the third never moves.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from harness.simulators.faults import DEADLOCK, Fault
from harness.simulators.local_histories import Event, LocalHistories, Node
from harness.simulators.shared_words import Kind, Operation, Words, perform

WOKEN = 1
"""The result of a FutexWait that was woken; one that does not sleep gets 0."""


class State(NamedTuple):
    """Everything that the future depends on.

    Attributes:
        words: The shared memory.
        nodes: Where each thread is.
        parked: Who sleeps, word by word, in order of arrival.
        paused: A bit for each thread that has paused since a word changed or a thread was woken;
            once all have paused, only the last one gives way again.
        spare_wakes: How many spurious wake-ups are left.
    """

    words: Words
    nodes: tuple[Node, ...]
    parked: tuple[int, ...]
    paused: int
    spare_wakes: int


Invariant = Callable[[Sequence[Event]], Fault | None]


def spurious(thread: int) -> int:
    """Return the move that wakes a parked thread for no reason."""
    return -1 - thread


def mover(move: int) -> int:
    """Return the thread that a move is about."""
    return move if move >= 0 else -1 - move


class ThreadWorld:
    """Threads, their words and the rules of the futex."""

    def __init__(
        self,
        histories: LocalHistories,
        words: Sequence[int],
        word_bits: int,
        invariant: Invariant = lambda _: None,
        spare_wakes: int = 0,
    ) -> None:
        self._histories = histories
        self._words = tuple(words)
        self._mask = (1 << word_bits) - 1
        self._invariant = invariant
        self._spare_wakes = spare_wakes

    @property
    def threads(self) -> int:
        """How many there are."""
        return len(self._histories.roots)

    def start(self) -> State:
        """Return the state in which nobody has moved."""
        return State(self._words, self._histories.roots, (), 0, self._spare_wakes)

    def moves(self, state: State) -> list[int]:
        """Return what can happen next."""
        parked = state.parked
        found = [
            node.thread
            for node in state.nodes
            if node.event.operation is not None and node.thread not in parked
        ]
        if state.spare_wakes:
            found += [-1 - thread for thread in parked]
        return found

    def step(self, state: State, move: int) -> State:
        """Return the state after a possible move."""
        return self.steps([(state, move)])[0]

    def steps(self, moves: Sequence[tuple[State, int]]) -> list[State]:
        """Return the states after many moves; what the threads do then is asked in one go."""
        effects = [self._effect(state, move) for state, move in moves]
        self._histories.learn(
            [
                (state.nodes[thread], result)
                for (state, _), effect in zip(moves, effects, strict=True)
                for thread, result in effect.results
                if result not in state.nodes[thread].children
            ]
        )
        return [
            _carried_out(state, effect) for (state, _), effect in zip(moves, effects, strict=True)
        ]

    def free_moves(self, state: State, move: int, after: State) -> list[int]:
        """Return the moves that are no preemption: going on, or anybody's once that is impossible.

        Threads that have paused come last.
        """
        del state
        possible = self.moves(after)
        if move in possible and not after.paused >> move & 1:
            return [move]
        return [m for m in possible if m < 0 or not after.paused >> m & 1] or possible

    def fault(self, state: State) -> Fault | None:
        """Return what is wrong in a state."""
        events = [node.event for node in state.nodes]
        for thread, event in enumerate(events):
            if event.fault is not None:
                return Fault(event.fault.aspect, f"thread {thread}: {event.fault.text}")
        return self._invariant(events) or self._deadlock(state, events)

    def _deadlock(self, state: State, events: list[Event]) -> Fault | None:
        if not state.parked or len(state.parked) < sum(e.operation is not None for e in events):
            return None
        return Fault(DEADLOCK, deadlock_text(state))

    def result(self, state: State, move: int) -> int | None:
        """Return what the mover's operation gives it; None if it parks."""
        return dict(self._effect(state, move).results).get(mover(move))

    def _effect(self, state: State, move: int) -> "_Effect":
        words, nodes, parked, paused, spare = state
        if move < 0:
            thread = -1 - move
            asleep = tuple(other for other in parked if other != thread)
            return _Effect(words, asleep, [(thread, WOKEN)], 0, spare - 1)
        operation = nodes[move].event.operation
        assert operation is not None, "only a thread with an operation moves"
        if operation.kind == Kind.FUTEX_WAIT and words[operation.address] == operation.first:
            return _Effect(words, _park(state, move, operation), [], paused, spare)
        if operation.kind == Kind.FUTEX_WAKE:
            woken = _oldest(state, operation)
            asleep = tuple(thread for thread in parked if thread not in woken)
            results = [(move, len(woken)), *((thread, WOKEN) for thread in woken)]
            return _Effect(words, asleep, results, 0 if woken else paused, spare)
        after, result = perform(words, operation, self._mask)
        if operation.kind == Kind.PAUSE:
            others = [other for other in self.moves(state) if other != move]
            all_paused = all(paused >> other & 1 for other in others if other >= 0)
            paused = 1 << move if all_paused else paused | 1 << move
        elif after != words:
            paused = 0
        return _Effect(after, parked, [(move, result)], paused, spare)


class _Effect(NamedTuple):
    """What a move changes: the words, who is parked, and which threads get which results."""

    words: Words
    parked: tuple[int, ...]
    results: list[tuple[int, int]]
    paused: int
    spare_wakes: int


def _carried_out(state: State, effect: _Effect) -> State:
    nodes = list(state.nodes)
    for thread, result in effect.results:
        nodes[thread] = nodes[thread].children[result]
    return State(effect.words, tuple(nodes), effect.parked, effect.paused, effect.spare_wakes)


def _address(state: State, thread: int) -> int:
    operation = state.nodes[thread].event.operation
    return -1 if operation is None else operation.address


def _park(state: State, thread: int, operation: Operation) -> tuple[int, ...]:
    """Return who is parked when this thread joins: word by word, else equal states would differ."""
    later = [t for t in state.parked if _address(state, t) > operation.address]
    earlier = [t for t in state.parked if _address(state, t) <= operation.address]
    return (*earlier, thread, *later)


def _oldest(state: State, operation: Operation) -> list[int]:
    waiting = [t for t in state.parked if _address(state, t) == operation.address]
    return waiting[: max(0, operation.first)]


def deadlock_text(state: State) -> str:
    """Return a sentence about a state in which nobody can move."""
    parts = []
    for thread in sorted(state.parked):
        event = state.nodes[thread].event
        value = state.words[_address(state, thread)]
        parts.append(
            f"thread {thread} sleeps in {event.call} at {event.operation}, the word is {value} now"
        )
    return "nobody can run: " + "; ".join(parts)
