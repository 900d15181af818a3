"""Words for what is held and who waits, for messages to students."""

from collections.abc import Sequence

from exercises.file_lock.stub.solution import MAX_OFFSET, Lock
from exercises.file_lock.tests.model import Model

MOST_SHOWN = 8


def lock_text(lock: Lock) -> str:
    """Return a lock in a few words."""
    last = "MAX_OFFSET" if lock.last == MAX_OFFSET else lock.last
    return f"owner {lock.owner} {lock.mode} {lock.start}..{last} of file {lock.file}"


def locks_text(locks: Sequence[Lock]) -> str:
    """Return some locks in a few words."""
    return _listed([lock_text(lock) for lock in locks])


def state_text(model: Model) -> str:
    """Say what is held and who waits."""
    held = [lock for file in model.files() for lock in model.locks(file)]
    waiting = [str(request) for request in model.queue]
    return f"Held: {locks_text(held)}. Waiting, oldest first: {_listed(waiting)}"


def _listed(items: Sequence[str]) -> str:
    rest = len(items) - MOST_SHOWN
    shown = "; ".join(items[:MOST_SHOWN]) or "nothing"
    return f"{shown}; and {rest} more" if rest > 0 else shown
