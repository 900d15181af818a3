"""Strategies: inputs of the primitives, handshakes, dialogues, and histories of counters."""

from dataclasses import dataclass

from hypothesis import strategies as st

from exercises.network_cipher.stub.solution import MAX_PADDED, MAX_PLAINTEXT
from exercises.network_cipher.tests.model import DELIMITER, Receiver, Secret
from exercises.network_cipher.tests.session import FAR_INTERVAL, End
from harness.strategies import bytes_of, pick

_AROUND_A_BLOCK = (0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129)
_KEYS = st.binary(min_size=32, max_size=32)


_SHORT = bytes_of(st.sampled_from((0, 1, 9, 16, 31, 32, 33, 64, 65, 80)))


@dataclass(frozen=True, slots=True)
class PrimitiveCase:
    """A call of ``hkdf``, and calls of ``aead_seal`` and ``aead_open``; ``flipped`` numbers a bit."""

    salt: bytes
    input_key: bytes
    info: bytes
    length: int
    key: bytes
    nonce: bytes
    text: bytes
    associated_data: bytes
    flipped: int
    kept: int
    source: str = ""


@st.composite
def primitives(draw: st.DrawFn) -> PrimitiveCase:
    """Draw lengths around whole blocks, and a bit to flip, often in the tag."""
    text = draw(bytes_of(st.sampled_from(_AROUND_A_BLOCK) | st.integers(0, 200)))
    bits = 8 * (len(text) + 16)
    return PrimitiveCase(
        draw(_SHORT),
        draw(_SHORT),
        draw(_SHORT),
        draw(st.sampled_from((1, 31, 32, 33, 64, 65, 96, 100, 255)) | st.integers(1, 300)),
        draw(_KEYS),
        draw(st.binary(min_size=12, max_size=12)),
        text,
        draw(bytes_of(st.sampled_from((0, 1, 8, 12, 15, 16, 17, 32, 40)))),
        draw(st.integers(bits - 128, bits - 1) | st.integers(0, bits - 1)),
        draw(st.integers(0, 15)),
    )


@dataclass(frozen=True, slots=True)
class HandshakeCase:
    """What both ends put into a handshake."""

    secret: Secret
    privates: tuple[bytes, bytes]
    payloads: tuple[bytes, bytes]
    source: str = ""


@st.composite
def handshakes(draw: st.DrawFn) -> HandshakeCase:
    """Draw keys, a prologue and payloads, often empty ones."""
    secret = Secret(draw(_KEYS), draw(_SHORT))
    privates = (draw(_KEYS), draw(_KEYS))
    return HandshakeCase(secret, privates, (draw(_SHORT), draw(_SHORT)))


@dataclass(frozen=True, slots=True)
class Saying:
    """One record of a dialogue: sealed by the solution, or by the judge with so many zeros."""

    is_mine: bool
    text: bytes
    zeros: int = 0


@dataclass(frozen=True, slots=True)
class Dialogue:
    """An end of a session, and the records that go either way, in order."""

    end: End
    sayings: tuple[Saying, ...]


_ENDS_OF_TEXTS = st.sampled_from(
    (b"", DELIMITER, DELIMITER + bytes(2), bytes(3), b"\x01", DELIMITER * 2, bytes(1) + DELIMITER)
)
_BEGINS_OF_TEXTS = st.sampled_from((b"", b"text", DELIMITER + b"\0text", bytes(40))) | st.binary(
    max_size=30
)
_YES_OR_NO = st.booleans()


@st.composite
def sayings(draw: st.DrawFn) -> Saying:
    """Draw a text that ends like padding more often than not, and zeros, at times all there may be."""
    text = draw(_BEGINS_OF_TEXTS) + draw(_ENDS_OF_TEXTS)
    most = MAX_PADDED - len(text) - 1
    return Saying(draw(_YES_OR_NO), text, draw(st.sampled_from((0, 0, 1, 2, 15, 100, most))))


_SAYINGS = sayings()


@st.composite
def dialogues(draw: st.DrawFn) -> Dialogue:
    """Draw up to twelve records over epochs of one to five."""
    end = End(initiator=draw(_YES_OR_NO), rekey_interval=draw(st.integers(1, 5)))
    count = draw(st.integers(2, 12))
    return Dialogue(end, tuple(draw(_SAYINGS) for _ in range(count)))


LONGEST_TEXT = bytes(range(256)) * 5 + bytes(MAX_PLAINTEXT - 1280)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record with this counter arrives; a forged one has a wrong tag."""

    counter: int
    is_forged: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """An end of a session, and what arrives there."""

    end: End
    arrivals: tuple[Arrival, ...]


def history(end: End, *counters: int) -> History:
    """Return a history of genuine records; a negative number -n - 1 stands for a forged n."""
    arrivals = (Arrival(-n - 1, is_forged=True) if n < 0 else Arrival(n) for n in counters)
    return History(end, tuple(arrivals))


_NUDGES = st.sampled_from((0, 0, 0, 1, -1, 2, -2))
_ENDS = st.tuples(
    st.sampled_from((1, 2, 7, 32, 64, 100, 1000)),
    st.sampled_from((1, 2, 3, 5, 16, 64, 1 << 20, FAR_INTERVAL)),
    st.sampled_from((9, 40, 1 << 60, 1 << 60, 1 << 60)),
)
_FATES = st.sampled_from(("genuine", "genuine", "forged"))


def marks(receiver: Receiver) -> list[int]:
    """Return the counters around which acceptance changes, as things stand."""
    highest, interval = receiver.highest, receiver.interval
    epoch = max(highest, 0) // interval
    borders = [(epoch - 1) * interval, epoch * interval, (epoch + 1) * interval]
    far = [(epoch + 5) * interval, receiver.limit, highest + receiver.window_size]
    near = [highest, highest + 1, highest - receiver.window_size, *sorted(receiver.accepted)]
    return [mark for mark in (*near, *borders, *far) if -3 <= mark < 2**60]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw counters near those around which acceptance changes, a third of them forged."""
    window_size, interval, limit = draw(_ENDS)
    end = End(window_size=window_size, rekey_interval=interval, message_limit=limit)
    receiver = Receiver(window_size, interval, limit)
    arrivals = []
    for _ in range(draw(st.integers(1, 14))):
        counter = max(0, pick(draw, marks(receiver)) + draw(_NUDGES))
        fate = draw(_FATES)
        arrivals.append(Arrival(counter, is_forged=fate == "forged"))
        if fate == "genuine" and receiver.why_refuse(counter) is None:
            receiver.accept(counter)
    return History(end, tuple(arrivals))
