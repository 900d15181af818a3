"""Students' names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions.names import MAX_NAME_LENGTH, name_key, student_name


@given(raw=st.text() | st.text(alphabet=st.characters(categories=("Cc", "Cf", "Cs", "Zl", "Zs"))))
def test_any_name_becomes_one_short_printable_line(raw: str) -> None:
    """No control, direction mark or lone surrogate survives, and nothing is empty."""
    name = student_name(raw)
    assert name
    assert name.isprintable()
    assert len(name) <= MAX_NAME_LENGTH
    assert student_name(name) == name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Jose\u0301", "José"),
        (" Lin Mei\n", "Lin Mei"),
        ("Lin\u3000Mei", "Lin Mei"),
        ("bad\nname", "bad\\nname"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("evil\u202ecod.exe", "evil\\u202ecod.exe"),
        ("caf\udce9", "caf\\udce9"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("=cmd()", "=cmd()"),
        ("  ", "(no name)"),
    ],
)
def test_what_can_not_be_printed_is_shown_escaped(raw: str, shown: str) -> None:
    """Everything else stays as the student wrote it."""
    assert student_name(raw) == shown


def test_long_names_are_cut_and_stay_different() -> None:
    """A digest of the whole name replaces its end."""
    names = {student_name("x" * 200 + end) for end in "abc"}
    assert len(names) == 3
    assert {len(name) for name in names} == {MAX_NAME_LENGTH}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alice", "aLICE"), ("José", "Jose\u0301"), ("Straße", "STRASSE"), ("ﬁ", "FI")],
)
def test_names_that_look_alike_share_a_key(one: str, other: str) -> None:
    """Case and encoding make no second student."""
    assert name_key(student_name(one)) == name_key(student_name(other))
    assert name_key(one) != name_key(one + "x")
