"""Noise NNpsk0, records under a chain of keys, a window that is one integer, PADME.

The handshake state is a value: each step makes a new one, and a message that turns out to be bad
leaves the old one where it was. ChaCha20 works on rows of wide integers with a lane of 64 bits for
each word, all blocks of a record at once.
"""

import hashlib
import hmac
import struct
from dataclasses import dataclass, replace
from functools import cache

MAX_PADDED = 1448
MAX_PLAINTEXT = 1447
MAX_EPOCHS_AHEAD = 4
PROTOCOL_NAME = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256"

BASE_POINT = (9).to_bytes(32, "little")
FIELD_PRIME = 2**255 - 19

_KEY_SIZE = 32
_NONCE_SIZE = 12
_TAG_SIZE = 16
_LEAST_HANDSHAKE = 48
_LEAST_RECORD, _MOST_RECORD = 25, 24 + MAX_PADDED
_DELIMITER = 0x80
_PRIME = 2**130 - 5
_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
_REKEY_NONCE = bytes(4) + b"\xff" * 8


class HandshakeError(Exception):
    """Unacceptable handshake message."""


class RecordError(Exception):
    """Unacceptable record."""


class SessionClosed(Exception):  # noqa: N818 - the stub's name
    """The message limit is reached, or the machine was restored."""


