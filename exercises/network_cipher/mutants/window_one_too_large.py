"""A counter exactly window_size below the highest is still accepted.

Killed by: acceptance-is-exact
"""

import hashlib
import hmac
import struct

MAX_PADDED = 1448
MAX_PLAINTEXT = 1447
MAX_EPOCHS_AHEAD = 4
PROTOCOL_NAME = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256"
BASE_POINT = (9).to_bytes(32, "little")
FIELD_PRIME = 2**255 - 19
MASK = 0xFFFFFFFF
P = (1 << 130) - 5
R_MASK = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


class HandshakeError(Exception):
    """Bad handshake message."""


class RecordError(Exception):
    """Bad record."""


class SessionClosed(Exception):
    """No more."""


def x25519(scalar: bytes, point: bytes) -> bytes:
    """Given."""
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


def quarter_round(w, a, b, c, d):
    w[a] = (w[a] + w[b]) & MASK
    x = w[d] ^ w[a]
    w[d] = (x << 16 | x >> 16) & MASK
    w[c] = (w[c] + w[d]) & MASK
    x = w[b] ^ w[c]
    w[b] = (x << 12 | x >> 20) & MASK
    w[a] = (w[a] + w[b]) & MASK
    x = w[d] ^ w[a]
    w[d] = (x << 8 | x >> 24) & MASK
    w[c] = (w[c] + w[d]) & MASK
    x = w[b] ^ w[c]
    w[b] = (x << 7 | x >> 25) & MASK


def chacha_block(key, counter, nonce):
    state = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce)
    w = list(state)
    for _ in range(10):
        quarter_round(w, 0, 4, 8, 12)
        quarter_round(w, 1, 5, 9, 13)
        quarter_round(w, 2, 6, 10, 14)
        quarter_round(w, 3, 7, 11, 15)
        quarter_round(w, 0, 5, 10, 15)
        quarter_round(w, 1, 6, 11, 12)
        quarter_round(w, 2, 7, 8, 13)
        quarter_round(w, 3, 4, 9, 14)
    return struct.pack("<16I", *[(x + y) & MASK for x, y in zip(w, state)])


def chacha_xor(key, nonce, data):
    blocks = (len(data) + 63) // 64
    stream = b"".join(chacha_block(key, 1 + i, nonce) for i in range(blocks))
    return bytes(x ^ y for x, y in zip(data, stream))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & R_MASK
    s = int.from_bytes(key[16:32], "little")
    acc = 0
    for i in range(0, len(message), 16):
        acc = (acc + int.from_bytes(message[i : i + 16] + b"\x01", "little")) * r % P
    return ((acc + s) % (1 << 128)).to_bytes(16, "little")


def pad16(data):
    return data + bytes(-len(data) % 16)


def aead_tag(key, nonce, ciphertext, associated_data):
    lengths = struct.pack("<QQ", len(associated_data), len(ciphertext))
    one_time_key = chacha_block(key, 0, nonce)[:32]
    return poly1305(one_time_key, pad16(associated_data) + pad16(ciphertext) + lengths)


def sha256(data):
    return hashlib.sha256(data).digest()


