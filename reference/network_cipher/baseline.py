"""Right in everything, and nothing more: no padding, and a replay is decrypted before it is refused.

What was accepted is kept in a set.
"""

import hmac
import struct
from hashlib import sha256

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


def _quarter_round(words: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, two, three, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        words[one] = (words[one] + words[two]) & _WORD
        mixed = words[three] ^ words[one]
        words[three] = ((mixed << left) | (mixed >> (32 - left))) & _WORD


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce)
    words = list(start)
    for _ in range(10):
        for column in range(4):
            _quarter_round(words, column, 4 + column, 8 + column, 12 + column)
        for column in range(4):
            places = (column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
            _quarter_round(words, *places)
    sums = [(one + two) & _WORD for one, two in zip(start, words, strict=True)]
    return struct.pack("<16I", *sums)


def _poly1305(key: bytes, message: bytes) -> bytes:
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for start in range(0, len(message), 16):
        block = message[start : start + 16] + b"\1"
        total = (total + int.from_bytes(block, "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:32], "little")) % 2**128).to_bytes(16, "little")


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
        self._initiator = initiator
        self._private = ephemeral_private
        self._generation = generation
        self._next_message = 0
        self._peer_public = b""
        self._ck = self._h = sha256(PROTOCOL_NAME).digest()
        self._k = b""
        self._mix_hash(prologue)
        self._mix_key(preshared_key, is_hashed=True)
        self._closed = False
        self._interval, self._limit = rekey_interval, message_limit
        self._sent, self._send_key = 0, b""
        self._highest = -1
        self._window_size = window_size
        self._accepted: set[int] = set()
        self._epoch, self._old_key, self._key = 0, b"", b""

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

    def _mix_hash(self, data: bytes) -> None:
        self._h = sha256(self._h + data).digest()

    def _mix_key(self, secret: bytes, *, is_hashed: bool = False) -> None:
        parts = _expanded(self._ck, secret, b"", 96 if is_hashed else 64)
        self._ck, self._k = parts[:32], parts[-32:]
        if is_hashed:
            self._mix_hash(parts[32:64])

    def _mix_public(self, public: bytes) -> None:
        self._mix_hash(public)
        self._mix_key(public)
        if self._next_message == 1:
            peer = public if self._initiator else self._peer_public
            self._mix_key(x25519(self._private, peer))

    def _need_turn(self, *, mine: bool) -> None:
        whose = (self._initiator, not self._initiator)
        if self._next_message == len(whose) or whose[self._next_message] != mine:
            raise RuntimeError("it is not the turn of this call")

    def write_handshake(self, payload: bytes = b"") -> bytes:
        """Send my public key, and the payload under what we share so far."""
        self._need_turn(mine=True)
        public = x25519(self._private, BASE_POINT)
        self._mix_public(public)
        sealed = self.aead_seal(self._k, bytes(12), payload, self._h)
        self._advance(sealed)
        return public + sealed

    def read_handshake(self, message: bytes) -> bytes:
        """Try the message; put everything back if it fails."""
        self._need_turn(mine=False)
        before = self._ck, self._h, self._k
        public, sealed = message[:32], message[32:]
        is_long_enough = len(message) >= _LEAST_HANDSHAKE
        if not is_long_enough or not any(x25519(self._private, public)):
            raise HandshakeError
        self._mix_public(public)
        try:
            payload = self.aead_open(self._k, bytes(12), sealed, self._h)
        except RecordError:
            self._ck, self._h, self._k = before
            raise HandshakeError from None
        self._peer_public = public
        self._advance(sealed)
        return payload

    def _advance(self, sealed: bytes) -> None:
        self._mix_hash(sealed)
        self._next_message += 1
        if self._is_complete():
            keys = _expanded(self._ck, b"", b"", 64)
            one, two = keys[:32], keys[32:]
            self._send_key, self._key = (one, two) if self._initiator else (two, one)

    def _is_complete(self) -> bool:
        return self._next_message == len(("message 1", "message 2"))

    def handshake_hash(self) -> bytes:
        """Return h."""
        if not self._is_complete():
            raise RuntimeError("the handshake is not complete")
        return self._h

    def _check(self, generation: int) -> None:
        if not self._is_complete():
            raise RuntimeError("the handshake is not complete")
        self._closed = self._closed or generation != self._generation
        if self._closed:
            raise SessionClosed

    def _rekeyed(self, key: bytes) -> bytes:
        return _mixed(key, _REKEY_NONCE, bytes(32))

    def seal(self, generation: int, plaintext: bytes) -> bytes:
        """Pad, seal, count."""
        self._check(generation)
        if self._sent == self._limit:
            raise SessionClosed
        if len(plaintext) > MAX_PLAINTEXT:
            raise ValueError("the text is too long")
        if self._sent and self._sent % self._interval == 0:
            self._send_key = self._rekeyed(self._send_key)
        header = struct.pack("<Q", self._sent)
        size = self.padded_length(len(plaintext) + 1)
        inner = (plaintext + b"\x80").ljust(size, b"\0")
        self._sent += 1
        return header + self.aead_seal(self._send_key, bytes(4) + header, inner, header)

    def open(self, generation: int, record: bytes) -> bytes:
        """Open first, ask whether it is new afterwards."""
        self._check(generation)
        if not _LEAST_RECORD <= len(record) <= _MOST_RECORD:
            raise RecordError
        header = record[:8]
        (counter,) = struct.unpack("<Q", header)
        if not -1 <= counter // self._interval - self._epoch <= MAX_EPOCHS_AHEAD:
            raise RecordError
        epoch, keys = self._keys_for(counter)
        key = keys[1] if counter // self._interval == epoch else keys[0]
        inner = self.aead_open(key, bytes(4) + header, record[8:], header)
        text, delimiter, zeros = inner.rpartition(b"\x80")
        if not delimiter or any(zeros) or not self._is_new(counter):
            raise RecordError
        self._epoch, (self._old_key, self._key) = epoch, keys
        self._accept(counter)
        return text

    def _is_new(self, counter: int) -> bool:
        is_in_window = counter > self._highest - self._window_size
        return is_in_window and counter not in self._accepted and counter < self._limit

    def _accept(self, counter: int) -> None:
        self._accepted.add(counter)
        self._highest = max(self._highest, counter)
        if len(self._accepted) > 2 * self._window_size:
            oldest = self._highest - self._window_size
            self._accepted = {one for one in self._accepted if one > oldest}

    def _keys_for(self, counter: int) -> tuple[int, tuple[bytes, bytes]]:
        """Return the epoch after this counter, and the keys of the one before it and of itself."""
        epoch, old_key, key = self._epoch, self._old_key, self._key
        while epoch < counter // self._interval:
            epoch, old_key, key = epoch + 1, key, self._rekeyed(key)
        return epoch, (old_key, key)

    def padded_length(self, length: int) -> int:
        """Leave every length as it is."""
        if not 1 <= length <= MAX_PADDED:
            raise ValueError("length is out of range")
        return length