def x25519(scalar: bytes, point: bytes) -> bytes:
    """Return scalar * point (RFC 7748, 5), as the stub gives it."""
    factor = int.from_bytes(scalar, "little") & ~7 & ~(1 << 255) | (1 << 254)
    x1 = int.from_bytes(point, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swapped = 1, 0, x1, 1, 0
    for position in range(254, -1, -1):
        bit = factor >> position & 1
        if swapped ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swapped = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb = a * a % FIELD_PRIME, b * b % FIELD_PRIME
        da, cb = d * a % FIELD_PRIME, c * b % FIELD_PRIME
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % FIELD_PRIME, x1 * (da - cb) ** 2 % FIELD_PRIME
        x2, z2 = aa * bb % FIELD_PRIME, e * (aa + 121665 * e) % FIELD_PRIME
    if swapped:
        x2, z2 = x3, z3
    return (x2 * pow(z2, FIELD_PRIME - 2, FIELD_PRIME) % FIELD_PRIME).to_bytes(32, "little")


@cache
def _first_lanes(blocks: int, lanes: int) -> int:
    """Return ones in all words of the first so many lanes of every block."""
    words = b"\xff\xff\xff\xff\0\0\0\0" * lanes
    return int.from_bytes((words + bytes(32 - len(words))) * blocks, "little")


def _row(words: bytes, blocks: int) -> int:
    """Return the row that holds these four words in every block."""
    lanes = b"".join(words[start : start + 4] + bytes(4) for start in range(0, 16, 4))
    return int.from_bytes(lanes * blocks, "little")


def _quarter_rounds(every: int, a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    """Do all columns; ``every`` masks the carries away."""
    for first, second in ((16, 12), (8, 7)):
        a = a + b & every
        d ^= a
        d = (d << first | d >> 32 - first) & every
        c = c + d & every
        b ^= c
        b = (b << second | b >> 32 - second) & every
    return a, b, c, d


def _turn(row: int, low_lanes: int, count: int) -> int:
    """Move the words of every block ``count`` lanes down, the first ones to the end."""
    low = row & low_lanes
    return (row ^ low) >> 64 * count | low << 64 * (4 - count)


def _key_stream(key: bytes, nonce: bytes, blocks: int) -> bytes:
    """Return the key stream from block 0 on."""
    counters = b"".join(block.to_bytes(32, "little") for block in range(blocks))
    last = _row(bytes(4) + nonce, blocks) | int.from_bytes(counters, "little")
    rows = (_row(b"expand 32-byte k", blocks), _row(key[:16], blocks), _row(key[16:], blocks), last)
    one, two, three, every = (_first_lanes(blocks, lanes) for lanes in (1, 2, 3, 4))
    a, b, c, d = rows
    for _ in range(10):
        a, b, c, d = _quarter_rounds(every, a, b, c, d)
        b, c, d = _turn(b, one, 1), _turn(c, two, 2), _turn(d, three, 3)
        a, b, c, d = _quarter_rounds(every, a, b, c, d)
        b, c, d = _turn(b, three, 3), _turn(c, two, 2), _turn(d, one, 1)
    stream = [0] * (16 * blocks)
    for index, (before, after) in enumerate(zip(rows, (a, b, c, d), strict=True)):
        packed = (before + after & every).to_bytes(32 * blocks, "little")
        words = struct.unpack(f"<{8 * blocks}I", packed)[::2]
        for column in range(4):
            stream[4 * index + column :: 16] = words[column::4]
    return struct.pack(f"<{16 * blocks}I", *stream)


def _tag(one_time_key: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
    """Return the Poly1305 tag of RFC 8439, 2.8."""
    padded = [data + bytes(-len(data) % 16) for data in (associated_data, ciphertext)]
    lengths = struct.pack("<QQ", len(associated_data), len(ciphertext))
    message = b"".join(padded) + lengths
    r = int.from_bytes(one_time_key[:16], "little") & _CLAMP
    total = 0
    for start in range(0, len(message), 16):
        block = int.from_bytes(message[start : start + 16], "little") + 2**128
        total = (total + block) * r % _PRIME
    return ((total + int.from_bytes(one_time_key[16:32], "little")) % 2**128).to_bytes(16, "little")


def _mix(data: bytes, stream: bytes) -> bytes:
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream[: len(data)], "big")
    return mixed.to_bytes(len(data), "big")


def _seal(key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    stream = _key_stream(key, nonce, 1 - -len(plaintext) // 64)
    ciphertext = _mix(plaintext, stream[64:])
    return ciphertext + _tag(stream, ciphertext, associated_data)


def _open(key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes | None:
    """Return the plaintext, or None."""
    if len(sealed) < _TAG_SIZE:
        return None
    ciphertext = sealed[:-16]
    stream = _key_stream(key, nonce, 1 - -len(ciphertext) // 64)
    if not hmac.compare_digest(_tag(stream, ciphertext, associated_data), sealed[-16:]):
        return None
    return _mix(ciphertext, stream[64:])


def _hkdf(salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
    secret = hmac.digest(salt, input_key, "sha256")
    found = block = b""
    for number in range(1, 1 - -length // 32):
        block = hmac.digest(secret, block + info + bytes([number]), "sha256")
        found += block
    return found[:length]


def _nonce(number: int) -> bytes:
    return bytes(4) + number.to_bytes(8, "little")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@dataclass(frozen=True, slots=True)
class _Symmetric:
    """Noise's SymmetricState; every step returns the next one."""

    chaining_key: bytes
    transcript: bytes
    key: bytes = b""
    number: int = 0

    def mix_hash(self, data: bytes) -> "_Symmetric":
        return replace(self, transcript=_sha256(self.transcript + data))

    def mix_key(self, secret: bytes) -> "_Symmetric":
        both = _hkdf(self.chaining_key, secret, b"", 64)
        return replace(self, chaining_key=both[:32], key=both[32:], number=0)

    def mix_key_and_hash(self, secret: bytes) -> "_Symmetric":
        three = _hkdf(self.chaining_key, secret, b"", 96)
        state = replace(self, chaining_key=three[:32], key=three[64:], number=0)
        return state.mix_hash(three[32:64])

    def encrypt(self, payload: bytes) -> tuple["_Symmetric", bytes]:
        sealed = _seal(self.key, _nonce(self.number), payload, self.transcript)
        return replace(self.mix_hash(sealed), number=self.number + 1), sealed

    def decrypt(self, sealed: bytes) -> tuple["_Symmetric", bytes]:
        payload = _open(self.key, _nonce(self.number), sealed, self.transcript)
        if payload is None:
            raise HandshakeError
        return replace(self.mix_hash(sealed), number=self.number + 1), payload


class _KeyChain:
    """The keys of some neighbouring epochs of one direction."""

    def __init__(self, first: bytes) -> None:
        self._keys = {0: first}

    def key(self, epoch: int) -> bytes:
        """Return the key of an epoch that is not erased; remembers nothing."""
        known = min(epoch, max(self._keys))
        key = self._keys[known]
        for _ in range(epoch - known):
            key = _seal(key, _REKEY_NONCE, bytes(32), b"")[:32]
        return key

    def move(self, first: int, last: int) -> None:
        """Keep the keys of these epochs; erase those before them."""
        wanted = {first, last}
        if self._keys.keys() != wanted:
            self._keys = {epoch: self.key(epoch) for epoch in wanted}


class NetworkCipher:
    """One end of one session."""

    def __init__(  # noqa: PLR0917 - the stub's
        self,
        initiator: bool,  # noqa: FBT001 - the stub's
        preshared_key: bytes,
        ephemeral_private: bytes,
        generation: int,
        prologue: bytes = b"",
        window_size: int = 64,
        rekey_interval: int = 1 << 20,
        message_limit: int = 1 << 60,
    ) -> None:
        if len(preshared_key) != _KEY_SIZE or len(ephemeral_private) != _KEY_SIZE:
            raise ValueError("keys have 32 bytes")
        if window_size < 1 or rekey_interval < 1 or not 1 <= message_limit < 2**64:
            raise ValueError("window_size, rekey_interval or message_limit is out of range")
        name = _sha256(PROTOCOL_NAME)
        state = _Symmetric(name, name).mix_hash(prologue).mix_key_and_hash(preshared_key)
        self._state = state
        self._initiator = initiator
        self._private = ephemeral_private
        self._peer_public = b""
        self._turns = [initiator, not initiator]  # whether I write message 1 and message 2
        self._generation = generation
        self._is_closed = False
        self._window_size, self._rekey_interval = window_size, rekey_interval
        self._message_limit = message_limit
        self._sent = 0
        self._highest, self._window = -1, 0
        self._sending = self._receiving = _KeyChain(b"")

    def hkdf(self, salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
        """Extract, then expand."""
        if length > 255 * 32:
            raise ValueError("at most 8160 bytes")
        return _hkdf(salt, input_key, info, length)

    def aead_seal(
        self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes
    ) -> bytes:
        """Encrypt from block 1 on; block 0 is the key of the tag."""
        if len(key) != _KEY_SIZE or len(nonce) != _NONCE_SIZE:
            raise ValueError("a key has 32 bytes, a nonce 12")
        return _seal(key, nonce, plaintext, associated_data)

    def aead_open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Check the tag, then decrypt."""
        plaintext = _open(key, nonce, sealed, associated_data)
        if plaintext is None:
            raise RecordError
        return plaintext

    def write_handshake(self, payload: bytes = b"") -> bytes:
        """Send my public key, mix it, and encrypt the payload."""
        self._must_be_turn(is_mine=True)
        public = x25519(self._private, BASE_POINT)
        state = self._state.mix_hash(public).mix_key(public)
        if self._peer_public:
            state = state.mix_key(x25519(self._private, self._peer_public))
        state, sealed = state.encrypt(payload)
        self._commit(state, self._peer_public)
        return public + sealed

    def read_handshake(self, message: bytes) -> bytes:
        """Work on a copy of the state, and keep it if all is well."""
        self._must_be_turn(is_mine=False)
        public, sealed = message[:32], message[32:]
        if len(message) < _LEAST_HANDSHAKE:
            raise HandshakeError
        secret = x25519(self._private, public)
        if secret == bytes(32):
            raise HandshakeError
        state = self._state.mix_hash(public).mix_key(public)
        if self._initiator:
            state = state.mix_key(secret)
        state, payload = state.decrypt(sealed)
        self._commit(state, public)
        return payload

    def _must_be_turn(self, *, is_mine: bool) -> None:
        if not self._turns or self._turns[0] is not is_mine:
            raise RuntimeError("it is not the turn of this call")

    def _commit(self, state: _Symmetric, peer_public: bytes) -> None:
        self._state, self._peer_public = state, peer_public
        del self._turns[0]
        if not self._turns:
            both = _hkdf(state.chaining_key, b"", b"", 64)
            keys = (both[:32], both[32:]) if self._initiator else (both[32:], both[:32])
            self._sending, self._receiving = map(_KeyChain, keys)

    def handshake_hash(self) -> bytes:
        """Return the transcript."""
        self._must_be_complete()
        return self._state.transcript

    def _must_be_complete(self) -> None:
        if self._turns:
            raise RuntimeError("the handshake is not complete")

    def _must_be_alive(self, generation: int) -> None:
        self._must_be_complete()
        if generation != self._generation:
            self._is_closed = True
        if self._is_closed:
            raise SessionClosed

    def seal(self, generation: int, plaintext: bytes) -> bytes:
        """Pad, and encrypt under the key of the counter's epoch."""
        self._must_be_alive(generation)
        counter = self._sent
        if counter == self._message_limit:
            raise SessionClosed
        if len(plaintext) > MAX_PLAINTEXT:
            raise ValueError(f"at most {MAX_PLAINTEXT} bytes")
        inner = plaintext + bytes([_DELIMITER])
        inner += bytes(self.padded_length(len(inner)) - len(inner))
        epoch = counter // self._rekey_interval
        self._sending.move(epoch, epoch)
        header = counter.to_bytes(8, "little")
        self._sent = counter + 1
        return header + _seal(self._sending.key(epoch), bytes(4) + header, inner, header)

    def open(self, generation: int, record: bytes) -> bytes:
        """Look at the counter first, at the tag next, and move the window last."""
        self._must_be_alive(generation)
        counter = int.from_bytes(record[:8], "little")
        if not _LEAST_RECORD <= len(record) <= _MOST_RECORD or not self._is_fresh(counter):
            raise RecordError
        key = self._receiving.key(counter // self._rekey_interval)
        inner = _open(key, bytes(4) + record[:8], record[8:], record[:8])
        text = None if inner is None else inner.rstrip(b"\0")
        if not text or text[-1] != _DELIMITER:
            raise RecordError
        self._accept(counter)
        return text[:-1]

    def _is_fresh(self, counter: int) -> bool:
        """Bit i of the window: the counter i places below the highest was accepted."""
        behind = self._highest - counter
        current = max(self._highest, 0) // self._rekey_interval
        ahead = counter // self._rekey_interval - current
        if not -1 <= ahead <= MAX_EPOCHS_AHEAD or counter >= self._message_limit:
            return False
        return behind < 0 or (behind < self._window_size and not self._window >> behind & 1)

    def _accept(self, counter: int) -> None:
        step = counter - self._highest
        if step > 0:
            kept = self._window << step if step < self._window_size else 0
            self._window = (kept | 1) & (1 << self._window_size) - 1
            self._highest = counter
            epoch = counter // self._rekey_interval
            self._receiving.move(max(0, epoch - 1), epoch)
        else:
            self._window |= 1 << -step

    def padded_length(self, length: int) -> int:
        """Round up to a number with few binary digits (PADME)."""
        if not 1 <= length <= MAX_PADDED:
            raise ValueError(f"length must be in 1..{MAX_PADDED}")
        if length == 1:
            return 1
        exponent = length.bit_length() - 1
        granule = 1 << max(0, exponent - exponent.bit_length())
        return min(MAX_PADDED, -(-length // granule) * granule)
