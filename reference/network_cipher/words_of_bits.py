"""A window in words of 64 bits, keys by epoch, sizes in steps of a quarter.

The words lie in a dict by their number; those that the window has left are thrown away. ChaCha20 is
written out on sixteen names, without a list. The handshake is one pure function of what was said.
"""

import hmac
import struct
from hashlib import sha256
from typing import NamedTuple

MAX_PADDED = 1448
MAX_PLAINTEXT = 1447
MAX_EPOCHS_AHEAD = 4
PROTOCOL_NAME = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256"

BASE_POINT = (9).to_bytes(32, "little")
FIELD_PRIME = 2**255 - 19

_WORD = 2**32 - 1
_KEY_SIZE, _NONCE_SIZE, _TAG_SIZE, _HEADER_SIZE = 32, 12, 16, 8
_LONGEST_KEY = 255 * 32
_LEAST_HANDSHAKE = _KEY_SIZE + _TAG_SIZE
_LEAST_RECORD = _HEADER_SIZE + 1 + _TAG_SIZE
_MOST_RECORD = _HEADER_SIZE + MAX_PADDED + _TAG_SIZE
_REKEY_NONCE = bytes(4) + b"\xff" * 8
_BITS = 64


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


def _columns(rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Do a quarter round in each column of four rows."""
    found = []
    for a, b, c, d in zip(*rows, strict=True):
        a1 = a + b & _WORD
        d1 = d ^ a1
        d1 = (d1 << 16 | d1 >> 16) & _WORD
        c1 = c + d1 & _WORD
        b1 = b ^ c1
        b1 = (b1 << 12 | b1 >> 20) & _WORD
        a2 = a1 + b1 & _WORD
        d2 = d1 ^ a2
        d2 = (d2 << 8 | d2 >> 24) & _WORD
        c2 = c1 + d2 & _WORD
        b2 = b1 ^ c2
        found.append((a2, (b2 << 7 | b2 >> 25) & _WORD, c2, d2))
    return list(zip(*found, strict=True))


def _turned(rows: list[tuple[int, ...]], sign: int) -> list[tuple[int, ...]]:
    """Turn row i by i places, for the diagonals and back."""
    return [row[sign * at :] + row[: sign * at] for at, row in enumerate(rows)]


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    text = b"expand 32-byte k" + key + counter.to_bytes(4, "little") + nonce
    start = list(struct.iter_unpack("<4I", text))
    rows = start
    for _ in range(10):
        rows = _turned(_columns(_turned(_columns(rows), 1)), -1)
    pairs = zip(sum(start, ()), sum(rows, ()), strict=True)
    return struct.pack("<16I", *(one + two & _WORD for one, two in pairs))


def _poly1305(key: bytes, message: bytes) -> bytes:
    """Collect the blocks from the last to the first: the powers of r come one by one."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    power, total = r, 0
    for start in range((len(message) - 1) // 16 * 16, -1, -16):
        block = message[start : start + 16]
        total += (int.from_bytes(block, "little") + (1 << 8 * len(block))) * power
        power = power * r % (2**130 - 5)
    total %= 2**130 - 5
    return (total + int.from_bytes(key[16:32], "little") & (1 << 128) - 1).to_bytes(16, "little")


def _tag(key: bytes, nonce: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
    message = b"".join(data + bytes(-len(data) % 16) for data in (associated_data, ciphertext))
    message += struct.pack("<QQ", len(associated_data), len(ciphertext))
    return _poly1305(_block(key, 0, nonce), message)


def _mixed(key: bytes, nonce: bytes, data: bytes) -> bytes:
    blocks = range(1, 1 - -len(data) // 64)
    stream = b"".join(_block(key, counter, nonce) for counter in blocks)
    return bytes(one ^ two for one, two in zip(data, stream, strict=False))


def _expanded(salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
    secret = hmac.new(salt, input_key, sha256).digest()
    blocks = [b""]
    for number in range(1, 1 - -length // 32):
        data = blocks[-1] + info + bytes([number])
        blocks.append(hmac.new(secret, data, sha256).digest())
    return b"".join(blocks)[:length]


class _Said(NamedTuple):
    """What both ends know after some messages."""

    ck: bytes
    h: bytes
    k: bytes


def _after(said: _Said, public: bytes, secret: bytes) -> _Said:
    """Return what is known once a public key and, perhaps, a shared secret are mixed in."""
    h, k = sha256(said.h + public).digest(), said.k
    ck = said.ck
    for one in filter(None, (public, secret)):
        both = _expanded(ck, one, b"", 64)
        ck, k = both[:32], both[32:]
    return _Said(ck, h, k)


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
        if window_size < 1 or rekey_interval < 1:
            raise ValueError("window_size and rekey_interval are at least 1")
        if not 1 <= message_limit < 2**64:
            raise ValueError("message_limit is 1 to 2**64 - 1")
        self._roles = [initiator, not initiator]
        name = sha256(PROTOCOL_NAME).digest()
        parts = _expanded(name, preshared_key, b"", 96)
        h = sha256(sha256(name + prologue).digest() + parts[32:64]).digest()
        self._said = _Said(parts[:32], h, parts[64:])
        self._private, self._peer = ephemeral_private, b""
        self._turn = 0
        self._life: int | None = generation
        self._window_size, self._interval, self._limit = window_size, rekey_interval, message_limit
        self._next = 0
        self._highest = -1
        self._words: dict[int, int] = {}
        self._send_keys: dict[int, bytes] = {}
        self._open_keys: dict[int, bytes] = {}

    def hkdf(self, salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
        """Extract, then expand."""
        if length > _LONGEST_KEY:
            raise ValueError("at most 255 blocks")
        return _expanded(salt, input_key, info, length)

    def aead_seal(
        self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes
    ) -> bytes:
        """Encrypt, then make the tag."""
        if (len(key), len(nonce)) != (_KEY_SIZE, _NONCE_SIZE):
            raise ValueError("a key has 32 bytes, a nonce 12")
        ciphertext = _mixed(key, nonce, plaintext)
        return ciphertext + _tag(key, nonce, ciphertext, associated_data)

    def aead_open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Check the tag, then decrypt."""
        ciphertext, tag = sealed[:-16], sealed[-16:]
        right = _tag(key, nonce, ciphertext, associated_data)
        if len(sealed) < _TAG_SIZE or not hmac.compare_digest(right, tag):
            raise RecordError
        return _mixed(key, nonce, ciphertext)

    def _whose_turn(self) -> bool | None:
        return self._roles[self._turn] if self._turn < len(self._roles) else None

    def write_handshake(self, payload: bytes = b"") -> bytes:
        """Say what I have to say."""
        if self._whose_turn() is not True:
            raise RuntimeError("it is not my turn")
        public = x25519(self._private, BASE_POINT)
        secret = x25519(self._private, self._peer) if self._turn else b""
        said = _after(self._said, public, secret)
        sealed = self.aead_seal(said.k, bytes(12), payload, said.h)
        self._agree(said, sealed)
        return public + sealed

    def read_handshake(self, message: bytes) -> bytes:
        """Hear what the peer has to say."""
        if self._whose_turn() is not False:
            raise RuntimeError("it is not the peer's turn")
        public, sealed = message[:32], message[32:]
        secret = x25519(self._private, public.ljust(32, b"\0"))
        if secret == bytes(32):
            raise HandshakeError
        said = _after(self._said, public, secret if self._turn else b"")
        try:
            payload = self.aead_open(said.k, bytes(12), sealed, said.h)
        except RecordError:
            raise HandshakeError from None
        self._peer = public
        self._agree(said, sealed)
        return payload

    def _agree(self, said: _Said, sealed: bytes) -> None:
        self._said = said._replace(h=sha256(said.h + sealed).digest())
        self._turn += 1
        if self._whose_turn() is None:
            keys = _expanded(said.ck, b"", b"", 64)
            mine = 0 if self._roles[0] else 32
            self._send_keys[0] = keys[mine : mine + 32]
            self._open_keys[0] = keys[32 - mine : 64 - mine]

    def handshake_hash(self) -> bytes:
        """Return h."""
        if self._whose_turn() is not None:
            raise RuntimeError("the handshake is not complete")
        return self._said.h

    def _enter(self, generation: int) -> None:
        if self._whose_turn() is not None:
            raise RuntimeError("the handshake is not complete")
        if generation != self._life:
            self._life = None
            raise SessionClosed

    def _key(self, keys: dict[int, bytes], epoch: int) -> bytes:
        """Return the key of an epoch, made from the nearest one before it."""
        if epoch in keys:
            return keys[epoch]
        at, key = max(keys.items())
        for _ in range(epoch - at):
            key = self.aead_seal(key, _REKEY_NONCE, bytes(32), b"")[:32]
        return key

    def seal(self, generation: int, plaintext: bytes) -> bytes:
        """Seal under the counter that comes next."""
        self._enter(generation)
        if self._next >= self._limit:
            raise SessionClosed
        if len(plaintext) > MAX_PLAINTEXT:
            raise ValueError("the text is too long")
        epoch, header = self._next // self._interval, self._next.to_bytes(8, "little")
        self._send_keys = {epoch: self._key(self._send_keys, epoch)}
        zeros = self.padded_length(len(plaintext) + 1) - len(plaintext) - 1
        inner = plaintext + b"\x80" + bytes(zeros)
        self._next += 1
        return header + self.aead_seal(self._send_keys[epoch], bytes(4) + header, inner, header)

    def open(self, generation: int, record: bytes) -> bytes:
        """Open what may be opened."""
        self._enter(generation)
        if not _LEAST_RECORD <= len(record) <= _MOST_RECORD:
            raise RecordError
        header = record[:8]
        counter = int.from_bytes(header, "little")
        if not self._may_open(counter):
            raise RecordError
        epoch = counter // self._interval
        key = self._key(self._open_keys, epoch)
        inner = self.aead_open(key, bytes(4) + header, record[8:], header)
        end = len(inner) - 1
        while end >= 0 and inner[end] == 0:
            end -= 1
        if end < 0 or inner[end] != ord(b"\x80"):
            raise RecordError
        self._remember(counter)
        return inner[:end]

    def _may_open(self, counter: int) -> bool:
        number, bit = divmod(counter, _BITS)
        ahead = counter // self._interval - max(0, self._highest) // self._interval
        is_seen = self._words.get(number, 0) >> bit & 1
        is_in_window = counter > self._highest - self._window_size
        is_near = -1 <= ahead <= MAX_EPOCHS_AHEAD
        return is_in_window and is_near and not is_seen and counter < self._limit

    def _remember(self, counter: int) -> None:
        number, bit = divmod(counter, _BITS)
        if counter > self._highest:
            last = counter // self._interval
            epochs = range(max(0, last - 1), last + 1)
            if self._open_keys.keys() != set(epochs):
                self._open_keys = {one: self._key(self._open_keys, one) for one in epochs}
            oldest = (counter - self._window_size + 1) // _BITS
            if number > self._highest // _BITS:
                kept = self._words.items()
                self._words = {one: bits for one, bits in kept if one >= oldest}
            self._highest = counter
        self._words[number] = self._words.get(number, 0) | 1 << bit

    def padded_length(self, length: int) -> int:
        """Round up to a quarter of a power of two."""
        if not 1 <= length <= MAX_PADDED:
            raise ValueError("length is out of range")
        step = max(1, 1 << (length - 1).bit_length() >> 3)
        return min(MAX_PADDED, (length + step - 1) // step * step)
