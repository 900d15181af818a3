"""Plays the steps of ``arguments`` in a session: picks who acts, on what, how much."""

from collections.abc import Iterator
from typing import Any

from exercises.device_allocator.tests.arguments import Claims, Deed, History, Step
from exercises.device_allocator.tests.model import Model
from exercises.device_allocator.tests.session import Aspect, Session

NEARLY_ALL = (0, 0, 0, 1, 2)
"""What a session at the border does not claim, of each class."""


class Dice:
    """One number that is used up digit by digit, each in a base of its own."""

    def __init__(self, value: int) -> None:
        self._value = value

    def below(self, limit: int) -> int:
        """Return a number from 0 to ``limit`` - 1."""
        self._value, rest = divmod(self._value, limit)
        return rest


def fresh_session(submission: Any, history: History, *judged: Aspect) -> Session:
    """Return a session with a fresh allocator."""
    return Session(submission, history.host, *judged)


def play(session: Session, history: History) -> Iterator[int]:
    """Play all steps, then end all sessions; yield after each call the session that made it."""
    for step in history.steps:
        yield take(session, history, step)
    yield from end_all(session)


def end_all(session: Session) -> Iterator[int]:
    """End one session after the other."""
    while session.model.claims:
        number = next(iter(session.model.claims))
        session.unregister(number)
        yield number


def take(session: Session, history: History, step: Step) -> int:
    """Play one step and return the session that acted."""
    model, dice = session.model, Dice(step.dice)
    claims, deed = history.claims, step.deed
    may_open = len(model.claims) < history.most_open
    if deed in (Deed.ARRIVE, Deed.REGISTER) and may_open:
        number = session.register(_claim(model, claims, dice))
        if deed is Deed.ARRIVE:
            _ask(session, claims, number, dice)
        return number
    actors = _actors(model, deed)
    if not actors and may_open:
        return take(session, history, Step(Deed.ARRIVE, step.dice))
    if not actors:
        deed = Deed.RELEASE if model.owners else Deed.END
        actors = _actors(model, deed)
    return _act(session, claims, deed, actors[dice.below(len(actors))], dice)


def _act(session: Session, claims: Claims, deed: Deed, number: int, dice: Dice) -> int:
    if deed is Deed.RELEASE:
        mine = session.model.units_of(number)
        count = 1 + dice.below(len(mine))
        first = dice.below(len(mine))
        session.release(number, [*mine[first:], *mine[:first]][:count])
    elif deed is Deed.WITHDRAW:
        session.withdraw(number)
    elif deed in (Deed.END, Deed.END_WAITING):
        session.unregister(number)
    else:
        _ask(session, claims, number, dice)
    return number


def _actors(model: Model, deed: Deed) -> list[int]:
    """Return the sessions that a deed may be done by."""
    waiting = [one.session for one in model.queue]
    if deed is Deed.END_WAITING:
        return waiting
    if deed is Deed.WITHDRAW:
        return waiting or list(model.claims)
    if deed is Deed.RELEASE:
        return [number for number in model.claims if model.is_holder(number)]
    idle = [number for number in model.claims if number not in waiting]
    if deed is Deed.END:
        return idle or waiting
    return [number for number in idle if any(model.need(number).values())]


def _claim(model: Model, claims: Claims, dice: Dice) -> dict[str, int]:
    is_small = claims is Claims.SMALL and dice.below(5) > 0
    if claims is Claims.SMALL and not is_small:
        return dict(model.total)
    counts = {}
    for name, total in model.total.items():
        if claims is Claims.BORDER:
            counts[name] = max(1, total - NEARLY_ALL[dice.below(len(NEARLY_ALL))])
        elif is_small:
            counts[name] = min(total, 1 + dice.below(2))
        else:
            counts[name] = dice.below(total + 1)
    return counts


def _ask(session: Session, claims: Claims, number: int, dice: Dice) -> None:
    """Ask for some of what a session may still ask for; at least for one unit."""
    need = session.model.need(number)
    wanted = {name: min(most, dice.below(3)) for name, most in need.items()}
    if claims is not Claims.BORDER and dice.below(4) == 0:
        wanted = need
    if not any(wanted.values()):
        wanted |= {name: 1 for name, most in need.items() if most}
    if any(wanted.values()):
        session.request(number, wanted)
