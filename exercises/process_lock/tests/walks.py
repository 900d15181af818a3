"""Long walks with live threads: what may move when, and whether a thread needs only its results."""

from collections.abc import Callable, Sequence
from random import Random

from exercises.process_lock.tests.costs import ENTERING, Costs
from exercises.process_lock.tests.model import TRYING, Program
from exercises.process_lock.tests.session import Session, open_session
from harness.remote.proxy import Submission
from harness.schedule_table import ScheduleFailure, make_table
from harness.simulators.local_histories import Event, Node
from harness.simulators.schedules import Chooser, UniformPicks
from harness.simulators.threads import State
from harness.simulators.walk import Allow, Watch, walk

STAY_STEPS = 20
"""How many steps of others a thread stays inside where figures are taken."""
MOST_STEPS = 40_000


class Stay:
    """Keeps threads inside for a while: a section that is longer than a few operations."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._now = 0
        self._since: dict[Node, int] = {}

    def allow(self, state: State, moves: Sequence[int]) -> Sequence[int]:
        """Return the moves without those that would leave too early, if others are possible."""
        self._now += 1
        return [move for move in moves if not self._stays(state.nodes[move])] or moves

    def _stays(self, node: Node) -> bool:
        if not node.event.holds:
            return False
        return self._now - self._since.setdefault(node, self._now) < self._steps


class Patience:
    """Keeps counters apart by rule 3: no call may see half a turn of them go by.

    Once a call has seen so many acquisitions, no other thread may begin one before it returns.
    """

    def __init__(self, acquisitions: int) -> None:
        self._most = acquisitions
        self._entered = 0
        self._since: dict[int, int] = {}

    def watch(self, before: State, move: int, after: State) -> None:
        """Count acquisitions, and remember where each call began."""
        event = before.nodes[move].event
        if event.is_first:
            self._since[move] = self._entered
        for old, new in zip(before.nodes, after.nodes, strict=True):
            if old is not new:
                ended = new.event.place.ended
                self._entered += sum(m in ENTERING and v is not False for m, v in ended)

    def remark(self) -> str:
        """Return a sentence about how far the counters have come."""
        return (
            f". It happened after {self._entered} acquisitions; words have 8 bits, so a counter "
            "that counts them is back at 0 after 256"
        )

    def allow(self, state: State, moves: Sequence[int]) -> Sequence[int]:
        """Return the moves that begin no call while an old one waits."""
        waiting = any(
            not node.event.is_first
            and node.event.operation is not None
            and self._entered - self._since.get(node.thread, self._entered) >= self._most
            for node in state.nodes
        )
        if not waiting:
            return moves
        return [m for m in moves if not _begins_to_enter(state.nodes[m])] or moves


def _begins_to_enter(node: Node) -> bool:
    return node.event.is_first and not node.event.holds


def measure(submission: Submission, program: Program, seed: int) -> Costs:
    """Return the costs of one walk under a uniformly random schedule, and check it.

    Raises:
        ScheduleFailure: Something went wrong on the way: no figure is taken of a broken lock.
        AssertionError: A thread does other things in a process of its own.
    """
    session = open_session(submission, program, live=True)
    costs = Costs()
    end = walk_to_the_end(session, UniformPicks(seed), costs.see, Stay(STAY_STEPS).allow)
    check_isolation(submission, session, end, [Random(seed).randrange(len(program))])
    return costs


def walk_to_the_end(
    session: Session,
    chooser: Chooser,
    watch: Watch[State] = lambda *_: None,
    allow: Allow[State] = lambda _, moves: moves,
    remark: Callable[[], str] = lambda: "",
) -> State:
    """Return the last state of a walk; ``remark`` is asked for a sentence about a failure.

    A wrong try_acquire ends the walk without a verdict: another property judges it.

    Raises:
        ScheduleFailure: It met another fault, or does not end.
    """
    done = walk(session.world, chooser, MOST_STEPS, watch, allow)
    if done.fault is not None and done.fault.aspect != TRYING:
        raise session.failure(f"{done.fault.text}{remark()}", done.moves)
    if not done.is_over:
        raise session.failure(f"the program has not ended after {MOST_STEPS} steps", done.moves)
    return done.end


def check_isolation(
    submission: Submission, session: Session, end: State, threads: Sequence[int]
) -> None:
    """Play the histories of some threads again, each in a fresh process that knows no other.

    Raises:
        ScheduleFailure: The same results did not give the same operations.
    """
    for thread in threads:
        submission.renew_process()
        histories = session.one_alone(submission, thread).histories
        again = histories.roots[thread]
        path = end.nodes[thread].path()
        for node, following in zip(path, [*path[1:], None], strict=True):
            if _shown(again.event) != _shown(node.event):
                raise _difference(node, again)
            if following is not None:
                histories.learn([(again, following.result)])
                again = again.children[following.result]


def _shown(event: Event) -> str:
    if event.operation is not None:
        return f"{event.call}: {event.operation}"
    return event.fault.text if event.fault is not None else "nothing more"


def _difference(beside: Node, alone: Node) -> ScheduleFailure:
    """Return the failure of a thread that does something else when it is by itself."""
    rows = [
        (
            str(one.depth + 1),
            str(one.result) if one.parent else "",
            _shown(one.event),
            _shown(two.event),
        )
        for one, two in zip(beside.path(), alone.path(), strict=True)
    ]
    columns = ("operation", "after result", "beside the others", "in a process of its own")
    return ScheduleFailure(
        f"thread {beside.thread} was run again in a process of its own. It got the same results, "
        f"yet its operation {beside.depth + 1} is another one. Only the object and the results may "
        "decide: no module or class variables, no random numbers, no clock.",
        make_table(columns, rows),
        len(rows),
    )
