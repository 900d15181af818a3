"""Wrong arguments, senders that do not exist, names of no timer, and calls at the wrong moment."""

import functools
from collections.abc import Callable
from typing import Any

from exercises.network_lock.stub.solution import AlreadyRequestedError, Granted, NotHeldError

GOOD = {"node": 0, "nodes": 3, "lease": 100, "drift": 50, "round_trip": 10, "seed": 1}
BAD: tuple[dict[str, int], ...] = (
    {"nodes": 0},
    {"nodes": 65},
    {"nodes": -1},
    {"node": 3},
    {"node": -1},
    {"lease": 0},
    {"lease": -5},
    {"drift": -1},
    {"drift": 1000},
    {"round_trip": 0},
    {"round_trip": -1},
)
EXTREMES: tuple[dict[str, int], ...] = (
    {"nodes": 64, "node": 63},
    {"nodes": 1},
    {"drift": 0},
    {"drift": 999},
    {"lease": 1},
    {"round_trip": 1},
)
FOREIGN = (0, -1, 3, 64)


def check_constructor(submission: Any) -> None:
    """Arguments out of range raise ValueError; those at the border do not."""
    for change in BAD:
        submission.begin_trial()
        given = GOOD | change
        _expect(ValueError, functools.partial(submission.NetworkLock, **given), f"{change}")
    for change in EXTREMES:
        submission.begin_trial()
        submission.NetworkLock(**GOOD | change)


def check_foreign(submission: Any) -> None:
    """Messages of this node or of no node raise ValueError, timers that were never set do nothing."""
    for sender in FOREIGN:
        submission.begin_trial()
        node = _started(submission, 3)
        _expect(ValueError, functools.partial(node.on_message, 5, sender, ("x",)), f"from {sender}")
    submission.begin_trial()
    node = _started(submission, 3)
    for name in ("no such timer", ""):
        found = node.on_timer(5, name)
        assert found == [], f"on_timer(5, {name!r}) of a timer that was never set gave {found}"


def check_users(submission: Any) -> None:
    """Acquire while waiting or holding, release while idle, waiting, at ``until`` and after it."""
    submission.begin_trial()
    node = _started(submission, 3)
    _expect(NotHeldError, lambda: node.release(1), "release by a user that never asked")
    node.acquire(2)
    _expect(NotHeldError, lambda: node.release(3), "release by a user that waits")
    _expect(AlreadyRequestedError, lambda: node.acquire(3), "acquire by a user that waits")
    for late in (0, 1, 500):
        _check_end(submission, late)
    _check_early_release(submission)


def _check_early_release(submission: Any) -> None:
    submission.begin_trial()
    node, granted = _holder(submission)
    _expect(AlreadyRequestedError, lambda: node.acquire(11), "acquire by a user that holds")
    node.release(granted.until - 1)
    _expect(NotHeldError, lambda: node.release(granted.until - 1), "a second release")


def _check_end(submission: Any, late: int) -> None:
    """At ``until`` and later the user does not hold: release raises, acquire does not."""
    submission.begin_trial()
    node, granted = _holder(submission)
    now = granted.until + late
    _expect(NotHeldError, lambda: node.release(now), f"release at until + {late}")
    node.acquire(now)
    submission.begin_trial()
    node, granted = _holder(submission)
    node.acquire(granted.until + late)


def _holder(submission: Any) -> tuple[Any, Granted]:
    """Return a node that is alone, and what its user was granted at its time 10."""
    node = _started(submission, 1)
    effects = node.acquire(10)
    grants = [effect for effect in effects if isinstance(effect, Granted)]
    assert len(grants) == 1, (
        f"with one node, acquire(10) gave {effects}: it must grant in that call"
    )
    assert grants[0].until > 10, f"with one node, acquire(10) gave {grants[0]}, which is over"
    return node, grants[0]


def _started(submission: Any, nodes: int) -> Any:
    node = submission.NetworkLock(**GOOD | {"nodes": nodes})
    node.start(0, None)
    return node


def _expect(kind: type[Exception], act: Callable[[], Any], what: str) -> None:
    try:
        found = act()
    except kind:
        return
    raise AssertionError(f"{what}: no {kind.__name__} was raised; the answer was {found}")
