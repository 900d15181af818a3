"""The oracle: exact buckets, who may leave, what is refused."""

import pytest

from exercises.network_scheduler.stub.solution import ClassStateError, Packet, UnknownClass
from exercises.network_scheduler.tests.bucket import Bucket
from exercises.network_scheduler.tests.model import Model
from exercises.network_scheduler.tests.rules import refusal_of
from harness.refusals import MethodCall


def _model() -> Model:
    """Return a limited class 1 with the leaves 2 and 3, and the free leaf 4."""
    model = Model(100, 2)
    model.added(1, 0, 1, 1000, 50)
    model.added(2, 1, 1, None, None)
    model.added(3, 1, 2, 10, 5)
    model.added(4, 0, 1, None, None)
    return model


def test_a_bucket_needs_more_than_zero() -> None:
    """At exactly zero it is closed; a millisecond later it is open."""
    bucket = Bucket.full(0, 500, 120)
    bucket.take(100)
    bucket.settle(10)
    bucket.take(100)
    assert bucket.opens_at() == 161
    bucket.settle(160)
    assert (bucket.level, bucket.conforms()) == (0, False)
    bucket.settle(161)
    assert (bucket.level, bucket.conforms()) == (500, True)


def test_a_bucket_earns_fractions_and_no_more_than_its_burst() -> None:
    """Nothing is rounded, in however many looks; what does not fit is lost."""
    often, once = Bucket(7, 100, -5000, 0), Bucket(7, 100, -5000, 0)
    for now in range(1, 501):
        often.settle(now)
    once.settle(500)
    assert often.level == once.level == -1500
    once.settle(10**6)
    assert once.level == 100_000


def test_a_new_limit_keeps_the_level_and_cuts_it() -> None:
    """A debt stays; more than the new burst does not."""
    model = _model()
    model.enqueued(2, 0, 100)
    model.departed(2)
    model.limited(1, 1, 10)
    bucket = model.classes[1].bucket
    assert bucket is not None
    assert bucket.level == -50_000
    model.limited(3, 10, 2)
    other = model.classes[3].bucket
    assert other is not None
    assert other.level == 2000


def test_all_classes_on_the_path_must_conform_and_pay() -> None:
    """A packet of leaf 3 shuts 3 and 1; leaf 2 waits for 1, leaf 4 for nobody."""
    model = _model()
    for leaf in (2, 3, 4):
        model.enqueued(leaf, leaf, 60)
    assert set(model.may_leave()) == {2, 3, 4}
    model.departed(3)
    assert model.may_leave() == [4]
    assert model.able() == {4, 0}
    assert model.shut(2) == 1
    model.departed(4)
    assert model.next_ready() == 11


def test_departures_that_can_not_be_are_named() -> None:
    """None though a packet may leave, a packet that is not first, a class that does not conform."""
    model = _model()
    model.enqueued(2, 7, 60)
    model.enqueued(2, 8, 60)
    assert "may leave now" in (model.departure_fault(None) or "")
    assert "packet 7 of 60 bytes" in (model.departure_fault(Packet(2, 8, 60)) or "")
    assert "packet 7 of 60 bytes" in (model.departure_fault(Packet(2, 7, 61)) or "")
    assert "no class 9" in (model.departure_fault(Packet(9, 7, 60)) or "")
    assert model.departure_fault(Packet(2, 7, 60)) is None
    model.departed(2)
    assert "class 1 does not conform" in (model.departure_fault(Packet(2, 8, 60)) or "")
    assert model.departure_fault(None) is None


def test_a_backlog_is_that_of_the_subtree() -> None:
    """A full queue takes nothing more; a removed class takes its packets along."""
    model = _model()
    assert [model.enqueued(2, number, 10) for number in range(3)] == [True, True, False]
    model.enqueued(3, 0, 1)
    assert (model.backlog(1), model.backlog(0), model.backlog(4)) == ((3, 21), (3, 21), (0, 0))
    assert model.removed(2) == (0, 1)
    assert model.backlog(0) == (1, 1)
    model.removed(3)
    assert 1 in model.leaves()


@pytest.mark.parametrize(
    ("request_made", "exception"),
    [
        (MethodCall("dequeue", (4,)), ValueError),
        (MethodCall("set_weight", (4, 9, 0)), ValueError),
        (MethodCall("set_weight", (5, 9, 0)), ValueError),
        (MethodCall("set_weight", (5, 9, 1)), UnknownClass),
        (MethodCall("set_weight", (5, 0, 1)), None),
        (MethodCall("set_limit", (5, 1, None, 3)), ValueError),
        (MethodCall("set_limit", (5, 0, 1, 3)), None),
        (MethodCall("enqueue", (5, 1, 0, 101)), ValueError),
        (MethodCall("enqueue", (5, 1, 0, 100)), ClassStateError),
        (MethodCall("enqueue", (5, 0, 0, 100)), ClassStateError),
        (MethodCall("enqueue", (5, 2, 0, 100)), None),
        (MethodCall("add_class", (5, 2, 9, 1, None, None)), UnknownClass),
        (MethodCall("add_class", (5, 2, 0, 1, None, None)), ClassStateError),
        (MethodCall("add_class", (5, 8, 4, 1, None, None)), ClassStateError),
        (MethodCall("add_class", (5, 8, 2, 1, None, None)), None),
        (MethodCall("remove_class", (5, 1)), ClassStateError),
        (MethodCall("remove_class", (5, 4)), None),
        (MethodCall("backlog", (9,)), UnknownClass),
    ],
    ids=str,
)
def test_the_first_check_that_fails_decides(
    request_made: MethodCall, exception: type[Exception] | None
) -> None:
    """Time, then values, then existence, then state."""
    model = _model()
    model.settle(5)
    model.enqueued(4, 0, 1)
    found = refusal_of(model, request_made)
    assert (None if found is None else found.exception) == exception
