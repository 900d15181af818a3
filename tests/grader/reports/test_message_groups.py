"""Messages of a class, grouped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.message_groups import MOST_CHARACTERS, message_groups, normalized
from grader.scoring.grade import GradedOutcome
from harness.exercise.manifest import Part
from harness.outcomes import Verdict
from tests.grader.hostile_texts import HOSTILE_TEXTS


def outcome(message: str, *calls: str, verdict: Verdict = Verdict.FAILED) -> GradedOutcome:
    """Return a failed outcome with a message and a counterexample."""
    return GradedOutcome(
        property="claims-are-kept",
        verdict=verdict,
        message=message,
        counterexample=calls or None,
        code="M2",
        part=Part.MECHANISM,
        points=0,
        max_points=12,
    )


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("allocate(96) raised OutOfMemory at 0x1f00", "allocate(N) raised OutOfMemory at N"),
        ("read gave b'ab\\x00', not b'abc'", "read gave ‘…’, not ‘…’"),  # noqa: RUF001
        ("the students' work isn't theirs", "the students' work isn't theirs"),
        ("waited 1.5e-3 s, -7 of 1,000", "waited N s, N of N"),
        ("gaps [1, 2, 3]\nbut [4, 5]", "gaps [N, …] but [N, …]"),
        ("A2 of sha256", "A2 of sha256"),
    ],
)
def test_numbers_and_quoted_values_do_not_count(message: str, text: str) -> None:
    """What is left is what the messages of one defect share."""
    assert normalized(message) == text


@given(message=st.text() | st.sampled_from(HOSTILE_TEXTS))
def test_a_group_is_one_clean_line(message: str) -> None:
    """Whatever a student made, a group's text is short and holds nothing that steers a screen."""
    text = normalized(message)
    assert len(text) <= 10 * MOST_CHARACTERS
    assert "\n" not in text
    assert all(one.isprintable() or one.isspace() for one in text)


@given(first=st.integers(0), second=st.integers(0))
def test_messages_that_differ_in_a_number_are_of_one_group(first: int, second: int) -> None:
    """A counterexample's size is not its kind."""
    found = message_groups(
        [("ada", outcome(f"size {first} is lost")), ("bob", outcome(f"size {second} is lost"))]
    )
    assert [(group.text, group.count) for group in found] == [("size N is lost", 2)]


def test_the_commonest_come_first_with_the_shortest_trial() -> None:
    """Groups are counted; the example is the one that is quickest to read."""
    found = message_groups(
        [
            ("ada", outcome("lost 1", "a()", "b()", "c()")),
            ("bob", outcome("kept 1", "a()")),
            ("cleo", outcome("lost 2", "a()", "b()")),
            ("dan", outcome("lost 3")),
            ("eva", outcome("", verdict=Verdict.CRASHED)),
            ("finn", outcome("another", "a()")),
        ],
        most=3,
    )
    assert [(group.text, group.count, group.student) for group in found] == [
        ("lost N", 3, "cleo"),
        ("The solution ended its process while it was judged.", 1, "eva"),
        ("another", 1, "finn"),
    ]
    assert found[0].calls == ("a()", "b()")
