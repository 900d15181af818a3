"""Nodes that meet over a faulty network, have clocks of their own, and crash between two effects.

A node is asked, and answers with effects, carried out in order; what a node is and what its messages
mean is not known here. ``NodeWorld.run`` is a generator: it yields what is to be asked of which node
and is sent the effects, so that many worlds can be played side by side, a round trip for all of them::

    world = NodeWorld(plan, observer, read_effect)
    playing = world.run()
    ask = next(playing)
    while True:
        ask = playing.send(answer(ask))         # until StopIteration

What a world does is a function of its plan and of the effects. Time is global, in ticks; a message
or a timer never acts in the tick that caused it.
"""

import heapq
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from harness.simulators.clocks import DriftingClock
from harness.simulators.faulty_network import FaultyNetwork, NetworkFaults


class Post(NamedTuple):
    """Hand a message to the network."""

    to: int
    message: Any


class Alarm(NamedTuple):
    """Call ``on_timer`` with this name once the node's own clock shows ``at``; replaces the older one."""

    name: str
    at: int


class Keep(NamedTuple):
    """Make a state durable."""

    state: Any


class Tell(NamedTuple):
    """Something that only the observer understands."""

    what: Any


Action = Post | Alarm | Keep | Tell


class Crash(NamedTuple):
    """A node stops at a tick; it starts again ``down`` ticks later, or never."""

    node: int
    at: int
    down: int | None


class CrashInCall(NamedTuple):
    """Whoever makes the world's call number ``call`` (from 0) stops after ``cut`` of its effects.

    A call of fewer effects is not crashed.
    """

    call: int
    cut: int
    down: int | None


@dataclass(frozen=True, slots=True)
class WorldPlan:
    """All that is decided beforehand.

    Attributes:
        clocks: One for each node.
        faults: Of the network.
        seed: Of the network's random numbers.
        crashes: At given times.
        crash_in_call: In the middle of a call.
        end: No event at this time or later happens.
        most_happenings: The world ends after so many calls and crashes.
    """

    clocks: tuple[DriftingClock, ...]
    faults: NetworkFaults
    seed: int
    crashes: tuple[Crash, ...] = ()
    crash_in_call: CrashInCall | None = None
    end: int = 1000
    most_happenings: int = 10_000


class Ask(NamedTuple):
    """A call of a node's method; the node's own time is the first argument.

    ``life`` counts the starts of a node: each life is a new object.
    """

    node: int
    life: int
    method: str
    args: tuple[Any, ...]


class Happening(NamedTuple):
    """One call and what became of it: ``fates`` has the arrivals of each message that was sent.

    ``done`` is how many effects were carried out before a crash; None if there was no crash. A
    ``method`` that is empty is a crash between two calls.
    """

    at: int
    node: int
    method: str
    args: tuple[Any, ...] = ()
    effects: tuple[Any, ...] = ()
    fates: tuple[tuple[int, ...], ...] = ()
    done: int | None = None


class Observer(Protocol):
    """Judges what happens, and decides what the users of the nodes do."""

    def started(self, at: int, node: int) -> None:
        """Note that a node has started."""

    def crashed(self, at: int, node: int) -> None:
        """Note that a node has crashed."""

    def told(self, at: int, node: int, what: Any) -> None:
        """Note what a node told."""

    def due(self, at: int, node: int, what: str) -> str | None:
        """Return the method that an appointment calls now, or None; the node is up."""


@dataclass(slots=True)
class _Node:
    life: int = 0
    is_up: bool = False
    durable: Any = None
    timers: dict[str, int] = field(default_factory=dict)


