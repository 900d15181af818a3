"""What must be refused, and what must go on working after it: one row, one short trial."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from exercises.network_cipher.stub.solution import MAX_PADDED, MAX_PLAINTEXT, SessionClosed
from exercises.network_cipher.tests.forgeries import flipped, genuine, text_of
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.session import (
    GENERATION,
    PRIVATES,
    REFUSED,
    SECRET,
    End,
    handshake_of,
    must_open,
    must_refuse,
    open_record,
    outcome,
)
from harness.byte_strings import sized
from harness.refusals import Misuse, expect_not_made
from harness.remote.errors import GuestRaised

KEY = bytes(range(32))
TOO_LONG = bytes(MAX_PLAINTEXT + 1)
RESTORED = GENERATION + 1
FIRST, SECOND = handshake_of(SECRET).messages


def _must_raise(
    kind: type[Exception], call: str, why: str, deed: Callable[..., object], *args: object
) -> None:
    what = f"({why}) {call}"
    must_refuse(outcome(deed, *args), kind, what, silently=kind is SessionClosed)


def _seals(cipher: Any, end: End, counter: int, when: str) -> None:
    """Demand that the next record sealed is this one."""
    record = outcome(cipher.seal, GENERATION, b"text")
    assert isinstance(record, bytes), f"{when}, seal raised {record}; record {counter} is next"
    found = int.from_bytes(record[:8], "little")
    assert found == counter, f"{when}, seal gave record {found}; {counter} is next"
    assert end.outgoing.unsealed(record) is not None, f"{when}, record {counter} does not open"


def _wrong_arguments(method: str, *args: object, why: str) -> Misuse:
    """Return a row in which a call with these arguments is a ValueError."""
    call = f"{method}({', '.join(map(sized, args))})"

    def play(submission: Any) -> None:
        cipher = End().make(submission)
        _must_raise(ValueError, call, why, getattr(cipher, method), *args)

    return Misuse(call, play)


def _constructor(why: str = "", **changed: Any) -> Misuse:
    """Return a row about an object with these arguments: a ValueError if there is a reason."""
    given = {
        "initiator": True,
        "preshared_key": SECRET.preshared_key,
        "ephemeral_private": PRIVATES[0],
        "generation": GENERATION,
        **changed,
    }
    text = ", ".join(f"{name}={sized(value)}" for name, value in changed.items())
    call = f"NetworkCipher(..., {text})"

    def play(submission: Any) -> None:
        if why:
            expect_not_made(partial(submission.NetworkCipher, **given), call, why)
            return
        found = outcome(partial(submission.NetworkCipher, **given))
        assert not isinstance(found, GuestRaised), f"{call} raised {found}; it is legal"

    return Misuse(call, play)


def _before_the_end(role: str, call: str, deed: Callable[[Any], object]) -> Misuse:
    """Return a row in which a call comes too early; the handshake still ends well."""
    end = End(initiator=role == "initiator")

    def play(submission: Any) -> None:
        cipher = end.make(submission)
        why = "not before the handshake is complete"
        _must_raise(RuntimeError, f"{call} at first", why, deed, cipher)
        if end.initiator:
            _must_be(cipher.write_handshake(), FIRST, f"after a refused {call}, message 1")
            _must_raise(RuntimeError, f"{call} after message 1", why, deed, cipher)
            cipher.read_handshake(SECOND)
        else:
            cipher.read_handshake(FIRST)
            _must_raise(RuntimeError, f"{call} after message 1", why, deed, cipher)
            _must_be(cipher.write_handshake(), SECOND, f"after a refused {call}, message 2")
        _seals(cipher, end, 0, f"after a refused {call} and the whole handshake")

    return Misuse(f"{role}: {call} too early", play)


def _must_be(found: bytes, right: bytes, what: str) -> None:
    assert found == right, f"{what} is not that of Noise"


def _wrong_turns(submission: Any) -> None:
    initiator, responder = End().make(submission), End(initiator=False).make(submission)
    turn = "it is not its turn"
    read, write = "read_handshake", "write_handshake"
    _must_raise(RuntimeError, f"initiator: {read} first", turn, initiator.read_handshake, SECOND)
    _must_raise(RuntimeError, f"responder: {write} first", turn, responder.write_handshake)
    _must_be(initiator.write_handshake(), FIRST, "message 1, after a refused turn,")
    _must_raise(RuntimeError, f"initiator: {write} twice", turn, initiator.write_handshake)
    responder.read_handshake(FIRST)
    _must_raise(RuntimeError, f"responder: {read} twice", turn, responder.read_handshake, FIRST)
    _must_be(responder.write_handshake(), SECOND, "message 2, after a refused turn,")
    initiator.read_handshake(SECOND)
    for cipher, name in ((initiator, "initiator"), (responder, "responder")):
        end = End(initiator=cipher is initiator)
        _must_raise(RuntimeError, f"{name}: {write} at the end", turn, cipher.write_handshake)
        _must_raise(
            RuntimeError,
            f"{name}: {read} at the end",
            turn,
            cipher.read_handshake,
            SECOND,
        )
        _seals(cipher, end, 0, f"{name}: after refused turns")


def _too_long_uses_nothing_up(submission: Any) -> None:
    end = End(rekey_interval=2)
    cipher = end.connect(submission)
    for counter in range(5):
        why = f"at most {MAX_PLAINTEXT} bytes"
        _must_raise(ValueError, f"seal({sized(TOO_LONG)})", why, cipher.seal, GENERATION, TOO_LONG)
        _seals(cipher, end, counter, "after a refused text")
    record = cipher.seal(GENERATION, TOO_LONG[1:])
    assert end.outgoing.unsealed(record) is not None, "the longest text is not sealed rightly"


def _limit(limit: int) -> Misuse:
    end = End(message_limit=limit)

    def play(submission: Any) -> None:
        cipher = end.connect(submission)
        for counter in range(limit):
            _seals(cipher, end, counter, f"message_limit {limit}")
        why = f"the next counter is the message limit, {limit}"
        for text in (b"text", TOO_LONG, b""):
            call = f"seal({sized(text)}) as record {limit}"
            _must_raise(SessionClosed, call, why, cipher.seal, GENERATION, text)
        last = genuine(end.incoming, limit - 1)
        must_open(cipher, last, text_of(limit - 1), "after the last record sealed, open")
        found = open_record(cipher, genuine(end.incoming, limit))
        assert found is REFUSED, f"open of record {limit} gave {shown(found)}: {why}"
        _must_raise(SessionClosed, "seal, after an open,", why, cipher.seal, GENERATION, b"")

    return Misuse(f"message_limit {limit}", play)


_CALLS: dict[str, Callable[[Any, int, bytes], object]] = {
    "seal": lambda cipher, generation, _: cipher.seal(generation, b"text"),
    "seal of too long a text": lambda cipher, generation, _: cipher.seal(generation, TOO_LONG),
    "open": lambda cipher, generation, record: cipher.open(generation, record),
    "open of a forged record": lambda cipher, generation, record: cipher.open(
        generation, flipped(record, -1, 0)
    ),
}


def _restored(trigger: str, generation: int, *, initiator: bool) -> Misuse:
    """Return a row: a copy of a running end goes on in another life of the machine."""
    end = End(initiator=initiator)

    def play(submission: Any) -> None:
        original, restored = end.connect(submission), end.connect(submission)
        records = end.incoming
        for cipher in (original, restored):
            _seals(cipher, end, 0, "before the snapshot")
            must_open(cipher, genuine(records, 0), text_of(0), "before the snapshot, open")
        record, call = genuine(records, 1), f"{trigger} at generation {generation}"
        why = f"the session was made at generation {GENERATION}, so the machine was restored"
        _must_raise(SessionClosed, call, why, _CALLS[trigger], restored, generation, record)
        why = f"after {call} the session is closed for ever"
        for later, deed in _CALLS.items():
            for number in (GENERATION, generation):
                call = f"{later} at generation {number}"
                _must_raise(
                    SessionClosed,
                    call,
                    why,
                    deed,
                    restored,
                    number,
                    record,
                )
        _seals(original, end, 1, "in the machine that was not restored")
        must_open(original, record, text_of(1), "in the machine that was not restored, open")

    role = "initiator" if initiator else "responder"
    return Misuse(f"{role}: {trigger} at generation {generation}", play)


def _padded_length_is_pure(submission: Any) -> None:
    end = End()
    cipher, fresh = end.connect(submission), end.make(submission)
    lengths = (1, 2, 17, 100, 1000, 1447, 1448, 100, 17)
    first = [cipher.padded_length(length) for length in lengths]
    for counter in range(3):
        _seals(cipher, end, counter, "between calls of padded_length")
    again = [cipher.padded_length(length) for length in lengths]
    other = [fresh.padded_length(length) for length in lengths]
    for length, one, two, three in zip(lengths, first, again, other, strict=True):
        assert one == two == three, (
            f"padded_length({length}) gave {one}, later {two}, and {three} in another object; it"
            " depends on length alone"
        )


def _rows() -> Iterator[Misuse]:
    key, nonce = "a key has 32 bytes", "a nonce has 12 bytes"
    for size in (0, 16, 31, 33, 64):
        yield _constructor(key, preshared_key=bytes(size))
        yield _constructor(key, ephemeral_private=bytes(size))
    for number in (0, -1):
        yield _constructor("at least 1", window_size=number)
        yield _constructor("at least 1", rekey_interval=number)
        yield _constructor("1 to 2**64 - 1", message_limit=number)
    yield _constructor("1 to 2**64 - 1", message_limit=1 << 64)
    yield _constructor(message_limit=(1 << 64) - 1, window_size=1, rekey_interval=1)
    yield _constructor(message_limit=1, rekey_interval=1 << 70, generation=0)
    yield _wrong_arguments("hkdf", b"", KEY, b"", 8161, why="at most 255 * 32 = 8160 bytes")
    yield _wrong_arguments("aead_seal", KEY[:31], bytes(12), b"text", b"", why=key)
    yield _wrong_arguments("aead_seal", KEY[:16], bytes(12), b"text", b"", why=key)
    yield _wrong_arguments("aead_seal", KEY, bytes(8), b"text", b"", why=nonce)
    yield _wrong_arguments("aead_seal", KEY, bytes(13), b"text", b"", why=nonce)
    for length in (0, -1, MAX_PADDED + 1):
        yield _wrong_arguments("padded_length", length, why=f"1 to {MAX_PADDED}")
    for role in ("initiator", "responder"):
        yield _before_the_end(role, "seal", lambda cipher: cipher.seal(GENERATION, b"text"))
        yield _before_the_end(
            role, "seal of too long a text", lambda c: c.seal(GENERATION, TOO_LONG)
        )
        yield _before_the_end(role, "open", lambda cipher: cipher.open(GENERATION, bytes(40)))
        yield _before_the_end(role, "handshake_hash()", lambda cipher: cipher.handshake_hash())
    yield Misuse("turns of the handshake", _wrong_turns)
    yield Misuse("a text that is too long uses no counter up", _too_long_uses_nothing_up)
    yield from (_limit(limit) for limit in (1, 3))
    for trigger in _CALLS:
        for generation, initiator in ((RESTORED, True), (0, False)):
            yield _restored(trigger, generation, initiator=initiator)
    yield Misuse("padded_length is a pure function", _padded_length_is_pure)


MISUSES = tuple(_rows())
