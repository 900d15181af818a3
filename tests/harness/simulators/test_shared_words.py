"""Atomic operations on shared words: each result and each word after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.simulators.shared_words import Kind, Operation, illegal, perform

WORDS = (7, 0, 255)
MASK = 255

CASES = {
    "load": (Operation(Kind.LOAD, 0), WORDS, 7),
    "store": (Operation(Kind.STORE, 0, 9), (9, 0, 255), 0),
    "swap": (Operation(Kind.SWAP, 0, 9), (9, 0, 255), 7),
    "compare and swap": (Operation(Kind.COMPARE_AND_SWAP, 0, 7, 9), (9, 0, 255), 7),
    "failed compare and swap": (Operation(Kind.COMPARE_AND_SWAP, 0, 8, 9), WORDS, 7),
    "fetch add": (Operation(Kind.FETCH_ADD, 0, 3), (10, 0, 255), 7),
    "fetch add over the top": (Operation(Kind.FETCH_ADD, 2, 2), (7, 0, 1), 255),
    "fetch add under zero": (Operation(Kind.FETCH_ADD, 1, -1), (7, 255, 255), 0),
    "futex wait": (Operation(Kind.FUTEX_WAIT, 0, 7), WORDS, 0),
    "futex wake": (Operation(Kind.FUTEX_WAKE, 0, 7), WORDS, 0),
    "pause": (Operation(Kind.PAUSE), WORDS, 0),
}


@pytest.mark.parametrize("name", CASES)
def test_words_and_result(name: str) -> None:
    """One word changes at most, and the result is the one that the rules name."""
    operation, after, result = CASES[name]
    assert perform(WORDS, operation, MASK) == (after, result)


@given(
    kind=st.sampled_from([Kind.STORE, Kind.SWAP, Kind.COMPARE_AND_SWAP, Kind.FETCH_ADD]),
    bits=st.integers(1, 64),
    data=st.data(),
)
def test_a_word_never_leaves_its_range(kind: Kind, bits: int, data: st.DataObject) -> None:
    """Legal operations keep every word between 0 and the mask, and change no other one."""
    values = st.integers(0, (1 << bits) - 1)
    words = tuple(data.draw(st.lists(values, min_size=1, max_size=4)))
    address = data.draw(st.integers(0, len(words) - 1))
    first = data.draw(st.integers() if kind is Kind.FETCH_ADD else values)
    operation = Operation(kind, address, first, data.draw(values))
    assert illegal(operation, len(words), bits) == ""
    after, result = perform(words, operation, (1 << bits) - 1)
    assert all(0 <= word < 1 << bits for word in after)
    assert after[:address] == words[:address]
    assert after[address + 1 :] == words[address + 1 :]
    assert result in (0, words[address])


ILLEGAL = {
    "a word before the first": (Operation(Kind.LOAD, -1), "words are 0 to 2"),
    "a word after the last": (Operation(Kind.FUTEX_WAKE, 3, 1), "words are 0 to 2"),
    "a value too large": (Operation(Kind.STORE, 0, 256), "holds 0 to 255"),
    "a negative value": (Operation(Kind.SWAP, 0, -1), "holds 0 to 255"),
    "a desired value too large": (Operation(Kind.COMPARE_AND_SWAP, 0, 0, 256), "holds 0 to 255"),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_illegal_operations_say_why(name: str) -> None:
    """The reason names the range."""
    operation, reason = ILLEGAL[name]
    assert reason in illegal(operation, 3, 8)


LEGAL = (
    Operation(Kind.PAUSE, 99),
    Operation(Kind.COMPARE_AND_SWAP, 0, 10_000, 1),
    Operation(Kind.FUTEX_WAIT, 0, -1),
    Operation(Kind.FETCH_ADD, 0, -10_000),
)


@pytest.mark.parametrize("operation", LEGAL, ids=str)
def test_what_only_compares_may_compare_with_anything(operation: Operation) -> None:
    """An expected value or a delta outside the range is no mistake."""
    assert illegal(operation, 3, 8) == ""


def test_operations_read_as_a_student_writes_them() -> None:
    """Their text is the call of the stub's class."""
    assert str(Operation(Kind.COMPARE_AND_SWAP, 1, 0, 32)) == "CompareAndSwap(1, 0, 32)"
    assert str(Operation(Kind.LOAD, 4)) == "Load(4)"
    assert str(Operation(Kind.FETCH_ADD, 0, -1)) == "FetchAdd(0, -1)"
    assert str(Operation(Kind.PAUSE)) == "Pause()"
