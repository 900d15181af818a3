"""What is measured: drift, envelope, ideal shares, what passes a waiting packet."""

from collections.abc import Sequence

import pytest

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.drift import Drift
from exercises.network_scheduler.tests.envelope import Envelope, Limit
from exercises.network_scheduler.tests.light import light_plan
from exercises.network_scheduler.tests.model import Model
from exercises.network_scheduler.tests.shares import fill, ideal_shares
from exercises.network_scheduler.workloads.traffic import BYTES_PER_MS, TREE, Flow

SIZE = 10
ROOMY = 1000


def _backlogged(weights: dict[int, int]) -> Model:
    """Return leaves under the root, with L = 10 and long queues."""
    model = Model(SIZE, ROOMY)
    for name, weight in weights.items():
        model.added(name, 0, weight, None, None)
        for _ in range(ROOMY):
            model.enqueued(name, 0, SIZE)
    return model


def _first_fault(drift: Drift, model: Model, leaves: Sequence[int]) -> int | None:
    """Let packets leave; return after how many the bound is broken."""
    for number, leaf in enumerate(leaves, 1):
        drift.look()
        model.departed(leaf)
        if drift.sent(Packet(leaf, 0, SIZE)):
            return number
    return None


def test_drift_allows_exactly_its_bound() -> None:
    """With two classes of weight 1 the bound is nine packets."""
    model = _backlogged({1: 1, 2: 1})
    assert _first_fault(Drift(model), model, [1] * 12) == 10


def test_drift_counts_bytes_by_weight() -> None:
    """At 3 : 1 it stays; at equal turns it does not."""
    model = _backlogged({1: 3, 2: 1})
    assert _first_fault(Drift(model), model, [1, 1, 1, 2] * 50) is None
    model = _backlogged({1: 3, 2: 1})
    assert _first_fault(Drift(model), model, [1, 2] * 50) is not None


def test_drift_starts_anew_when_a_class_was_not_able() -> None:
    """A queue that is empty right after a call ends the interval, even if it is filled up at once."""
    model = _backlogged({1: 1, 2: 1})
    drift = Drift(model)
    assert _first_fault(drift, model, [1] * 6) is None
    queue = model.classes[2].queue
    kept = list(queue)
    queue.clear()
    drift.look()
    queue.extend(kept)
    assert _first_fault(drift, model, [1] * 12) == 10


def test_drift_starts_anew_with_a_new_weight() -> None:
    """What came before does not count."""
    model = _backlogged({1: 1, 2: 1})
    drift = Drift(model)
    assert _first_fault(drift, model, [1] * 6) is None
    model.reweighted(2, 2)
    assert _first_fault(drift, model, [1] * 12) == 8


def test_drift_is_judged_at_every_level() -> None:
    """Two branches drift apart though the leaves of each do not."""
    model = Model(SIZE, ROOMY)
    for branch in (10, 20):
        model.added(branch, 0, 1, None, None)
        for leaf in (branch + 1, branch + 2):
            model.added(leaf, branch, 1, None, None)
            for _ in range(100):
                model.enqueued(leaf, 0, SIZE)
    drift = Drift(model)
    assert _first_fault(drift, model, [11, 12] * 20) == 10


@pytest.mark.parametrize(
    ("sizes", "fault"),
    [
        ([60, 60, 60], None),
        ([60, 60, 60, 60], "less than"),
        ([60, 0, 60, 0, 60, 0, 60], "less than"),
        ([0], None),
        ([0, 0, 0, 0, 0], "rate alone"),
    ],
)
def test_an_envelope_has_two_sides(sizes: list[int], fault: str | None) -> None:
    """A burst of 90 and 1 byte a service: below 190 bytes and some, and no less than the rate."""
    envelope = Envelope(Limit(100, 90, 10, 0, (60,), on_leaf=True))
    faults = [envelope.serve(10 * number, size) for number, size in enumerate(sizes)]
    found = next((text for text in faults if text), None)
    assert (fault is None) == (found is None)
    assert found is None or fault is None or fault in found


def test_water_filling_gives_what_is_left_to_the_others() -> None:
    """Limited classes get their limit, the rest is split by weight, level by level."""
    assert fill(10.0, {1: (1, 1.0), 2: (1, 99.0), 3: (2, 99.0)}) == {1: 1.0, 2: 3.0, 3: 6.0}
    flows = (
        Flow(10, 1),
        Flow(1, 1, (9,), 10, limit=(20_000, 1)),
        Flow(2, 1, (9,), 10, limit=(10_000, 1)),
        Flow(3, 1, (9,)),
    )
    assert ideal_shares(flows, 100) == {1: 20.0, 2: 10.0, 3: 70.0}


def test_the_ideal_shares_of_the_workload_use_the_whole_link() -> None:
    """They add up to its speed."""
    assert sum(ideal_shares(TREE, BYTES_PER_MS).values()) == pytest.approx(BYTES_PER_MS)


def test_what_may_pass_a_waiting_packet() -> None:
    """3 L (W + W / w + n)."""
    plan = light_plan([(1, 60), (3, 60)], 2, 60, depth=1, silence=0)
    assert plan.most_bytes() == 3 * 100 * (4 + 2 + 2)
