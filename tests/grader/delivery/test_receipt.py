"""What a receipt proves."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.delivery.receipt import SubmissionReceipt, is_signed_by, signed
from tests.grader.delivery.parcels import SENT, SLUG

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
RECEIPT = SubmissionReceipt(
    exercise=SLUG, student="王伟", digest="a" * 64, received=SENT, to="https://course.example"
)
CHANGES = (
    {"student": "bob"},
    {"digest": "b" * 64},
    {"received": SENT - timedelta(seconds=1)},
    {"exercise": "another"},
    {"to": "https://other.example"},
)


def test_only_the_key_makes_and_checks_a_signature() -> None:
    """Another key does not fit, nor does no signature; a short key is refused."""
    made = signed(RECEIPT, KEY)
    assert is_signed_by(made, KEY)
    assert not is_signed_by(made, OTHER_KEY)
    assert not is_signed_by(RECEIPT, KEY)
    with pytest.raises(ValueError, match="at least 32"):
        signed(RECEIPT, b"short")


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(one)) for one in CHANGES])
def test_every_change_breaks_the_signature(change: dict[str, object]) -> None:
    """Time, student, digest, exercise and address are all signed."""
    made = signed(RECEIPT, KEY)
    assert not is_signed_by(made.model_copy(update=change), KEY)


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.isprintable()))
def test_a_receipt_is_read_back_as_it_was(student: str) -> None:
    """Its signature survives the file that students keep."""
    made = signed(RECEIPT.model_copy(update={"student": student}), KEY)
    back = SubmissionReceipt.model_validate_json(made.to_text())
    assert back == made
    assert is_signed_by(back, KEY)


@pytest.mark.parametrize("entry", ["../../etc/passwd", "a/b", "x.parcel.json", ".hidden"])
def test_a_receipt_can_not_name_another_file(entry: str) -> None:
    """An entry is a parcel's name and no path."""
    with pytest.raises(ValueError, match="entry"):
        SubmissionReceipt(**{**RECEIPT.model_dump(), "entry": entry})