class NodeWorld:
    """One world; used once.

    Attributes:
        plan: What was decided beforehand.
        happenings: Every call and crash so far.
        calls: How many calls were made.
        messages: How many messages were sent.
    """

    def __init__(
        self, plan: WorldPlan, observer: Observer, read_effect: Callable[[Any], Action]
    ) -> None:
        self.plan = plan
        self.happenings: list[Happening] = []
        self.calls = 0
        self.messages = 0
        self._observer = observer
        self._read = read_effect
        self._network = FaultyNetwork(plan.faults, plan.seed)
        self._nodes = [_Node() for _ in plan.clocks]
        self._events: list[tuple[int, int, str, int, Any]] = []
        self._pushed = 0
        for crash in plan.crashes:
            self._push(crash.at, "crash", crash.node, crash.down)
        for node in range(len(plan.clocks)):
            self._push(0, "start", node, None)

    def appoint(self, at: int, node: int, what: str) -> None:
        """Let the observer decide at a later tick what a node's user does; void if it is down then."""
        self._push(at, "due", node, what)

    def is_up(self, node: int) -> bool:
        """Tell whether a node runs."""
        return self._nodes[node].is_up

    def run(self) -> Generator[Ask, Sequence[Any], None]:
        """Yield calls and take their effects, until the end."""
        while self._events and len(self.happenings) < self.plan.most_happenings:
            at, number, kind, node, detail = heapq.heappop(self._events)
            if at >= self.plan.end:
                return
            call = self._call_of(at, number, kind, node, detail)
            if call is None:
                continue
            method, args = call
            now = self.plan.clocks[node].local(at)
            effects = yield Ask(node, self._nodes[node].life, method, (now, *args))
            self._carry_out(at, node, method, (now, *args), tuple(effects))

    def _push(self, at: int, kind: str, node: int, detail: Any) -> int:
        self._pushed += 1
        heapq.heappush(self._events, (at, self._pushed, kind, node, detail))
        return self._pushed

    def _call_of(
        self, at: int, number: int, kind: str, node: int, detail: Any
    ) -> tuple[str, tuple[Any, ...]] | None:
        """Return the method and arguments that an event calls, after what else it does."""
        found = self._nodes[node]
        if kind == "start":
            return self._start(found)
        if not found.is_up:
            return None
        if kind == "arrival":
            return "on_message", detail
        if kind == "timer":
            return self._ring(found, detail, number)
        if kind == "due":
            method = self._observer.due(at, node, detail)
            return None if method is None else (method, ())
        self.happenings.append(Happening(at, node, ""))
        self._crash(at, node, detail)
        return None

    def _start(self, node: _Node) -> tuple[str, tuple[Any, ...]] | None:
        if node.is_up:
            return None
        node.is_up = True
        node.life += 1
        return "start", (node.durable,)

    def _ring(self, node: _Node, name: str, number: int) -> tuple[str, tuple[Any, ...]] | None:
        if node.timers.get(name) != number:
            return None
        del node.timers[name]
        return "on_timer", (name,)

    def _carry_out(
        self, at: int, node: int, method: str, args: tuple[Any, ...], effects: tuple[Any, ...]
    ) -> None:
        crash = self.plan.crash_in_call
        done = None
        if crash is not None and crash.call == self.calls and crash.cut <= len(effects):
            done = crash.cut
        self.calls += 1
        if method == "start":
            self._observer.started(at, node)
        fates: list[tuple[int, ...]] = []
        # What a node told in its last effect is judged together with the call that it was told in.
        self.happenings.append(Happening(at, node, method, args, effects, (), done))
        for effect in effects[:done]:
            self._act(at, node, self._read(effect), fates)
            self.happenings[-1] = self.happenings[-1]._replace(fates=tuple(fates))
        if crash is not None and done is not None:
            self._crash(at, node, crash.down)

    def _act(self, at: int, node: int, action: Action, fates: list[tuple[int, ...]]) -> None:
        if isinstance(action, Post):
            arrivals = self._network.arrivals(at, node, action.to)
            self.messages += 1
            fates.append(arrivals)
            for arrival in arrivals:
                self._push(max(arrival, at + 1), "arrival", action.to, (node, action.message))
        elif isinstance(action, Alarm):
            tick = max(at + 1, self.plan.clocks[node].first_tick(action.at))
            self._nodes[node].timers[action.name] = self._push(tick, "timer", node, action.name)
        elif isinstance(action, Keep):
            self._nodes[node].durable = action.state
        else:
            self._observer.told(at, node, action.what)

    def _crash(self, at: int, node: int, down: int | None) -> None:
        found = self._nodes[node]
        found.is_up = False
        found.timers.clear()
        self._observer.crashed(at, node)
        if down is not None:
            self._push(at + max(down, 1), "start", node, None)