class NetworkCipher:
    def __init__(
        self,
        initiator,
        preshared_key,
        ephemeral_private,
        generation,
        prologue=b"",
        window_size=64,
        rekey_interval=1 << 20,
        message_limit=1 << 60,
    ):
        if len(preshared_key) != 32 or len(ephemeral_private) != 32:
            raise ValueError("key length")
        if window_size < 1 or rekey_interval < 1:
            raise ValueError("window_size or rekey_interval")
        if message_limit < 1 or message_limit >= 1 << 64:
            raise ValueError("message_limit")
        self.initiator = initiator
        self.psk = preshared_key
        self.private = ephemeral_private
        self.generation = generation
        self.window_size = window_size
        self.interval = rekey_interval
        self.limit = message_limit
        self.ck = self.h = sha256(PROTOCOL_NAME)
        self.k = None
        self.n = 0
        self.peer = None
        self.messages = 0
        self.closed = False
        self.send_counter = 0
        self.send_epoch = 0
        self.highest = -1
        self.window = 0
        self.mix_hash(prologue)
        self.mix_key_and_hash(self.psk)

    # primitives

    def hkdf(self, salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
        if length > 255 * 32:
            raise ValueError("too long")
        prk = hmac.new(salt, input_key, hashlib.sha256).digest()
        out = t = b""
        i = 1
        while len(out) < length:
            t = hmac.new(prk, t + info + bytes([i]), hashlib.sha256).digest()
            out += t
            i += 1
        return out[:length]

    def aead_seal(
        self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes
    ) -> bytes:
        if len(key) != 32:
            raise ValueError("key")
        if len(nonce) != 12:
            raise ValueError("nonce")
        ciphertext = chacha_xor(key, nonce, plaintext)
        return ciphertext + aead_tag(key, nonce, ciphertext, associated_data)

    def aead_open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        if len(sealed) < 16:
            raise RecordError()
        ciphertext, tag = sealed[:-16], sealed[-16:]
        if not hmac.compare_digest(aead_tag(key, nonce, ciphertext, associated_data), tag):
            raise RecordError()
        return chacha_xor(key, nonce, ciphertext)

    # symmetric state

    def mix_hash(self, data):
        self.h = sha256(self.h + data)

    def mix_key(self, data):
        out = self.hkdf(self.ck, data, b"", 64)
        self.ck, self.k, self.n = out[:32], out[32:], 0

    def mix_key_and_hash(self, data):
        out = self.hkdf(self.ck, data, b"", 96)
        self.ck, self.k, self.n = out[:32], out[64:], 0
        self.mix_hash(out[32:64])

    def noise_nonce(self, n):
        return bytes(4) + struct.pack("<Q", n)

    def encrypt_and_hash(self, payload):
        sealed = self.aead_seal(self.k, self.noise_nonce(self.n), payload, self.h)
        self.n += 1
        self.mix_hash(sealed)
        return sealed

    def decrypt_and_hash(self, sealed):
        payload = self.aead_open(self.k, self.noise_nonce(self.n), sealed, self.h)
        self.n += 1
        self.mix_hash(sealed)
        return payload

    def dh(self, public):
        return x25519(self.private, public)

    # handshake

    def my_turn(self):
        return self.messages < 2 and (self.messages == 0) == self.initiator

    def peer_turn(self):
        return self.messages < 2 and not self.my_turn()

    def write_handshake(self, payload: bytes = b"") -> bytes:
        if not self.my_turn():
            raise RuntimeError("not my turn")
        public = x25519(self.private, BASE_POINT)
        self.mix_hash(public)
        self.mix_key(public)
        if self.messages == 1:
            self.mix_key(self.dh(self.peer))
        sealed = self.encrypt_and_hash(payload)
        self.done()
        return public + sealed

    def read_handshake(self, message: bytes) -> bytes:
        if not self.peer_turn():
            raise RuntimeError("not the peer's turn")
        if len(message) < 48:
            raise HandshakeError()
        public, sealed = message[:32], message[32:]
        secret = self.dh(public)
        if secret == bytes(32):
            raise HandshakeError()
        saved = (self.ck, self.h, self.k, self.n)
        self.mix_hash(public)
        self.mix_key(public)
        if self.messages == 1:
            self.mix_key(secret)
        try:
            payload = self.decrypt_and_hash(sealed)
        except RecordError:
            self.ck, self.h, self.k, self.n = saved
            raise HandshakeError()
        self.peer = public
        self.done()
        return payload

    def done(self):
        self.messages += 1
        if self.messages == 2:
            out = self.hkdf(self.ck, b"", b"", 64)
            k1, k2 = out[:32], out[32:]
            if not self.initiator:
                k1, k2 = k2, k1
            self.send_key = k1
            self.keys = {0: k2}

    def handshake_hash(self) -> bytes:
        if self.messages < 2:
            raise RuntimeError("handshake not complete")
        return self.h

    # records

    def rekey(self, key):
        return self.aead_seal(key, bytes(4) + b"\xff" * 8, bytes(32), b"")[:32]

    def check_session(self, generation):
        if self.messages < 2:
            raise RuntimeError("handshake not complete")
        if generation != self.generation:
            self.closed = True
        if self.closed:
            raise SessionClosed()

    def seal(self, generation: int, plaintext: bytes) -> bytes:
        self.check_session(generation)
        if self.send_counter == self.limit:
            raise SessionClosed()
        if len(plaintext) > MAX_PLAINTEXT:
            raise ValueError("too long")
        while self.send_epoch < self.send_counter // self.interval:
            self.send_key = self.rekey(self.send_key)
            self.send_epoch += 1
        inner = plaintext + b"\x80"
        inner += bytes(self.padded_length(len(inner)) - len(inner))
        header = struct.pack("<Q", self.send_counter)
        nonce = bytes(4) + header
        self.send_counter += 1
        return header + self.aead_seal(self.send_key, nonce, inner, header)

    def check_counter(self, counter):
        """Everything that needs no key."""
        if counter >= self.limit:
            raise RecordError()
        epoch = counter // self.interval
        current = max(self.highest, 0) // self.interval
        if epoch < current - 1 or epoch > current + MAX_EPOCHS_AHEAD:
            raise RecordError()
        if counter < self.highest - self.window_size:
            raise RecordError()
        if counter <= self.highest and self.window >> (self.highest - counter) & 1:
            raise RecordError()

    def epoch_key(self, epoch):
        last = max(self.keys)
        if epoch <= last:
            return self.keys[epoch]
        key = self.keys[last]
        for _ in range(epoch - last):
            key = self.rekey(key)
        return key

    def accept(self, counter):
        if counter <= self.highest:
            self.window |= 1 << (self.highest - counter)
            return
        shift = counter - self.highest
        if shift > self.window_size:
            self.window = 1
        else:
            self.window = (self.window << shift | 1) & ((2 << self.window_size) - 1)
        self.highest = counter
        epoch = counter // self.interval
        if epoch not in self.keys:
            older = self.epoch_key(epoch - 1)
            self.keys = {epoch - 1: older, epoch: self.rekey(older)}

    def unpad(self, inner):
        text = inner.rstrip(b"\x00")
        if not text.endswith(b"\x80"):
            raise RecordError()
        return text[:-1]

    def open(self, generation: int, record: bytes) -> bytes:
        self.check_session(generation)
        if not 25 <= len(record) <= 24 + MAX_PADDED:
            raise RecordError()
        header, sealed = record[:8], record[8:]
        counter = struct.unpack("<Q", header)[0]
        self.check_counter(counter)
        key = self.epoch_key(counter // self.interval)
        inner = self.aead_open(key, bytes(4) + header, sealed, header)
        text = self.unpad(inner)
        self.accept(counter)
        return text

    def padded_length(self, length: int) -> int:
        if not 1 <= length <= MAX_PADDED:
            raise ValueError("length")
        power = 64
        while power < length:
            power *= 2
        return min(power, MAX_PADDED)
