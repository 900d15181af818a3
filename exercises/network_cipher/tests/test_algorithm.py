"""Algorithm: primitives are the standards', the handshake is Noise's, records decode both ways."""

from typing import Any

from hypothesis import given, settings

from exercises.network_cipher.stub.solution import MAX_PLAINTEXT, RecordError
from exercises.network_cipher.tests import model, vectors
from exercises.network_cipher.tests.arguments import (
    LONGEST_TEXT,
    Dialogue,
    HandshakeCase,
    PrimitiveCase,
    Saying,
    dialogues,
    handshakes,
    primitives,
)
from exercises.network_cipher.tests.messages import message_difference, sealed_difference, shown
from exercises.network_cipher.tests.model import Secret
from exercises.network_cipher.tests.records import RecordReader
from exercises.network_cipher.tests.session import (
    GENERATION,
    REFUSED,
    ROLES,
    End,
    must_refuse,
    open_record,
    outcome,
)
from harness.byte_strings import difference
from harness.graded import graded
from harness.strategies import with_examples

KEY = bytes(range(32))


def _named(source: str) -> str:
    return f" ({source})" if source else ""


def _published() -> list[PrimitiveCase]:
    sealed = vectors.SEALED
    return [
        PrimitiveCase(
            *(vector.salt, vector.input_key, vector.info, len(vector.output)),
            *(sealed.key, sealed.nonce, sealed.text, sealed.associated_data),
            flipped=8 * at,
            kept=15,
            source=f"{vector.source}; {sealed.source}",
        )
        for at, vector in zip((0, 114, 129), vectors.KEYS, strict=True)
    ]


LONGEST_KEY = PrimitiveCase(b"salt", b"key", b"info", 8160, KEY, bytes(12), b"", b"", 0, 0)
LONG_TEXT = PrimitiveCase(b"", KEY, b"", 64, KEY, b"twelve bytes", LONGEST_TEXT, bytes(8), 9, 1)


@graded("primitives-match-the-standards")
@settings(max_examples=60)
@with_examples(*_published(), LONGEST_KEY, LONG_TEXT)
@given(case=primitives())
def test_primitives_match_the_standards(submission: Any, case: PrimitiveCase) -> None:
    """Keys and sealed texts are those of OpenSSL; what was sealed opens, and nothing else does."""
    cipher = End().make(submission)
    found = cipher.hkdf(case.salt, case.input_key, case.info, case.length)
    right = model.hkdf(case.salt, case.input_key, case.info, case.length)
    lengths = f"salt {len(case.salt)}, key {len(case.input_key)}, info {len(case.info)} bytes"
    assert found == right, (
        f"hkdf of {case.length} bytes ({lengths}){_named(case.source)}: {difference(found, right)}"
    )
    _seals_and_opens(cipher, case)


def _seals_and_opens(cipher: Any, case: PrimitiveCase) -> None:
    key, nonce, associated_data = case.key, case.nonce, case.associated_data
    sealed = model.seal(key, nonce, case.text, associated_data)
    sizes = f"{len(case.text)} bytes of text, {len(associated_data)} of associated data"
    found = cipher.aead_seal(key, nonce, case.text, associated_data)
    assert found == sealed, (
        f"aead_seal ({sizes}){_named(case.source)}: {sealed_difference(found, sealed)}"
    )
    opened = cipher.aead_open(key, nonce, sealed, associated_data)
    assert opened == case.text, f"aead_open ({sizes}): {difference(opened, case.text)}"
    at, bit = divmod(case.flipped, 8)
    flipped = bytearray(sealed)
    flipped[at] ^= 1 << bit
    for wrong, why in (
        (bytes(flipped), f"bit {bit} of byte {at} of {len(sealed)} is flipped"),
        (sealed[: case.kept], f"{case.kept} bytes are shorter than a tag"),
    ):
        refused = outcome(cipher.aead_open, key, nonce, wrong, associated_data)
        must_refuse(refused, RecordError, f"aead_open ({sizes}; {why})", silently=False)


PUBLISHED_HANDSHAKE = HandshakeCase(
    Secret(vectors.HANDSHAKE.preshared_key, vectors.HANDSHAKE.prologue),
    vectors.HANDSHAKE.privates,
    vectors.HANDSHAKE.payloads,
    vectors.HANDSHAKE.source,
)


