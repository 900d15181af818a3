"""The oracle's judgement of calls, row by row."""

from typing import Any

import pytest

from exercises.device_allocator.stub.solution import (
    ClaimExceeded,
    NotHeld,
    RequestPending,
    StaleSession,
)
from exercises.device_allocator.tests.model import Host, Model
from exercises.device_allocator.tests.rules import faults_of

GPU_0, GPU_1, GPU_2 = (("gpu", number) for number in range(3))


@pytest.fixture
def model() -> Model:
    """Give three units: session 1 holds 0 and 1 of its claim of 3, session 2 waits, 3 has ended."""
    model = Model(Host({"gpu": (3,)}, 4))
    for number in (1, 2, 3):
        model.registered(number, {"gpu": 3})
    model.ended(3)
    model.requested(1, {"gpu": 2})
    model.granted(model.queue[0], [GPU_0, GPU_1])
    model.requested(2, {"gpu": 2})
    return model


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (("register", {"gpu": 3}), set()),
        (("register", {}), set()),
        (("register", {"gpu": 4}), {ValueError}),
        (("register", {"gpu": -1}), {ValueError}),
        (("register", {"tpu": 1}), {ValueError}),
        (("request", 1, {"gpu": 1}), set()),
        (("request", 1, {"gpu": 2}), {ClaimExceeded}),
        (("request", 1, {"gpu": 0}), {ValueError}),
        (("request", 1, {}), {ValueError}),
        (("request", 2, {"gpu": 1}), {RequestPending}),
        (("request", 2, {"gpu": 4}), {RequestPending, ClaimExceeded}),
        (("request", 3, {"gpu": 1}), {StaleSession}),
        (("request", 9, {"gpu": -1}), {StaleSession, ValueError}),
        (("release", 1, [GPU_0, GPU_1]), set()),
        (("release", 1, []), {ValueError}),
        (("release", 1, [GPU_0, GPU_0]), {NotHeld}),
        (("release", 1, [GPU_0, GPU_2]), {NotHeld}),
        (("release", 1, [("gpu", 3)]), {NotHeld}),
        (("release", 1, [("gpu", -1)]), {NotHeld}),
        (("release", 2, [GPU_0]), {NotHeld}),
        (("release", 3, [GPU_0]), {StaleSession}),
        (("withdraw", 1), set()),
        (("withdraw", 3), {StaleSession}),
        (("unregister", 2), set()),
        (("holdings", 0), {StaleSession}),
    ],
)
def test_a_call_has_these_faults(
    model: Model, call: tuple[Any, ...], right: set[type[Exception]]
) -> None:
    """Two faults in one call make both exceptions right."""
    assert set(faults_of(model, *call)) == right
