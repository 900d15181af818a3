"""The closed set of values: what is in it comes back exactly, all else is refused and nothing else happens."""

import contextlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wire.values import MAX_DEPTH, MAX_NODES, Codec, Record, ValueRefusedError, dump, parse


@dataclass(frozen=True)
class Point:
    """A dataclass of some stub."""

    x: Any
    y: Any


CODEC = Codec({"Point": Record(Point, ("x", "y"))})

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4095), 2**4095)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
)
hashables = st.recursive(scalars, lambda inner: st.tuples(inner, inner), max_leaves=4)


values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(hashables, inner, max_size=4)
        | st.builds(Point, inner, inner)
    ),
    max_leaves=20,
)


def same(left: Any, right: Any) -> bool:
    """Compare exactly: types too, and floats by their bits."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))
    if isinstance(left, Point):
        return same((left.x, left.y), (right.x, right.y))
    return repr(left) == repr(right)


@given(value=values)
def test_a_value_comes_back_exactly(value: Any) -> None:
    """Through bytes and back, value and type are the same."""
    assert same(CODEC.from_plain(parse(dump(CODEC.to_plain(value)))), value)


@given(payload=st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_refusal(payload: bytes) -> None:
    """Nothing that arrives can make the decoder raise anything else."""
    with contextlib.suppress(ValueRefusedError):
        CODEC.from_plain(parse(payload))


plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["b", "t", "d", "o", "$", "x"]) | st.text(max_size=2), inner, max_size=2
        )
    ),
    max_leaves=20,
)


@given(plain=plain_json)
def test_any_json_gives_a_value_or_a_refusal(plain: Any) -> None:
    """The same for well-formed JSON of every shape, tags among it."""
    with contextlib.suppress(ValueRefusedError):
        CODEC.from_plain(parse(json.dumps(plain).encode()))


class Number(IntEnum):
    """An int that is not exactly one."""

    ONE = 1


class Agreeable(int):
    """An int that equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**4096,
        "\ud800",
        {1, 2},
        bytearray(b"x"),
        OrderedDict(),
        Number.ONE,
        Agreeable(),
        object(),
        type,
        [lambda: None],
    ],
    ids=range(12),
)
def test_a_value_outside_the_set_is_not_sent(value: Any) -> None:
    """Exact types only, finite floats, ints of bounded length, text that is text."""
    with pytest.raises(ValueRefusedError):
        CODEC.to_plain(value)


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_depth_is_bounded_both_ways() -> None:
    """As deep as allowed passes; one deeper is refused, sending and receiving."""
    assert CODEC.to_plain(_nested(MAX_DEPTH)) == _nested(MAX_DEPTH)
    assert CODEC.from_plain(_nested(MAX_DEPTH)) == _nested(MAX_DEPTH)
    with pytest.raises(ValueRefusedError, match="nested"):
        CODEC.to_plain(_nested(MAX_DEPTH + 1))
    with pytest.raises(ValueRefusedError, match="nested"):
        CODEC.from_plain(_nested(MAX_DEPTH + 1))


def test_the_number_of_nodes_is_bounded_both_ways() -> None:
    """A flat list passes up to the limit and is refused above it."""
    most = [0] * (MAX_NODES - 1)
    assert CODEC.from_plain(CODEC.to_plain(most)) == most
    with pytest.raises(ValueRefusedError, match="more than"):
        CODEC.to_plain([0] * MAX_NODES)
    with pytest.raises(ValueRefusedError, match="more than"):
        CODEC.from_plain([0] * MAX_NODES)


@pytest.mark.parametrize(
    "plain",
    [
        {"o": ["Circle", [1]]},
        {"o": ["Point", [1]]},
        {"o": ["Point", [1, 2, 3]]},
        {"o": "Point"},
        {"d": [[1, 2], [1, 3]]},
        {"d": [[[], 2]]},
        {"d": [[1]]},
        {"b": "not base64!"},
        {"b": 5},
        {"t": 5},
        {"z": []},
        {},
        {"b": "", "t": []},
    ],
    ids=repr,
)
def test_a_shape_nobody_sends_is_refused(plain: Any) -> None:
    """Unknown tags, wrong bodies, unknown dataclasses, keys used twice."""
    with pytest.raises(ValueRefusedError):
        CODEC.from_plain(plain)
