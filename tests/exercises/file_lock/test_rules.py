"""What the rules say about calls, and what the session makes of wrong answers."""

from typing import Any

import pytest

from exercises.file_lock.stub.solution import (
    EXCLUSIVE,
    MAX_OFFSET,
    SHARED,
    BlockedError,
    DeadlockError,
    Lock,
    NotBlockedError,
    WouldBlockError,
)
from exercises.file_lock.tests.calls import Call, ranged
from exercises.file_lock.tests.model import Model, Request
from exercises.file_lock.tests.rules import rule
from exercises.file_lock.tests.session import Aspect, Session
from exercises.file_lock.tests.spans import span
from exercises.file_lock.tests.words import state_text
from harness.graded import AnotherRuleBrokenError


def asking(method: str, owner: int, first: int, last: int, mode: str = EXCLUSIVE) -> Call:
    """Return a call about file 0."""
    return ranged(method, 0, owner, span(first, last), mode)


@pytest.fixture
def model() -> Model:
    """Owner 1 holds bytes 0..1; owner 2 holds byte 3 and waits for byte 0."""
    found = Model()
    found.granted(Request(0, 1, span(0, 1).cells, EXCLUSIVE))
    found.granted(Request(0, 2, span(3, 3).cells, EXCLUSIVE))
    found.waits(Request(0, 2, span(0, 0).cells, SHARED))
    return found


@pytest.mark.parametrize(
    ("call", "faults"),
    [
        (asking("try_lock", 0, 2, 2), ()),
        (asking("try_lock", 0, 1, 2), (WouldBlockError,)),
        (asking("lock", 0, 1, 2), ()),
        (asking("lock", 1, 3, 3), (DeadlockError,)),
        (asking("unlock", 2, 3, 3), (BlockedError,)),
        (asking("get_lock", 2, 3, 3), (BlockedError,)),
        (Call("close", (1, 2)), (BlockedError,)),
        (Call("cancel", (2,)), ()),
        (Call("cancel", (1,)), (NotBlockedError,)),
        (Call("exit", (2,)), ()),
        (Call("unlock", (0, 2, -1, 1)), (ValueError,)),
        (Call("try_lock", (0, 0, 0, 1, "x")), (ValueError,)),
        (Call("try_lock", (0, 0, 0, MAX_OFFSET + 2, SHARED)), (OverflowError,)),
        (Call("try_lock", (0, 0, MAX_OFFSET + 1, 0, "x")), (ValueError, OverflowError)),
    ],
)
def test_each_rule_names_its_exception(
    model: Model, call: Call, faults: tuple[type[Exception], ...]
) -> None:
    """Arguments first, then who is asleep, then conflicts and cycles."""
    ruling = rule(model, call)
    assert ruling.faults == faults
    assert ruling.may_succeed is not bool(faults)


def test_a_cycle_through_the_queue_leaves_a_choice(model: Model) -> None:
    """Owner 1 may be granted byte 0 as reader, or wait behind owner 2, or be refused."""
    model.granted(Request(0, 1, span(0, 0).cells, SHARED))
    model.cancelled(2)
    model.waits(Request(0, 2, span(0, 1).cells, EXCLUSIVE))
    ruling = rule(model, asking("lock", 1, 0, 1))
    assert ruling.faults == (DeadlockError,)
    assert ruling.may_succeed


class Wrong:
    """A table that gives these answers, one after the other, and shows no lock."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def locks(self, file: int) -> list[Any]:
        """Return none."""
        del file
        return []

    def __getattr__(self, method: str) -> Any:
        """Return a function that gives the next answer."""

        def call(*args: Any) -> Any:
            del args
            answer = self._answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def fails(aspect: Aspect, call: Call, answer: object) -> bool:
    """Return whether a property that judges this aspect is lost."""
    try:
        Session(Wrong(answer), aspect).make(call)
    except AssertionError:
        return True
    except AnotherRuleBrokenError:
        return False
    return False


@pytest.mark.parametrize(
    ("aspects", "call", "answer"),
    [
        ({Aspect.STATE}, asking("try_lock", 0, 0, 0), [0]),
        ({Aspect.STATE}, asking("try_lock", 0, 0, 0), WouldBlockError()),
        ({Aspect.STATE, Aspect.EXCLUSION}, asking("try_lock", 0, 0, 0), []),
        ({Aspect.STATE, Aspect.EXCLUSION}, asking("lock", 0, 0, 0), [1]),
        ({Aspect.REASON}, asking("lock", 0, 0, 0), []),
        ({Aspect.DEADLOCK}, asking("lock", 0, 0, 0), DeadlockError()),
        ({Aspect.GHOST}, asking("lock", 0, 0, 0), BlockedError()),
        ({Aspect.GHOST}, Call("exit", (0,)), [1]),
        (
            {Aspect.CONFLICT_SHOWN},
            asking("get_lock", 0, 0, 0),
            Lock(0, 1, 0, 0, EXCLUSIVE),
        ),
        ({Aspect.LEAVING}, Call("exit", (0,)), NotBlockedError()),
        ({Aspect.REFUSAL}, Call("cancel", (0,)), []),
        ({Aspect.REFUSAL}, Call("cancel", (0,)), BlockedError()),
        ({Aspect.REFUSAL, Aspect.STATE}, asking("unlock", 0, 0, 0), ValueError()),
    ],
)
def test_a_wrong_answer_fails_what_judges_it(
    aspects: set[Aspect], call: Call, answer: object
) -> None:
    """And no other property."""
    assert {aspect for aspect in Aspect if fails(aspect, call, answer)} == aspects


def test_states_are_told_in_words(model: Model) -> None:
    """Held locks, and requests in the order of waiting."""
    assert state_text(model) == (
        "Held: owner 1 exclusive 0..1 of file 0; owner 2 exclusive 3..3 of file 0."
        " Waiting, oldest first: owner 2 shared 0..0 of file 0"
    )
