"""The judge's store: what it answers, when it lies, what it counts."""

import pytest

from exercises.file_cipher.stub.solution import ReadAt, StoreSize
from exercises.file_cipher.tests.store import MOST_REQUESTS, Lie, Store

LIE = Lie("-1", lambda _: -1, "nothing", lambda _: b"")


def test_answers_are_the_bytes_that_are_there() -> None:
    """An answer is shorter only at the end."""
    store = Store.holding(b"0123456789")
    assert store.answer("read", StoreSize()) == 10
    assert store.answer("read", ReadAt(2, 3)) == b"234"
    assert store.answer("read", ReadAt(8, 5)) == b"89"
    assert store.answer("read", ReadAt(20, 5)) == b""
    assert store.fetched_bytes() == 3 + 2
    assert store.reads == [ReadAt(2, 3), ReadAt(8, 5), ReadAt(20, 5)]


def test_a_changing_store_answers_by_step() -> None:
    """Steps are counted from 0, whatever is asked."""
    store = Store(lambda step: b"abc" if step == 0 else b"vwxyz")
    assert store.answer("read", ReadAt(0, 9)) == b"abc"
    assert store.answer("read", StoreSize()) == 5


@pytest.mark.parametrize(("step", "answers"), [(0, [-1, b"012"]), (1, [3, b""])])
def test_a_lie_is_told_at_its_step_only(step: int, answers: list[int | bytes]) -> None:
    """The message names the request that was answered by a lie."""
    store = Store(lambda _: b"012", "", LIE, step)
    found = [store.answer("read", StoreSize()), store.answer("read", ReadAt(0, 5))]
    assert found == answers
    assert str(store.requests[step]) in store.what


@pytest.mark.parametrize("request_", [ReadAt(-1, 5), ReadAt(0, -5)])
def test_a_request_that_no_store_can_answer_fails(request_: ReadAt) -> None:
    """A negative position or length is the solution's mistake."""
    with pytest.raises(AssertionError, match="asked for ReadAt"):
        Store.holding(b"x").answer("read", request_)


def test_endless_asking_ends() -> None:
    """A solution that never stops asking is stopped."""
    store = Store.holding(b"x")
    for _ in range(MOST_REQUESTS):
        store.answer("read", StoreSize())
    with pytest.raises(AssertionError, match="2000 times"):
        store.answer("read", StoreSize())
