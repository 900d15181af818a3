"""The budgets: who is passed over how often, and how many writes go before a reader."""

from exercises.filesystem_scheduler.stub.solution import Command
from exercises.filesystem_scheduler.tests.budgets import Budgets
from exercises.filesystem_scheduler.tests.model import Disk, Model


class _World:
    """A model with its budgets; requests of one block lie far apart."""

    def __init__(self, batch: int = 1) -> None:
        self.model = Model(Disk(1000, 8, read_expire=6, write_expire=15, batch=batch))
        self.budgets = Budgets(self.model)

    def submit(self, now: int, op: str, *tags: int) -> None:
        for tag in tags:
            self.model.added(now, tag, op, 10 * tag, 1)

    def dispatch(self, now: int, tag: int) -> tuple[bool, bool]:
        """Dispatch a request; return whether rule 6 and rule 7 find a fault."""
        command = Command(self.model.requests[tag].op, 10 * tag, 1, (tag,))
        overdue, readers = self.budgets.dispatched(now, command)
        self.model.dispatched(now, command)
        return overdue is not None, readers is not None

    def serve(self, now: int, tag: int) -> tuple[bool, bool]:
        found = self.dispatch(now, tag)
        self.budgets.completed((tag,))
        self.model.completed(now, (tag,))
        return found

    def refuse(self, now: int, tag: int) -> tuple[bool, bool]:
        found = self.dispatch(now, tag)
        self.budgets.requeued((tag,))
        self.model.requeued(now, (tag,))
        return found


def test_an_overdue_request_is_passed_over_batch_times() -> None:
    """Later deadlines pass over it, earlier and equal ones do not; the count is a total."""
    world = _World()
    world.submit(0, "write", 1, 2)
    world.submit(1, "write", 3, 4, 5)
    world.submit(8, "read", 6)
    assert world.serve(14, 3) == (False, False)  # nothing is overdue
    assert world.serve(15, 6) == (False, False)  # deadline 14: earlier
    assert world.serve(15, 4) == (False, False)  # passes over 1 and 2, once
    assert world.serve(15, 1) == (False, False)  # deadline 15, as that of 2
    assert world.serve(15, 5) == (True, False)  # passes over 2 again: not refilled by 1


def test_a_request_that_is_not_ready_is_not_passed_over() -> None:
    """The count begins when it is ready and overdue."""
    world = _World()
    world.submit(0, "write", 1)
    world.model.added(0, 9, "read", 10, 1)
    world.submit(0, "write", 2, 3)
    world.dispatch(1, 1)
    for tag in (2, 3):
        assert world.serve(10, tag) == (False, False)


def test_refused_commands_are_not_counted() -> None:
    """Neither for those they passed over, nor for the row of writes."""
    world = _World()
    world.submit(0, "read", 1)
    world.submit(0, "write", 2)
    for _ in range(3):
        assert world.refuse(7, 2) == (False, False)
    assert world.serve(7, 2) == (False, False)


def test_the_count_begins_anew_for_a_refused_request() -> None:
    """It was dispatched in time; that the device was busy is not the scheduler's fault."""
    world = _World()
    world.submit(0, "read", 1)
    world.submit(0, "write", 2, 3, 4)
    assert world.serve(15, 2) == (False, False)
    world.refuse(15, 1)
    assert world.serve(15, 3) == (False, False)
    assert world.serve(15, 4) == (True, False)


def test_writes_in_a_row_are_counted_while_a_read_is_ready() -> None:
    """A read ends the row; an overdue write neither counts nor ends it."""
    world = _World(batch=2)
    world.submit(0, "write", 1, 2)
    world.submit(9, "write", 3, 4, 5, 6)
    world.submit(10, "read", 7, 8)
    too_long = [world.serve(15, tag)[1] for tag in (3, 1, 4, 7, 5, 2, 6)]
    assert too_long == [False] * 7


def test_a_row_of_writes_that_is_too_long_is_found() -> None:
    """With batch = 1 the second one is; without a ready read none is."""
    world = _World()
    world.submit(0, "write", 1, 2, 3, 4)
    assert world.serve(0, 1) == (False, False)
    world.submit(0, "read", 7)
    assert world.serve(0, 2) == (False, False)
    assert world.serve(0, 3) == (False, True)
