"""Calls that must be refused, and what must not come of them.

An exercise says how a call must be refused (``Refusal``); here is how it is tried, and how two runs
of one history, one of them with refused calls between, are compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call of a method of the submission's object."""

    method: str
    args: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.method}({', '.join(map(repr, self.args))})"

    def send(self, receiver: Any) -> Any:
        """Make the call and return its answer."""
        return getattr(receiver, self.method)(*self.args)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The exception that is right, and why."""

    exception: type[Exception]
    reason: str


@dataclass(frozen=True, slots=True)
class Misuse:
    """A row of a table: ``play`` makes its calls and raises AssertionError where one goes wrong."""

    name: str
    play: Callable[[Any], None]

    def __repr__(self) -> str:
        """Return what the row is about."""
        return self.name


Log = Sequence[tuple[MethodCall, Any]]
"""Accepted calls, each with its answer."""


def expect_refused(
    receiver: Any,
    call: MethodCall,
    refusal: Refusal | None,
    named_errors: Sequence[type[Exception]],
) -> None:
    """Make a call that must be refused.

    Args:
        receiver: The submission's object.
        call: The call.
        refusal: What the rules say; None, that it is right, is a mistake of the test.
        named_errors: The exceptions of the interface; another fails the property by itself.
    """
    if refusal is None:
        raise ValueError(f"{call} need not be refused")
    right = f"it must raise {refusal.exception.__name__}: {refusal.reason}"
    try:
        answer = call.send(receiver)
    except refusal.exception:
        return
    except tuple(named_errors) as raised:
        raise AssertionError(f"{call} raised {type(raised).__name__}; {right}") from None
    raise AssertionError(f"{call} returned {answer}; {right}")


def expect_not_made(make: Callable[[], object], text: str, why: str) -> None:
    """Try to make an object that must not be.

    Args:
        make: Makes it; must raise ValueError.
        text: What is written to make it.
        why: The rule that forbids it.
    """
    try:
        make()
    except ValueError:
        return
    raise AssertionError(f"{text} was accepted; it must raise ValueError: {why}")


def expect_same_answers(plain: Log, disturbed: Log, refused: Sequence[MethodCall]) -> None:
    """Compare the answers of two runs of one history as far as both have come.

    Args:
        plain: The run without misuse.
        disturbed: The run with calls between that were refused.
        refused: Those calls.
    """
    for (call, right), (same, answer) in zip(plain, disturbed, strict=False):
        assert (call, right) == (same, answer), (
            f"{same} returned {answer}, after calls that were refused: {last_of(refused)}. Without"
            f" them the same history gave: {call} returned {right}. A refused call must change nothing"
        )


def last_of(refused: Sequence[object]) -> str:
    """Return the last of many calls in words."""
    last = ", ".join(map(str, refused[-MOST_SHOWN:]))
    return f"..., {last}" if len(refused) > MOST_SHOWN else last or "none"


def misuse_everything(misuses: Callable[[], Sequence[Callable[[], object]]]) -> None:
    """Try every misuse in one session; repeat one that is wrongly answered alone, in a fresh one.

    Args:
        misuses: Begins a trial, always in the same state, and returns what must be refused in it,
            always in the same order.
    """
    for number, misuse in enumerate(misuses()):
        try:
            misuse()
        except AssertionError:
            misuses()[number]()
            raise
