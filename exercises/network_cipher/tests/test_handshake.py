"""Mechanism: handshake messages that are forged, altered, or sent by somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.network_cipher.stub.solution import HandshakeError
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.model import KEY_SIZE, Secret, first_message, shake_hands
from exercises.network_cipher.tests.session import (
    PRIVATES,
    ROLES,
    SECRET,
    End,
    must_refuse,
    outcome,
)
from harness.graded import AnotherRuleBrokenError, graded
from harness.strategies import with_examples

PAYLOADS = (b"hello", b"hello yourself")
GENUINE = shake_hands(SECRET, PRIVATES, PAYLOADS)
FIELD_PRIME = 2**255 - 19
LOW_ORDER = {
    "0": 0,
    "1": 1,
    "a point of order 8": 325606250916557431795983626356110631294008115727848805560023387167927233504,
    "the other point of order 8": (
        39382357235489614581723060781553021112529911719440698176882885853963445705823
    ),
    "p - 1": FIELD_PRIME - 1,
    "p": FIELD_PRIME,
    "p + 1": FIELD_PRIME + 1,
    "2**255, which is 0": 1 << 255,
}
STRANGER = b"somebody else's ephemeral secret"


@dataclass(frozen=True, slots=True)
class Forgery:
    """A message that the reader must refuse."""

    initiator: bool
    what: str
    message: bytes


def _damaged(genuine: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what anybody on the wire can make of a message."""
    size = len(genuine)
    for at, where in (
        (0, "public key"),
        (KEY_SIZE - 1, "public key"),
        (KEY_SIZE, "payload"),
        (size - 17, "payload"),
        (size - 16, "tag"),
        (size - 1, "tag"),
    ):
        changed = bytearray(genuine)
        changed[at] ^= 1
        yield f"bit 0 of byte {at} ({where}) is flipped", bytes(changed)
    for kept in (0, 31, 32, 33, 47, 48, size - 1):
        yield f"only its first {kept} of {size} bytes arrive", genuine[:kept]
    yield "a zero byte is appended", genuine + b"\0"
    yield "the payload is repeated", genuine + genuine[KEY_SIZE:]


def forgeries() -> Iterator[Forgery]:
    """Yield all that M4 tries."""
    others = {
        "its sender has another preshared key": Secret(bytes(KEY_SIZE), SECRET.prologue),
        "its sender has another prologue": Secret(SECRET.preshared_key, SECRET.prologue + b"\0"),
        "its sender has no prologue": Secret(SECRET.preshared_key),
    }
    for turn, initiator in enumerate((False, True)):
        for what, message in _damaged(GENUINE.messages[turn]):
            yield Forgery(initiator, what, message)
        for what, secret in others.items():
            message = shake_hands(secret, PRIVATES, PAYLOADS).messages[turn]
            yield Forgery(initiator, what, message)
        for name, number in LOW_ORDER.items():
            point = number.to_bytes(KEY_SIZE, "little")
            what = f"it is sealed rightly, and its public key is {name}: the X25519 result is zero"
            yield Forgery(initiator, what, _sealed_with(point, turn))
    first = GENUINE.messages[0]
    yield Forgery(initiator=True, what="it is message 1, sent back", message=first)
    altered = shake_hands(SECRET, PRIVATES, (b"HELLO", PAYLOADS[1])).messages[1]
    what = "it answers a message 1 with another payload"
    yield Forgery(initiator=True, what=what, message=altered)
    other = shake_hands(SECRET, (STRANGER, PRIVATES[1]), PAYLOADS).messages[1]
    yield Forgery(initiator=True, what="it answers another session's message 1", message=other)


def _sealed_with(point: bytes, turn: int) -> bytes:
    if turn == 0:
        return first_message(SECRET, point, PAYLOADS[0])
    return shake_hands(SECRET, PRIVATES, PAYLOADS, responder_public=point).messages[1]


FORGERIES = tuple(forgeries())


@graded("forged-handshakes-change-nothing")
@settings(max_examples=1)
@with_examples(*FORGERIES)
@given(case=st.sampled_from(FORGERIES))
def test_forged_handshakes_change_nothing(submission: Any, case: Forgery) -> None:
    """A bad message raises HandshakeError, made without arguments, and a good one still works."""
    cipher = End(initiator=case.initiator).make(submission)
    role = ROLES[not case.initiator]
    if case.initiator and cipher.write_handshake(PAYLOADS[0]) != GENUINE.messages[0]:
        raise AnotherRuleBrokenError("message 1 is not that of Noise: see A2")
    what = f"{role}, {case.what}"
    for _ in range(2):
        refused = outcome(cipher.read_handshake, case.message)
        must_refuse(refused, HandshakeError, f"{what}: read_handshake")
    turn = int(case.initiator)
    found = outcome(cipher.read_handshake, GENUINE.messages[turn])
    assert found == PAYLOADS[turn], (
        f"{what}: it was refused, but afterwards the genuine message {turn + 1} gave {shown(found)};"
        f" right is {PAYLOADS[turn]!r}: a refused message changes nothing"
    )
    if not case.initiator:
        answer = cipher.write_handshake(PAYLOADS[1])
        assert answer == GENUINE.messages[1], (
            f"{what}: it was refused, but afterwards message 2 is wrong: a refused message changes"
            " nothing"
        )
    final = cipher.handshake_hash()
    assert final == GENUINE.hash, (
        f"{what}: afterwards handshake_hash() is {final.hex()}, not Noise's"
    )
