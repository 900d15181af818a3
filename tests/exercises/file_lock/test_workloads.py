"""The transcript as text, the scripts, and the closed workload with its clock."""

from random import Random

import pytest

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED, Lock
from exercises.file_lock.tests.calls import Call, argument_faults
from exercises.file_lock.tests.scripts import draw_scripts
from exercises.file_lock.tests.transcript import Entry, compare, read_scripts, to_lines
from exercises.file_lock.workloads.closed import Round, draw_plan, least_makespan, run

MINE, YOURS = Lock(0, 1, 0, 3, SHARED), Lock(0, 2, 2, 5, SHARED)
SCRIPT = [
    Entry(Call("try_lock", (0, 1, 0, 4, SHARED)), "ok", (MINE,)),
    Entry(Call("try_lock", (0, 2, 6, -4, SHARED)), "ok", (MINE, YOURS)),
    Entry(Call("get_lock", (0, 3, 2, 1, EXCLUSIVE)), MINE, (MINE, YOURS)),
    Entry(Call("try_lock", (0, 3, -1, 1, SHARED)), "ValueError", (MINE, YOURS)),
]


class Told:
    """A table that answers what it was told."""

    def __init__(self, shown: Lock | None, held: list[Lock]) -> None:
        self._shown = shown
        self._held = held
        self._calls = 0

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Grant, but for a negative start."""
        del file, length, mode
        if start < 0:
            raise ValueError(start)
        self._calls += 1
        return [owner]

    def get_lock(self, *args: object) -> Lock | None:
        """Show what was given."""
        del args
        return self._shown

    def locks(self, file: int) -> list[Lock]:
        """Return as many locks as there were calls."""
        del file
        return self._held[: self._calls]


def test_a_transcript_survives_as_text() -> None:
    """Lines are read as they were written; locks stand there only if they have changed."""
    lines = to_lines(SCRIPT)
    assert lines[0] == "try_lock 0 1 0 4 shared = ok | 0 1 0 3 s"
    assert lines[3] == "try_lock 0 3 -1 1 shared = ValueError"
    assert list(read_scripts(["# head", *lines, "", *lines[:1]])) == [SCRIPT, SCRIPT[:1]]


@pytest.mark.parametrize(("shown", "is_right"), [(MINE, True), (YOURS, True), (None, False)])
def test_any_conflicting_lock_may_be_shown(shown: Lock | None, *, is_right: bool) -> None:
    """The kernel names the first in its list; none at all is wrong."""
    if is_right:
        compare(Told(shown, [MINE, YOURS]), SCRIPT)
    else:
        with pytest.raises(AssertionError, match="The kernel answered: owner 1"):
            compare(Told(shown, [MINE, YOURS]), SCRIPT)


def test_other_locks_than_the_kernels_are_told() -> None:
    """The message shows both."""
    with pytest.raises(AssertionError, match=r"The kernel has: owner 1 shared 0\.\.3"):
        compare(Told(MINE, []), SCRIPT)


def test_scripts_grow_and_repeat() -> None:
    """The same seed gives the same calls; a few of them are wrong."""
    scripts = list(draw_scripts(Random(1), 20))
    assert scripts == list(draw_scripts(Random(1), 20))
    assert [len(script) for script in scripts] == sorted(len(script) for script in scripts)
    assert any(argument_faults(call) for script in scripts for call in script)


class OneAtATime:
    """A table that grants to one owner at a time, in order; ``greedy`` grants to all at once."""

    def __init__(self, *, greedy: bool = False) -> None:
        self._greedy = greedy
        self._line: list[int] = []

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """Grant to the first."""
        del file, start, length, mode
        self._line.append(owner)
        return [owner] if self._greedy or self._line == [owner] else []

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """Grant to the next."""
        del file, start, length
        self._line.remove(owner)
        return [] if self._greedy else self._line[:1]


PLAN = [
    [Round(0, 0, 4, EXCLUSIVE, 10), Round(5, 0, 1, EXCLUSIVE, 1)],
    [Round(2, 3, 4, EXCLUSIVE, 3)],
]


def test_waits_and_makespan_come_from_the_clock() -> None:
    """Owner 1 asks at 2 and is granted at 10; owner 0 asks again at 15."""
    course = run(OneAtATime(), PLAN)
    assert course.waits == ((0, 0), (8,))
    assert course.makespan == 16
    assert course.jain == pytest.approx(0.5)


def test_no_figure_is_taken_of_a_table_that_breaks_its_rules() -> None:
    """Two owners in conflict at one tick."""
    with pytest.raises(AssertionError, match="at tick 2 owner 1 was granted"):
        run(OneAtATime(greedy=True), PLAN)


def test_the_bound_is_the_busiest_byte() -> None:
    """Byte 3 is wanted by both, byte 0 twice by one."""
    assert least_makespan(PLAN) == 13


def test_plans_repeat() -> None:
    """The same seed draws the same rounds."""
    assert draw_plan(Random(3)) == draw_plan(Random(3))
