"""Plays the steps of ``arguments`` in a session: picks the class, the packet and the time."""

from collections.abc import Callable, Iterator
from typing import Any

from exercises.network_scheduler.tests.arguments import MTU, Deed, History, Step
from exercises.network_scheduler.tests.model import ROOT
from exercises.network_scheduler.tests.session import Session

NAMES = range(1, 10)
CLOSING_DEQUEUES = 40
LONG_MS = 100_000
ORDINARY_LIMIT = (250, 80)


def fresh_session(submission: Any, history: History, *, strict: bool = True) -> Session:
    """Return a session with a fresh scheduler."""
    return Session(submission, MTU, history.queue_packets, strict=strict)


class Player:
    """Plays one history; packet ids count up, each of them used twice.

    Attributes:
        now: The time of the last step.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._packets = 0
        self._served: int | None = None
        self.now = 0

    def play(self, history: History) -> Iterator[int]:
        """Play all steps; yield ``now`` before each of them."""
        for step in history.steps:
            self.now += LONG_MS if step.deed is Deed.SLEEP else step.jump
            yield self.now
            self._take(step)

    def drain(self) -> None:
        """Send what is queued, each packet as soon as it may leave."""
        for _ in range(CLOSING_DEQUEUES):
            time = self._session.model.next_ready()
            if time is None:
                break
            self.now = time
            self._dequeue()
        if not any(one.queue for one in self._session.model.classes.values()):
            self._dequeue()

    def _take(self, step: Step) -> None:
        """Play one step; a deed that finds nothing to act on becomes a ``dequeue``."""
        names = self._candidates(step.deed)
        if not names:
            self._dequeue()
        else:
            self._take_one(step, names[step.choice % len(names)])

    def _take_one(self, step: Step, name: int) -> None:
        session = self._session
        acts: dict[Deed, Callable[[], object]] = {
            Deed.ADD: lambda: self._add(name, self._parent(step), step),
            Deed.ENQUEUE: lambda: self._enqueue(name, step.size),
            Deed.FILL: lambda: self._fill(name, step.size),
            Deed.DRAW: self._draw,
            Deed.REWEIGHT: lambda: session.set_weight(self.now, name, step.weight),
            Deed.LIMIT: lambda: session.set_limit(self.now, name, step.limit or ORDINARY_LIMIT),
            Deed.UNLIMIT: lambda: session.set_limit(self.now, name, None),
            Deed.REMOVE: lambda: session.remove_class(self.now, name),
            Deed.BACKLOG: session.check_backlogs,
            Deed.REPLACE: lambda: self._replace(name, step),
            Deed.SPLIT: lambda: self._split(name, step),
            Deed.MERGE: lambda: self._merge(name, step.size),
        }
        acts[Deed.REMOVE_SERVED] = acts[Deed.REMOVE]
        acts[Deed.LIMIT_SERVED] = acts[Deed.LIMIT]
        acts.get(step.deed, self._dequeue)()

    def _candidates(self, deed: Deed) -> list[int]:
        model = self._session.model
        leaves = model.leaves()
        if deed in (Deed.ADD, Deed.SPLIT) and len(model.classes) > len(NAMES):
            return []
        found = {
            Deed.ADD: [name for name in NAMES if name not in model.classes],
            Deed.SPLIT: [name for name in leaves if not model.classes[name].queue],
            Deed.MERGE: self._mergeable(),
            Deed.UNLIMIT: [name for name, one in model.classes.items() if one.bucket is not None],
        }
        if deed in (Deed.REMOVE_SERVED, Deed.LIMIT_SERVED):
            return self._served_last(leaves)
        if deed in (Deed.ENQUEUE, Deed.FILL, Deed.REMOVE, Deed.REPLACE):
            return leaves
        return found.get(deed, list(model.classes))

    def _mergeable(self) -> list[int]:
        model, leaves = self._session.model, self._session.model.leaves()
        inner = [name for name, one in model.classes.items() if one.children and name != ROOT]
        return [name for name in inner if set(model.children(name)) <= set(leaves)]

    def _served_last(self, leaves: list[int]) -> list[int]:
        classes = self._session.model.classes
        if self._served in leaves and classes[self._served].queue:
            return [self._served]
        return [name for name in leaves if classes[name].queue]

    def _parent(self, step: Step) -> int:
        classes = self._session.model.classes
        free = [name for name, one in classes.items() if not one.queue]
        return free[step.other % len(free)]

    def _add(self, name: int, parent: int, step: Step) -> None:
        self._session.add_class(self.now, name, parent, step.weight, step.limit)

    def _enqueue(self, name: int, size: int) -> None:
        self._session.enqueue(self.now, name, self._packets // 2, size)
        self._packets += 1

    def _fill(self, name: int, size: int) -> None:
        """Offer one packet more than there is room for; sizes differ."""
        for number in range(self._session.model.queue_packets + 1):
            self._enqueue(name, 1 + (size + number) % MTU)

    def _replace(self, name: int, step: Step) -> None:
        parent = self._session.model.classes[name].parent
        self._session.remove_class(self.now, name)
        self._add(name, parent or ROOT, step)
        self._enqueue(name, step.size)

    def _split(self, name: int, step: Step) -> None:
        child = min(child for child in NAMES if child not in self._session.model.classes)
        self._add(child, name, step)
        self._enqueue(child, step.size)

    def _merge(self, name: int, size: int) -> None:
        for child in self._session.model.children(name):
            self._session.remove_class(self.now, child)
        self._enqueue(name, size)

    def _draw(self) -> None:
        for _ in range(3):
            self._dequeue()

    def _dequeue(self) -> None:
        sent = self._session.dequeue(self.now)
        if sent is not None:
            self._served = sent.leaf


def play_all(submission: Any, history: History) -> None:
    """Play a history strictly, ask for every backlog and send what is left."""
    session = fresh_session(submission, history)
    player = Player(session)
    for _ in player.play(history):
        pass
    session.check_backlogs()
    player.drain()
