"""The other implementation, which reads what the solution seals, and says what is odd about it."""

from exercises.network_cipher.tests import model
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.model import (
    HEADER_SIZE,
    LEAST_RECORD,
    MOST_RECORD,
    Direction,
)
from exercises.network_cipher.tests.session import End


class RecordReader:
    """Reads the records of one end in the order in which it seals them."""

    def __init__(self, end: End) -> None:
        self._end = end
        self._records = end.outgoing
        self._next = 0

    def must_read(self, record: bytes, text: bytes, padded: int) -> None:
        """Demand that the next record holds this text, padded as ``padded_length`` says."""
        counter, self._next = self._next, self._next + 1
        epoch = counter // self._end.rekey_interval
        what = f"record {counter} (epoch {epoch}) of {shown(text)}"
        assert LEAST_RECORD <= len(record) <= MOST_RECORD, (
            f"{what} has {len(record)} bytes; legal are {LEAST_RECORD} to {MOST_RECORD}"
        )
        header = record[:HEADER_SIZE]
        right = counter.to_bytes(HEADER_SIZE, "little")
        assert header == right, f"{what} begins with {header.hex()}; its counter is {right.hex()}"
        inner = self._records.unsealed(record)
        assert inner is not None, f"{what} does not open{self._why_not(record)}"
        found = model.text_inside(inner)
        assert found is not None, f"{what}: inside is {shown(inner)}, without 0x80 before the zeros"
        assert found == text, f"{what} holds {shown(found)}: inside is {shown(inner)}"
        assert len(inner) == padded, (
            f"{what} holds {len(inner)} bytes, but padded_length({len(text) + 1}) is {padded}"
        )

    def _why_not(self, record: bytes) -> str:
        """Return what it was sealed with instead, if that can be found out."""
        header, sealed = record[:HEADER_SIZE], record[HEADER_SIZE:]
        counter = int.from_bytes(header, "little")
        epoch, nonce = counter // self._end.rekey_interval, model.counter_nonce(counter)
        key, other = self._records.key(epoch), Direction(self._end.incoming.first_key, 1).key(epoch)
        attempts = [
            (other, nonce, header, "it is sealed with the key of the other direction"),
            (key, nonce, b"", "the header is not its associated data"),
            (key, bytes(4) + counter.to_bytes(8, "big"), header, "its nonce is big-endian"),
            (key, model.counter_nonce(0), header, "its nonce does not hold the counter"),
        ]
        for one in range(max(0, epoch - 2), epoch + 3):
            text = f"it is sealed with the key of epoch {one}"
            attempts.append((self._records.key(one), nonce, header, text))
        for attempt, one_nonce, data, text in attempts:
            if model.unseal(attempt, one_nonce, sealed, data) is not None:
                return f": {text}"
        return " under the key of its epoch, whatever else is tried"