@graded("handshake-is-noise")
@settings(max_examples=25)
@with_examples(PUBLISHED_HANDSHAKE)
@given(case=handshakes())
def test_handshake_is_noise(submission: Any, case: HandshakeCase) -> None:
    """Both roles write what Noise writes, read what it reads, and end with its hash."""
    right = model.shake_hands(case.secret, case.privates, case.payloads)
    where = f"(prologue {len(case.secret.prologue)} bytes){_named(case.source)}"
    initiator, responder = (_end_of(submission, case, is_first) for is_first in (True, False))
    turns = ((initiator, responder), (responder, initiator))
    for turn, (writer, reader) in enumerate(turns):
        payload, message = case.payloads[turn], right.messages[turn]
        call = f"message {turn + 1}, payload {len(payload)} bytes {where}"
        found = writer.write_handshake(payload)
        assert found == message, f"{ROLES[turn]}, {call}: {message_difference(found, message)}"
        _must_read(reader, message, payload, f"{ROLES[1 - turn]}, {call}")
    for role, cipher in zip(ROLES, turns[0], strict=True):
        found = cipher.handshake_hash()
        assert found == right.hash, (
            f"handshake_hash() of the {role} {where}: {difference(found, right.hash)}; both messages"
            " were right, so what was sealed last is not mixed into h as it was sent"
        )


def _end_of(submission: Any, case: HandshakeCase, initiator: bool) -> Any:  # noqa: FBT001 - the stub's
    return submission.NetworkCipher(
        initiator=initiator,
        preshared_key=case.secret.preshared_key,
        ephemeral_private=case.privates[not initiator],
        generation=GENERATION,
        prologue=case.secret.prologue,
    )


def _must_read(cipher: Any, message: bytes, payload: bytes, call: str) -> None:
    found = outcome(cipher.read_handshake, message)
    assert found == payload, (
        f"{call}: read_handshake gave {shown(found)}, right is {shown(payload)}"
    )


def _dialogue(interval: int, *sayings: Saying, initiator: bool = True) -> Dialogue:
    return Dialogue(End(initiator=initiator, rekey_interval=interval), sayings)


LIKE_PADDING = b"text\x80\0\0"
DIALOGUES = (
    _dialogue(1 << 20, Saying(is_mine=True, text=b"text"), Saying(is_mine=False, text=b"text")),
    _dialogue(
        1 << 20,
        Saying(is_mine=False, text=LIKE_PADDING),
        Saying(is_mine=False, text=LIKE_PADDING, zeros=5),
        Saying(is_mine=True, text=LIKE_PADDING),
        Saying(is_mine=True, text=b""),
        Saying(is_mine=False, text=b""),
        Saying(is_mine=False, text=b"", zeros=MAX_PLAINTEXT),
    ),
    _dialogue(
        1 << 20,
        Saying(is_mine=True, text=LONGEST_TEXT),
        Saying(is_mine=False, text=LONGEST_TEXT),
        Saying(is_mine=True, text=LONGEST_TEXT[:600]),
        Saying(is_mine=True, text=bytes(130)),
        initiator=False,
    ),
    _dialogue(1, *(Saying(is_mine=at % 2 == 0, text=b"%d" % at) for at in range(12))),
    _dialogue(
        2, *(Saying(is_mine=at % 2 == 1, text=b"%d" % at) for at in range(12)), initiator=False
    ),
)


@graded("records-decode-both-ways")
@settings(max_examples=50)
@with_examples(*DIALOGUES)
@given(case=dialogues())
def test_records_decode_both_ways(submission: Any, case: Dialogue) -> None:
    """The judge reads what the solution seals, and the solution what the judge seals."""
    end = case.end
    cipher = end.connect(submission)
    reader = RecordReader(end)
    incoming, received = end.incoming, 0
    for saying in case.sayings:
        if saying.is_mine:
            record = cipher.seal(GENERATION, saying.text)
            padded = cipher.padded_length(len(saying.text) + 1)
            reader.must_read(record, saying.text, padded)
            continue
        found = open_record(cipher, incoming.record(received, saying.text, saying.zeros))
        assert found == saying.text, (
            f"open of genuine record {received} (header {received.to_bytes(8, 'little').hex()}, epoch"
            f" {received // end.rekey_interval}, text {shown(saying.text)}, then 0x80 and"
            f" {saying.zeros} zeros) gave {shown(found)}"
            + (": nothing is wrong with the record" if found is REFUSED else "")
        )
        received += 1
