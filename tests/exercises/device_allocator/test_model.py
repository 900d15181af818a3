"""The oracle's state: safety against every order there is, the door, what calls change."""

from collections.abc import Callable, Sequence
from itertools import permutations
from random import Random

import pytest

from exercises.device_allocator.tests.model import (
    Host,
    Model,
    Needs,
    Waiting,
    any_order,
    greedy_order,
)

HOST = Host({"gpu": (2, 2)}, 1)
Search = Callable[[tuple[int, ...], Needs, Needs], Sequence[int] | None]
State = tuple[tuple[int, ...], Needs, Needs]


def random_state(random: Random) -> State:
    """Draw what is free, held and needed; about half of these states are safe."""
    classes, sessions = random.randint(1, 2), range(random.randint(1, 5))

    def vector(most: int) -> tuple[int, ...]:
        return tuple(random.randint(0, most) for _ in range(classes))

    return vector(2), {one: vector(2) for one in sessions}, {one: vector(4) for one in sessions}


def is_good(state: State, order: tuple[int, ...]) -> bool:
    """Return whether all can finish in this order."""
    free, held, need = state
    for session in order:
        if any(wanted > there for wanted, there in zip(need[session], free, strict=True)):
            return False
        free = tuple(map(sum, zip(free, held[session], strict=True)))
    return True


@pytest.mark.parametrize("find", [any_order, greedy_order])
def test_an_order_is_found_exactly_if_there_is_one(find: Search) -> None:
    """Both searches agree with a trial of all orders, and what they return is one."""
    random = Random(1)
    found = 0
    for _ in range(400):
        state = random_state(random)
        order = find(*state)
        if order is None:
            assert not any(is_good(state, one) for one in permutations(state[1]))
        else:
            found += 1
            assert sorted(order) == sorted(state[1])
            assert is_good(state, tuple(order))
    assert 50 < found < 350


def test_only_the_asker_matters() -> None:
    """From a safe state, the state after a grant is safe exactly if the asker can finish."""
    random = Random(2)
    grants = 0
    while grants < 200:
        free, held, need = random_state(random)
        gift = tuple(min(a, b) for a, b in zip(free, need[0], strict=True))
        if not any(gift) or any_order(free, held, need) is None:
            continue
        grants += 1
        after = tuple(a - b for a, b in zip(free, gift, strict=True))
        held = {**held, 0: tuple(map(sum, zip(held[0], gift, strict=True)))}
        need = {**need, 0: tuple(a - b for a, b in zip(need[0], gift, strict=True))}
        can_finish = any(
            is_good((after, held, need), order[: order.index(0) + 1])
            for order in permutations(held)
        )
        assert can_finish == (any_order(after, held, need) is not None)


def open_model(*claims: int, patience: int = 1) -> Model:
    """Return a model of four units with sessions 1, 2, ... of these claims."""
    model = Model(Host(HOST.groups, patience))
    for number, claim in enumerate(claims, 1):
        model.registered(number, {"gpu": claim})
    return model


def ask(model: Model, session: int, count: int) -> Waiting:
    """Queue a request and return it."""
    model.requested(session, {"gpu": count})
    return model.queue[-1]


def grant(model: Model, waiting: Waiting) -> None:
    """Grant a request with the lowest units that are free."""
    free = [unit for unit in (("gpu", n) for n in range(4)) if unit not in model.owners]
    model.granted(waiting, free[: waiting.wanted["gpu"]])


def test_the_worked_example() -> None:
    """The handout's four GPUs: what is grantable at each point, and why not."""
    model = open_model(3, 3, 4, patience=0)
    for session in (1, 2, 2):
        waiting = ask(model, session, 1)
        assert model.is_grantable(waiting)
        grant(model, waiting)
    second = ask(model, 1, 1)
    assert model.fits(second)
    assert model.order_after(second) is None
    large = ask(model, 3, 4)
    assert not model.fits(large)
    third = ask(model, 2, 1)
    assert model.door_keeper(third) is None
    assert model.is_grantable(third)
    assert not model.is_grantable(second)
    model.ended(2)
    assert model.queue == [second, large]
    assert model.is_grantable(second)


def test_newcomers_are_counted_and_stopped() -> None:
    """A newcomer's grant counts for all requests before it; at patience the door is closed behind them."""
    model = open_model(4, 4, 1, 1, 1, patience=1)
    grant(model, ask(model, 1, 2))
    large, first, second = ask(model, 2, 3), ask(model, 3, 1), ask(model, 4, 1)
    assert model.door_keeper(first) is None
    grant(model, first)
    assert large.overtaken_by == [3]
    assert second.overtaken_by == []
    assert model.door_keeper(second) is large
    assert model.door_keeper(large) is None
    more = ask(model, 1, 1)
    assert model.door_keeper(more) is None
    grant(model, more)
    assert large.overtaken_by == [3]
    model.withdrawn(2)
    assert model.door_keeper(second) is None


def test_units_are_counted_by_group() -> None:
    """Free units and holdings follow grants, releases and ends of sessions."""
    model = open_model(4, 2)
    model.granted(ask(model, 1, 3), [("gpu", 0), ("gpu", 1), ("gpu", 2)])
    assert model.free_by_group("gpu") == [0, 1]
    assert [model.group_of(("gpu", number)) for number in range(4)] == [0, 0, 1, 1]
    assert model.free() == {"gpu": 1}
    assert model.need(1) == {"gpu": 1}
    model.released([("gpu", 1)])
    assert model.units_of(1) == [("gpu", 0), ("gpu", 2)]
    model.ended(1)
    assert model.free() == {"gpu": 4}
    assert not model.is_open(1)
    assert model.numbers_used == [1, 2]
