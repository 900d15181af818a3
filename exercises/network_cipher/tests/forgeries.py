"""What a forger without keys sends, in scenes; and what is done to single records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exercises.network_cipher.stub.solution import MAX_PADDED
from exercises.network_cipher.tests import model
from exercises.network_cipher.tests.model import HEADER_SIZE, TAG_SIZE, Direction, Secret
from exercises.network_cipher.tests.session import FAR_INTERVAL, SECRET, End, handshake_of

TEXT = b"genuine text"
MOST_EPOCHS = 100
"""Beyond it no genuine record is ever made: each epoch costs the judge an AEAD."""


def genuine(records: Direction, counter: int) -> bytes:
    """Return the genuine record with this counter; its text names it."""
    return records.record(counter, text_of(counter), zeros=1)


def text_of(counter: int) -> bytes:
    """Return the text of the genuine record with this counter."""
    return TEXT + b" %d" % counter


def with_wrong_tag(records: Direction, counter: int) -> bytes:
    """Return a record with this counter of which one bit of the tag is wrong.

    Far ahead, where a genuine one would cost too much, it is sealed under the first key.
    """
    if counter // records.interval > MOST_EPOCHS:
        records = Direction(records.first_key, 1 << 64)
    return flipped(genuine(records, counter), -1, 0)


def flipped(record: bytes, at: int, bit: int) -> bytes:
    """Return a record with one flipped bit."""
    changed = bytearray(record)
    changed[at] ^= 1 << bit
    return bytes(changed)


@dataclass(frozen=True, slots=True)
class Scene:
    """Some genuine records are opened, forged ones arrive, then more genuine ones."""

    end: End
    opened: tuple[int, ...]
    forged: tuple[int, ...]
    genuine: tuple[int, ...]
    how: str = "one bit of the tag is wrong"

    def forge(self, counter: int) -> bytes:
        """Return the forged record with this counter."""
        return FORGERIES[self.how](self.end.incoming, counter)


def _empty(records: Direction, counter: int) -> bytes:
    del records
    return counter.to_bytes(HEADER_SIZE, "little") + bytes(TAG_SIZE + 1)


def _text_flipped(records: Direction, counter: int) -> bytes:
    return flipped(genuine(records, counter), HEADER_SIZE, 7)


def _cut(records: Direction, counter: int) -> bytes:
    return genuine(records, counter)[:-1]


FORGERIES: dict[str, Callable[[Direction, int], bytes]] = {
    "one bit of the tag is wrong": with_wrong_tag,
    "one bit of the text is wrong": _text_flipped,
    "the last byte is missing": _cut,
    "it is all zeros after its counter": _empty,
}


def scenes() -> Iterator[Scene]:
    """Yield the scenes of M2."""
    for how in FORGERIES:
        for window_size in (8, 64):
            end = End(window_size=window_size)
            yield Scene(end, (0, 1), (2, 3, 5, 9, 70, 200, 5000), (2, 3, 5, 4, 9), how)
            yield Scene(end, (), (0, 1, 8, 64, 1000), (0, 1, 2), how)
        every_one = End(rekey_interval=1, initiator=False)
        yield Scene(every_one, (0,), (1, 2, 3, 4), (1, 2, 3), how)
        yield Scene(every_one, (0, 1), (2, 5, 4, 3), (2, 5, 4), how)
        every_four = End(rekey_interval=4)
        yield Scene(every_four, (), (4, 8, 12, 16, 19), (0, 3, 4, 2), how)
        yield Scene(every_four, (0, 4), (8, 12, 16, 20), (1, 5, 2, 8, 6, 16), how)
        yield Scene(every_four, (0, 4), (1, 2, 5), (2, 1, 5), how)
    far = End(rekey_interval=FAR_INTERVAL)
    yield Scene(far, (0, 1), (2**59, 2**60 - 1, 2**33, 2**40), (2, 3, 2**33))


@dataclass(frozen=True, slots=True)
class Tampering:
    """What was done to a record; ``record`` is None where the solution is sent one of its own."""

    end: End
    what: str
    record: bytes | None


INTERVAL = 4
OPENED, FRESH, AFTER = 2, 3, 4
"""Counters: opened before, what is tampered with, and a genuine one afterwards (of another epoch)."""


def tamperings() -> Iterator[Tampering]:
    """Yield all that M3 tries, for both roles."""
    for initiator in (True, False):
        end = End(initiator=initiator, rekey_interval=INTERVAL)
        for name, change in (("", _changed), ("", _foreign), ("", _badly_padded)):
            for what, record in change(end):
                yield Tampering(end, name + what, record)
        yield Tampering(end, "a record that this end sealed itself is sent back to it", None)


def _changed(end: End) -> Iterator[tuple[str, bytes]]:
    records = end.incoming
    record, size = genuine(records, FRESH), len(genuine(records, FRESH))
    for at, where in (
        (0, "counter, first byte"),
        (7, "counter, last byte"),
        (8, "first byte of the text"),
        (size - 17, "last byte of the padding"),
        (size - 16, "first byte of the tag"),
        (size - 1, "last byte of the tag"),
    ):
        for bit in (0, 7):
            yield f"bit {bit} of byte {at} ({where}) is flipped", flipped(record, at, bit)
    for kept in (0, 7, 8, 23, 24, 25, size - 16, size - 1):
        yield f"only its first {kept} of {size} bytes arrive", record[:kept]
    for tail in (b"\0", record[-16:], bytes(MAX_PADDED)):
        yield f"{len(tail)} bytes are appended", record + tail
    yield "the counter is that of another record", genuine(records, FRESH + 2)[:8] + record[8:]
    yield "a record that was opened before arrives again", genuine(records, OPENED)


def _foreign(end: End) -> Iterator[tuple[str, bytes]]:
    records, header = end.incoming, FRESH.to_bytes(8, "little")
    inner, nonce = TEXT + b"\x80", model.counter_nonce(FRESH)
    key = records.key(0)
    yield (
        "it is sealed without the header as associated data",
        header + model.seal(key, nonce, inner, b""),
    )
    yield (
        "its nonce is not its counter",
        header + model.seal(key, model.counter_nonce(FRESH + 2), inner, header),
    )
    yield (
        "its nonce is big-endian",
        header + model.seal(key, bytes(4) + FRESH.to_bytes(8, "big"), inner, header),
    )
    yield (
        "it is sealed with the key of the next epoch",
        header + model.seal(records.key(1), nonce, inner, header),
    )
    yield (
        "it is sealed with the key of the other direction",
        header + model.seal(end.outgoing.key(0), nonce, inner, header),
    )
    other = Secret(bytes(32), SECRET.prologue)
    keys = handshake_of(other).keys
    yield "it is of another session", genuine(Direction(keys[end.initiator], INTERVAL), FRESH)
    yield "it is a handshake message", handshake_of(SECRET).messages[end.initiator]


def _badly_padded(end: End) -> Iterator[tuple[str, bytes]]:
    records = end.incoming
    for inner, what in (
        (TEXT, "inside is a text without 0x80"),
        (TEXT + b"\0\0", "inside is a text, then zeros, without 0x80"),
        (TEXT + b"\x80\0\x01", "inside, a byte 0x01 follows 0x80"),
        (TEXT + b"\x81\0", "inside is 0x81 in the place of 0x80"),
        (b"\0", "inside is one zero byte"),
        (bytes(100), "inside are zeros only"),
        (b"", "inside is nothing at all"),
        (TEXT + b"\x80" + bytes(MAX_PADDED - len(TEXT)), f"inside are {MAX_PADDED + 1} bytes"),
    ):
        yield f"its tag is right, and {what}", records.sealed(FRESH, inner)
