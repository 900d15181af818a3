"""The oracle of the channel agrees with what was published, and rule 5 with its own words."""

import pytest

from exercises.network_cipher.stub.solution import BASE_POINT, x25519
from exercises.network_cipher.tests import model, vectors
from exercises.network_cipher.tests.model import Direction, Receiver, Secret
from exercises.network_cipher.tests.vectors import KeyVector
from harness.benchmarks.chacha20 import plain_block

HANDSHAKE = vectors.HANDSHAKE
PUBLISHED = model.shake_hands(
    Secret(HANDSHAKE.preshared_key, HANDSHAKE.prologue), HANDSHAKE.privates, HANDSHAKE.payloads
)


@pytest.mark.parametrize("vector", vectors.KEYS, ids=lambda vector: vector.source)
def test_keys_are_those_published(vector: KeyVector) -> None:
    """HKDF of the oracle gives what the standard prints."""
    found = model.hkdf(vector.salt, vector.input_key, vector.info, len(vector.output))
    assert found == vector.output


def test_sealed_is_the_published_one() -> None:
    """The AEAD of the oracle gives what the standard prints, and opens it."""
    vector = vectors.SEALED
    found = model.seal(vector.key, vector.nonce, vector.text, vector.associated_data)
    assert found == vector.sealed
    assert model.unseal(vector.key, vector.nonce, found, vector.associated_data) == vector.text
    assert model.unseal(vector.key, vector.nonce, found, b"") is None


def test_the_handshake_is_the_published_one() -> None:
    """Messages and hash are those of cacophony.txt."""
    assert PUBLISHED.messages == HANDSHAKE.messages
    assert PUBLISHED.hash == HANDSHAKE.hash


def test_the_keys_of_both_directions_are_the_published_ones() -> None:
    """Noise's own transport messages open with them."""
    for key, (text, sealed) in zip(PUBLISHED.keys, HANDSHAKE.transport, strict=True):
        assert model.seal(key, bytes(12), text, b"") == sealed


def test_a_message_1_by_its_public_key_is_that_of_the_handshake() -> None:
    """The forger's way and the peer's way give the same bytes."""
    secret = Secret(HANDSHAKE.preshared_key, HANDSHAKE.prologue)
    public = model.public_key(HANDSHAKE.privates[0])
    assert model.first_message(secret, public, HANDSHAKE.payloads[0]) == HANDSHAKE.messages[0]


def test_the_given_function_is_x25519() -> None:
    """The stub's public keys and secrets are those of OpenSSL; zero comes out as zero."""
    one, other = HANDSHAKE.privates
    assert x25519(one, BASE_POINT) == model.public_key(one)
    public = model.public_key(other)
    assert x25519(one, public) == model.shared_secret(one, public)
    assert x25519(one, bytes(32)) == model.shared_secret(one, bytes(32)) == bytes(32)


def test_each_epoch_has_the_key_that_the_one_before_seals() -> None:
    """Noise's REKEY: zeros under the largest nonce."""
    records = Direction(bytes(32), 4)
    right = model.seal(records.key(1), bytes(4) + b"\xff" * 8, bytes(32), b"")[:32]
    assert records.key(2) == right
    assert Direction(bytes(32), 4).key(2) == right


def test_a_record_is_counter_and_sealed_padding() -> None:
    """Eight bytes, text, delimiter, zeros, tag."""
    records = Direction(bytes(32), 4)
    record = records.record(5, b"text", zeros=3)
    assert len(record) == 8 + 4 + 1 + 3 + 16
    assert record[:8] == b"\5" + bytes(7)
    assert records.unsealed(record) == b"text\x80\0\0\0"
    assert records.unsealed(b"\6" + record[1:]) is None


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (b"text\x80", b"text"),
        (b"\x80\0\0", b""),
        (b"text\x80\0\x80\0", b"text\x80\0"),
        (b"text\0\0", None),
        (b"\0", None),
        (b"", None),
    ],
)
def test_text_ends_before_the_last_delimiter(inner: bytes, text: bytes | None) -> None:
    """Only zeros may follow it."""
    assert model.text_inside(inner) == text


def test_a_window_has_exactly_its_size() -> None:
    """Of eight counters up to the highest, each opens once; the one below never."""
    receiver = Receiver(8, 1 << 20, 1 << 60)
    receiver.accept(9)
    assert receiver.why_refuse(2) is None
    assert "H - window_size = 1" in str(receiver.why_refuse(1))
    receiver.accept(2)
    assert "accepted before" in str(receiver.why_refuse(2))


@pytest.mark.parametrize(
    ("highest", "first", "last"), [(-1, 0, 19), (3, 0, 19), (4, 0, 23), (8, 4, 27), (11, 4, 27)]
)
def test_epochs_from_the_one_before_to_four_ahead(highest: int, first: int, last: int) -> None:
    """With four records an epoch."""
    receiver = Receiver(1000, 4, 1 << 60, highest=highest)
    allowed = [counter for counter in range(60) if receiver.why_refuse(counter) is None]
    assert (allowed[0], allowed[-1]) == (first, last)


def test_the_limit_is_no_counter() -> None:
    """The last counter lies one below."""
    receiver = Receiver(64, 1 << 20, 10)
    assert receiver.why_refuse(9) is None
    assert "limit" in str(receiver.why_refuse(10))


def test_plain_loop_is_the_cipher() -> None:
    """What costs are measured against is the key stream of the AEAD: its block 1 encrypts zeros."""
    key, nonce = bytes(range(32)), bytes(range(12))
    assert plain_block(key, 1, nonce) == model.seal(key, nonce, bytes(64), b"")[:64]
