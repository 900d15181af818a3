"""Sentences about byte strings."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harness.byte_strings import difference, first_difference, sized


@pytest.mark.parametrize(("value", "text"), [(b"abc", "<3 bytes>"), (7, "7"), ("x", "'x'")])
def test_bytes_are_told_by_their_number(value: object, text: str) -> None:
    """Other values as they are."""
    assert sized(value) == text


@given(st.binary(max_size=6), st.binary(max_size=6))
def test_up_to_the_first_difference_both_are_equal(found: bytes, right: bytes) -> None:
    """And there they are not, or one of them has ended."""
    assume(found != right)
    at = first_difference(found, right)
    assert found[:at] == right[:at]
    assert found[at : at + 1] != right[at : at + 1]


def test_a_difference_is_a_length_or_a_byte() -> None:
    """The length first: a byte says little where the lengths differ."""
    assert difference(b"ab", b"abc") == "2 bytes instead of 3"
    assert difference(b"abd", b"abc") == "byte 2 is 0x64, right is 0x63"
