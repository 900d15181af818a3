"""The running kernel as the judge of our judge: its answers, its waits, its EDEADLK."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED, DeadlockError, Lock
from exercises.file_lock.tests.arguments import MODES, Deed, Step
from exercises.file_lock.tests.moves import call_of
from exercises.file_lock.tests.rules import NAMED_ERRORS, rule
from exercises.file_lock.tests.session import Aspect, Session
from exercises.file_lock.tests.spans import Way
from exercises.file_lock.tests.transcript import read_transcript, to_lines
from tests.exercises.file_lock.choices import is_decided, is_late_for_the_kernel
from tests.exercises.file_lock.kernel import KernelFileLock, is_kernel_visible, kernel_table
from tests.exercises.file_lock.record import recorded
from tests.exercises.file_lock.tables import REFERENCE, running

HISTORIES = 6
STEPS = 60
OWNERS = 5
EVERY = 3
DEEDS = (
    *(Deed.LOCK,) * 12,
    *(Deed.TRY, Deed.TRY, Deed.CONVERT, Deed.CONVERT, Deed.GET, Deed.UNLOCK, Deed.UNLOCK),
    *(Deed.RELEASE,) * 6,
    *(Deed.CLOSE, Deed.CANCEL, Deed.CANCEL, Deed.EXIT_ASLEEP),
)


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[KernelFileLock]:
    """Give a table of the kernel."""
    (tmp_path / "look").mkdir()
    if not is_kernel_visible(tmp_path / "look"):
        pytest.skip("/proc/locks does not show the locks of this process here")
    with kernel_table(tmp_path) as table:
        yield table


def _steps(randomness: Random) -> Iterator[Step]:
    for _ in range(STEPS):
        first, last = sorted(randomness.choices(range(5), k=2))
        yield Step(
            randomness.choice(DEEDS),
            randomness.randrange(OWNERS),
            first,
            last,
            randomness.choice(MODES),
            randomness.randrange(2),
            randomness.choice(tuple(Way)),
        )


class Both:
    """Two tables as one: every answer of the kernel must be the other's answer, too."""

    def __init__(self, kernel: KernelFileLock, other: Any) -> None:
        self._kernel = kernel
        self._other = other

    def __getattr__(self, method: str) -> Any:
        """Return a function that makes the call twice."""

        def call(*args: Any) -> Any:
            answer, raised = _outcome(self._kernel, method, args)
            other_answer, other_raised = _outcome(self._other, method, args)
            assert type(other_raised) is type(raised), (method, args)
            assert _without_choice(other_answer) == _without_choice(answer), (method, args)
            if raised is not None:
                raise raised
            return answer

        return call


def _outcome(table: Any, method: str, args: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return getattr(table, method)(*args), None
    except NAMED_ERRORS as raised:
        kind = next(kind for kind in NAMED_ERRORS if isinstance(raised, kind))
        return None, kind(str(raised))


def _without_choice(answer: Any) -> object:
    """Return grants without their order; of several conflicts any may be shown."""
    if isinstance(answer, Lock):
        return "a lock"
    is_grants = isinstance(answer, list) and all(isinstance(one, int) for one in answer)
    return sorted(answer) if is_grants else answer


def _clear(table: Any) -> None:
    for owner in range(OWNERS + 1):
        table.exit(owner)


def test_the_transcript_is_what_the_kernel_answers(kernel: KernelFileLock, tmp_path: Path) -> None:
    """A part of the scripts, played again on this machine, gives what was recorded."""
    del kernel
    found = [to_lines(script) for script in recorded(tmp_path, EVERY)]
    assert found == [to_lines(script) for script in read_transcript()[::EVERY]]


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_judge_accepts_the_kernel(kernel: KernelFileLock, seed: int) -> None:
    """Blocked processes included, the kernel breaks no rule but that it detects some deadlocks late."""
    session = Session(kernel, *Aspect)
    for step in _steps(Random(seed)):
        call = call_of(session.model, step)
        if call is not None and not is_late_for_the_kernel(session.model, call):
            session.make(call)


def test_the_reference_agrees_with_the_kernel(kernel: KernelFileLock) -> None:
    """Where the rules leave no choice, both grant, refuse, wait and hold the same."""
    deadlocks = waits = grants = 0
    with running(REFERENCE) as submission:
        for seed in range(HISTORIES):
            session = Session(Both(kernel, submission.FileLock()), *Aspect)
            for step in _steps(Random(1000 + seed)):
                model = session.model
                call, slept = call_of(model, step), len(model.queue)
                if (
                    call is None
                    or not is_decided(model, call)
                    or is_late_for_the_kernel(model, call)
                ):
                    continue
                deadlocks += rule(model, call).faults == (DeadlockError,)
                session.make(call)
                waits += len(model.queue) > slept
                grants += len(model.queue) < slept and call.method not in ("exit", "cancel")
            _clear(kernel)
    assert deadlocks >= 3
    assert waits >= 20
    assert grants >= 10


def test_the_kernel_refuses_a_cycle_of_three(kernel: KernelFileLock) -> None:
    """EDEADLK comes to the last, who holds what it held; a signal wakes the one before."""
    for owner in range(3):
        kernel.lock(0, owner, owner, 1, EXCLUSIVE)
    assert kernel.lock(0, 0, 1, 1, SHARED) == []
    assert kernel.lock(0, 1, 2, 1, SHARED) == []
    with pytest.raises(DeadlockError):
        kernel.lock(0, 2, 0, 1, SHARED)
    assert [lock.owner for lock in kernel.locks(0)] == [0, 1, 2]
    assert kernel.cancel(1) == []
    assert kernel.unlock(0, 1, 1, 1) == [0]
