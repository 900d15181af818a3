"""The other implementation says what is odd about a record."""

import pytest

from exercises.network_cipher.tests import model
from exercises.network_cipher.tests.messages import message_difference
from exercises.network_cipher.tests.records import RecordReader
from exercises.network_cipher.tests.session import SECRET, End, handshake_of

END = End(rekey_interval=1)
RECORDS = END.outgoing
HEADER = bytes(8)
INNER = b"text\x80"


def _complaint(record: bytes, padded: int = len(INNER)) -> str:
    with pytest.raises(AssertionError) as raised:
        RecordReader(END).must_read(record, b"text", padded)
    return str(raised.value)


def test_records_are_read_in_order() -> None:
    """Each under the key of its epoch."""
    reader = RecordReader(END)
    for counter in range(5):
        reader.must_read(RECORDS.record(counter, b"text", zeros=2), b"text", 7)


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        (b"short", "has 5 bytes"),
        (RECORDS.record(1, b"text"), "its counter is 0000000000000000"),
        (RECORDS.record(0, b"texts"), "holds b'texts'"),
        (RECORDS.sealed(0, b"text\0"), "without 0x80"),
        (RECORDS.record(0, b"text", zeros=1), "padded_length(5) is 5"),
        (END.incoming.record(0, b"text"), "the key of the other direction"),
        (HEADER + model.seal(RECORDS.key(0), bytes(12), INNER, b""), "not its associated data"),
        (HEADER + model.seal(RECORDS.key(1), bytes(12), INNER, HEADER), "the key of epoch 1"),
        (HEADER + bytes(21), "whatever else is tried"),
    ],
)
def test_what_is_odd_is_named(record: bytes, complaint: str) -> None:
    """The student reads what the record was sealed with instead."""
    assert complaint in _complaint(record)


def test_a_handshake_message_is_compared_part_by_part() -> None:
    """Where it departs tells which value of the symmetric state is wrong."""
    right = model.first_message(SECRET, model.public_key(bytes(32)), b"payload")
    assert "not my public key" in message_difference(bytes(32) + right[32:], right)
    assert "k or n is wrong" in message_difference(right[:32] + bytes(7) + right[39:], right)
    assert "h, the associated data, is not" in message_difference(right[:-1] + b"\0", right)
    assert "bytes, right are" in message_difference(right[:-1], right)
    empty = handshake_of(SECRET).messages[0]
    assert "k, n or h" in message_difference(empty[:-16] + bytes(16), empty)
