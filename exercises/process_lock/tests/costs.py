"""What a walk costs: operations, futex calls, futile wake-ups, overtaking, remote references.

All are counts of judge steps, so the same schedule gives the same figure on every machine.
"""

from dataclasses import dataclass, field

from exercises.process_lock.tests.events import Place
from harness.simulators.shared_words import WRITES, Kind, Operation
from harness.simulators.threads import State, mover

ENTERING = frozenset({"acquire", "acquire_shared", "try_acquire"})
_FUTEX = frozenset({Kind.FUTEX_WAIT, Kind.FUTEX_WAKE})


@dataclass(slots=True)
class Caches:
    """A cache for each thread, kept coherent: who has a copy of which word."""

    holders: dict[int, set[int]] = field(default_factory=dict)

    def use(self, thread: int, operation: Operation) -> int:
        """Return 1 if the operation has to go to another cache or to memory, else 0.

        Reading costs unless the thread has a copy; writing, and every atomic read-modify-write even
        if it changes nothing, costs unless the thread has the only copy.
        """
        if operation.kind in (Kind.PAUSE, Kind.FUTEX_WAKE):
            return 0
        held = self.holders.setdefault(operation.address, set())
        if operation.kind in WRITES:
            is_remote = held != {thread}
            self.holders[operation.address] = {thread}
        else:
            is_remote = thread not in held
            held.add(thread)
        return int(is_remote)


@dataclass(slots=True)
class Costs:
    """Counts over one walk; ``see`` is its watch."""

    acquisitions: int = 0
    operations: int = 0
    futex_calls: int = 0
    futile_wakes: int = 0
    remote: int = 0
    overtakes: int = 0
    _caches: Caches = field(default_factory=Caches)
    _now: int = 0
    _began: dict[int, int] = field(default_factory=dict)
    _slept: dict[int, int] = field(default_factory=dict)
    _woken: set[int] = field(default_factory=set)
    _entered: list[int] = field(default_factory=list)

    def see(self, before: State, move: int, after: State) -> None:
        """Count one step."""
        self._now += 1
        if move >= 0:
            self._count(before, move, after)
        for thread, (old, new) in enumerate(zip(before.nodes, after.nodes, strict=True)):
            if old is not new:
                if thread != mover(move):
                    self._woken.add(thread)
                self._note_entries(thread, new.event.place)

    def per_acquisition(self, count: float) -> float:
        """Return a count divided by the acquisitions."""
        return count / max(1, self.acquisitions)

    def _count(self, before: State, thread: int, after: State) -> None:
        event = before.nodes[thread].event
        operation = event.operation
        assert operation is not None, "a thread without an operation does not move"
        self.operations += 1
        self.futex_calls += operation.kind in _FUTEX
        self.remote += self._caches.use(thread, operation)
        if event.is_first:
            self._began[thread] = self._now
            self._woken.discard(thread)
        if thread in after.parked:
            self._slept.setdefault(thread, self._now)
            self.futile_wakes += thread in self._woken
            self._woken.discard(thread)

    def _note_entries(self, thread: int, place: Place) -> None:
        for method, value in place.ended:
            slept = self._slept.pop(thread, None)
            if method not in ENTERING or value is False:
                continue
            self.acquisitions += 1
            if slept is not None:
                # Who asked only after this thread had fallen asleep, and is inside before it.
                self.overtakes += sum(began > slept for began in self._entered)
            self._entered.append(self._began.get(thread, self._now))
