"""Strategies: plain values, and calls with everything in them that a solution may choose."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from harness.history import Call, NoAnswer, Raised
from harness.remote.proxy import Finished


@dataclass(frozen=True)
class Pair:
    """A dataclass of a stub."""

    left: Any
    right: Any


def _is_sendable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


hostile_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            '"""',
            "'''",
            "\\",
            "\\'",
            "{0}",
            "{property_id}",
            "%s",
            "x\nimport os",
            "x\r# y",
            "\x1b[31m",
            "\u202e",
            "\u2028",
            "\x0c",
            "\ufeff",
            "\0",
        ]
    ),
).filter(_is_sendable)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**4000), 2**4000),
    st.floats(allow_nan=False, allow_infinity=False),
    hostile_texts,
    st.binary(max_size=8),
)
keys = st.one_of(st.integers(), hostile_texts, st.tuples(st.integers(), hostile_texts))
plain_values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(keys, inner, max_size=3),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=8,
)
answers = st.one_of(
    plain_values,
    st.builds(Raised, hostile_texts, hostile_texts),
    st.builds(NoAnswer, hostile_texts, st.integers(1, 5)),
    st.builds(Finished, plain_values),
)
calls = st.builds(
    Call,
    st.sampled_from(["", "box", "box_2"]),
    st.sampled_from(["Box", "put", "send"]),
    st.lists(plain_values, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(["size", "align"]), plain_values, max_size=2),
    st.sampled_from(["", "steps"]),
    answers,
)
