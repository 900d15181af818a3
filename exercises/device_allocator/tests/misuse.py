"""Calls that must be refused, and what must not come of them.

A history is played twice, plainly and with misuses between its steps. The rules leave order and units to
the solution, but equal calls give equal answers: what differs between the two was caused by the calls
that were refused.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.device_allocator.tests.arguments import LONGEST_HISTORY, History
from exercises.device_allocator.tests.model import Model, Unit
from exercises.device_allocator.tests.moves import Dice, fresh_session, play
from exercises.device_allocator.tests.session import Aspect, Session
from harness.refusals import last_of

Call = tuple[Any, ...]
"""The name of a method, then its arguments."""
NOWHERE = "tpu"
"""A class that no host has."""


@dataclass(frozen=True, slots=True)
class Misuse:
    """A call to come that is wrong in the state that it meets, read off the dice there."""

    dice: int

    def choose(self, model: Model, find: Callable[[Model, Dice], Iterable[Call]]) -> Call | None:
        """Return one of the calls that ``find`` knows to be wrong now, if there is one."""
        dice = Dice(self.dice)
        found = list(find(model, dice))
        return found[dice.below(len(found))] if found else None


def misuses() -> st.SearchStrategy[Sequence[Sequence[Misuse]]]:
    """Draw at most two misuses for each step of a history."""
    one = st.builds(Misuse, dice=st.integers(0, 2**16 - 1))
    some = st.lists(one, max_size=2)
    return st.lists(some, min_size=LONGEST_HISTORY, max_size=LONGEST_HISTORY)


def wrong_arguments(model: Model, dice: Dice) -> Iterator[Call]:
    """Yield bad claims, bad requests and an empty release."""
    name = _pick(list(model.total), dice)
    yield "register", {name: model.total[name] + 1}
    yield "register", {name: -1}
    yield "register", {NOWHERE: 1}
    idle = [number for number in model.claims if model.request_of(number) is None]
    if not idle:
        return
    number = _pick(idle, dice)
    yield "request", number, {}
    yield "request", number, {name: 0}
    yield "request", number, {NOWHERE: 1}
    yield "request", number, {name: -1}
    others = [other for other in model.total if other != name and model.need(number)[other]]
    if others:
        yield "request", number, {name: -1, others[0]: 1}
    # Three times: the claim can be tried in many states, the rest is wrong in each of them.
    for more in (1, 1, 2):
        yield "request", number, {name: model.need(number)[name] + more}
    yield "release", number, []


def wrong_use(model: Model, dice: Dice) -> Iterator[Call]:
    """Yield second requests, and releases of units that are not the caller's."""
    for waiting in model.queue:
        need = {name: 1 for name, most in model.need(waiting.session).items() if most}
        yield "request", waiting.session, need
        yield "request", waiting.session, dict(waiting.wanted)
    if model.claims:
        number = _pick(list(model.claims), dice)
        wrong = [_pick(_units_not_of(model, number), dice), *_no_units(model)]
        foreign = [unit for unit, owner in model.owners.items() if owner != number]
        wrong += foreign[:2]
        mine = model.units_of(number)
        for unit in wrong:
            yield "release", number, [unit]
        if mine:
            unit = _pick(wrong, dice)
            yield "release", number, [mine[0], mine[0]]
            yield "release", number, [*mine, unit]
            yield "release", number, [*mine, mine[0]]
            yield "release", number, [unit, *mine]


def late_calls(model: Model, dice: Dice) -> Iterator[Call]:
    """Yield calls of sessions that have ended or never were."""
    used = model.numbers_used
    ended = [number for number in used if not model.is_open(number)]
    never = (max(used, default=0) + 1, min(used, default=0) - 1)
    number = _pick([*ended, *ended, *never], dice)
    name = _pick(list(model.total), dice)
    in_use = list(model.owners)
    yield "request", number, {name: 1}
    yield "release", number, [_pick(in_use, dice) if in_use else (name, 0)]
    yield "withdraw", number
    yield "unregister", number
    yield "holdings", number


def _pick(choices: Sequence[Any], dice: Dice) -> Any:
    return choices[dice.below(len(choices))]


def _units_not_of(model: Model, number: int) -> list[Unit]:
    """Return the units that are free or another's."""
    every = [(name, one) for name, total in model.total.items() for one in range(total)]
    return [unit for unit in every if model.owners.get(unit) != number] or _no_units(model)


def _no_units(model: Model) -> list[Unit]:
    """Return names of units that do not exist."""
    name = next(iter(model.total))
    return [(name, model.total[name]), (name, -1), (NOWHERE, 0)]


def expect_no_trace(
    submission: Any,
    history: History,
    between: Sequence[Sequence[Misuse]],
    find: Callable[[Model, Dice], Iterable[Call]],
    aspect: Aspect,
) -> None:
    """Play a history plainly and with misuses; each is refused, and the rest goes as without them."""
    plain = fresh_session(submission, history, aspect)
    for _ in play(plain, history):
        pass
    disturbed = fresh_session(submission, history, aspect)
    refused: list[str] = []
    _misuse(disturbed, between[-1], find, refused)
    for index, _ in enumerate(play(disturbed, history)):
        _expect_same_answers(plain, disturbed, refused)
        _misuse(disturbed, between[index % len(between)], find, refused)


def _misuse(
    session: Session,
    some: Sequence[Misuse],
    find: Callable[[Model, Dice], Iterable[Call]],
    refused: list[str],
) -> None:
    for one in some:
        call = one.choose(session.model, find)
        if call is not None:
            session.expect_refused(*call)
            refused.append(f"{call[0]}({', '.join(map(str, call[1:]))})")


def _expect_same_answers(plain: Session, disturbed: Session, refused: Sequence[str]) -> None:
    """Compare the answers of the two as far as both have come."""
    at = len(disturbed.log) - 1
    (call, right), (same, answer) = plain.log[at], disturbed.log[at]
    assert (call, right) == (same, answer), (
        f"{same} granted (session, units) {answer} after calls that were refused:"
        f" {last_of(refused)}. Without them the same history gave: {call} granted {right}. A refused call"
        " must change nothing"
    )
