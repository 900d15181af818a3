"""A read that finds no further chunk takes that for the end of the file, whatever the last chunk it saw says.

Killed by: damaged-stores-never-mislead
"""

import struct
from dataclasses import dataclass
from hmac import compare_digest

MAGIC = b"VLF1"
HEADER_SIZE = 24
TAG_SIZE = 16
PREFIX_SIZE = 19
MIN_CHUNK_SIZE = 64
MAX_CHUNK_SIZE = 65536

MASK = 0xFFFFFFFF
P = (1 << 130) - 5
R_MASK = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


class AuthenticationError(Exception):
    """The stored bytes are not what was encrypted; always raised without arguments."""


class NonceReuseError(Exception):
    """This object has already encrypted a file under this prefix."""


@dataclass(frozen=True)
class StoreSize:
    """Ask for the container's size."""


@dataclass(frozen=True)
class ReadAt:
    """Ask for length bytes at position."""

    position: int
    length: int


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


def twenty_rounds(w):
    for _ in range(10):
        quarter_round(w, 0, 4, 8, 12)
        quarter_round(w, 1, 5, 9, 13)
        quarter_round(w, 2, 6, 10, 14)
        quarter_round(w, 3, 7, 11, 15)
        quarter_round(w, 0, 5, 10, 15)
        quarter_round(w, 1, 6, 11, 12)
        quarter_round(w, 2, 7, 8, 13)
        quarter_round(w, 3, 4, 9, 14)


def chacha_block(key, counter, nonce):
    state = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce)
    w = list(state)
    twenty_rounds(w)
    return struct.pack("<16I", *[(x + y) & MASK for x, y in zip(w, state)])


def pad16(data):
    return data + bytes(-len(data) % 16)


def need(what, value, size):
    if len(value) != size:
        raise ValueError(f"{what}: {size} bytes expected, {len(value)} given")


class FileCipher:
    def __init__(self, key: bytes, context: bytes = b""):
        need("key", key, 32)
        self.key = key
        self.context = context
        self.used = set()

    def chacha20(self, key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
        need("key", key, 32)
        need("nonce", nonce, 12)
        blocks = (len(data) + 63) // 64
        if counter + blocks > 2**32:
            raise ValueError("counter overflow")
        stream = b"".join(chacha_block(key, counter + i, nonce) for i in range(blocks))
        return bytes(x ^ y for x, y in zip(data, stream))

    def hchacha20(self, key: bytes, nonce: bytes) -> bytes:
        need("key", key, 32)
        need("nonce", nonce, 16)
        w = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
        twenty_rounds(w)
        return struct.pack("<8I", *w[:4], *w[12:])

    def poly1305(self, key: bytes, message: bytes) -> bytes:
        need("key", key, 32)
        r = int.from_bytes(key[:16], "little") & R_MASK
        s = int.from_bytes(key[16:], "little")
        acc = 0
        for i in range(0, len(message), 16):
            block = message[i : i + 16] + b"\x01"
            acc = (acc + int.from_bytes(block, "little")) * r % P
        return ((acc + s) % (1 << 128)).to_bytes(16, "little")

    def tag(self, key, nonce, ciphertext, associated_data):
        one_time_key = self.chacha20(key, 0, nonce, bytes(32))
        lengths = struct.pack("<QQ", len(associated_data), len(ciphertext))
        return self.poly1305(one_time_key, pad16(associated_data) + pad16(ciphertext) + lengths)

    def seal(self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        ciphertext = self.chacha20(key, 1, nonce, plaintext)
        return ciphertext + self.tag(key, nonce, ciphertext, associated_data)

    def open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        need("key", key, 32)
        need("nonce", nonce, 12)
        if len(sealed) < TAG_SIZE:
            raise AuthenticationError()
        ciphertext, tag = sealed[:-TAG_SIZE], sealed[-TAG_SIZE:]
        if not compare_digest(self.tag(key, nonce, ciphertext, associated_data), tag):
            raise AuthenticationError()
        return self.chacha20(key, 1, nonce, ciphertext)

    def key_and_nonce(self, header, index, last):
        n = header[5:] + index.to_bytes(4, "big") + (b"\x01" if last else b"\x00")
        return self.hchacha20(self.key, n[:16]), bytes(4) + n[16:]

    def seal_chunk(self, header, index, last, text):
        key, nonce = self.key_and_nonce(header, index, last)
        return self.seal(key, nonce, text, header + self.context)

    def open_chunk(self, header, index, last, chunk):
        key, nonce = self.key_and_nonce(header, index, last)
        return self.open(key, nonce, chunk, header + self.context)

    def encrypt(self, prefix: bytes, chunk_size: int, plaintext: bytes) -> bytes:
        need("prefix", prefix, PREFIX_SIZE)
        if not MIN_CHUNK_SIZE <= chunk_size <= MAX_CHUNK_SIZE or chunk_size & (chunk_size - 1):
            raise ValueError("bad chunk size")
        if prefix in self.used:
            raise NonceReuseError()
        self.used.add(prefix)
        header = MAGIC + bytes([chunk_size.bit_length() - 1]) + prefix
        count = max(1, (len(plaintext) + chunk_size - 1) // chunk_size)
        out = [header]
        for i in range(count):
            text = plaintext[i * chunk_size : (i + 1) * chunk_size]
            out.append(self.seal_chunk(header, i, i == count - 1, text))
        return b"".join(out)

    def chunk_size_of(self, header):
        if len(header) != HEADER_SIZE or header[:4] != MAGIC:
            raise AuthenticationError()
        if not 6 <= header[4] <= 16:
            raise AuthenticationError()
        return 1 << header[4]

    def count_chunks(self, stored, chunk_size):
        """How many chunks lie in so many bytes after the header."""
        stride = chunk_size + TAG_SIZE
        count = (stored + stride - 1) // stride
        rest = stored - (count - 1) * stride
        if stored < TAG_SIZE or rest < TAG_SIZE or count > 2**32:
            raise AuthenticationError()
        if rest == TAG_SIZE and count > 1:
            raise AuthenticationError()
        return count

    def decrypt(self, container: bytes) -> bytes:
        header, body = container[:HEADER_SIZE], container[HEADER_SIZE:]
        chunk_size = self.chunk_size_of(header)
        count = self.count_chunks(len(body), chunk_size)
        stride = chunk_size + TAG_SIZE
        out = []
        for i in range(count):
            chunk = body[i * stride : (i + 1) * stride]
            out.append(self.open_chunk(header, i, i == count - 1, chunk))
        return b"".join(out)

    def fetch(self, position, length):
        data = yield ReadAt(position, length)
        if len(data) != length:
            raise AuthenticationError()
        return data

    def look(self):
        header = yield from self.fetch(0, HEADER_SIZE)
        chunk_size = self.chunk_size_of(header)
        stored = yield StoreSize()
        return header, chunk_size, stored - HEADER_SIZE

    def read(self, offset: int, length: int):
        if offset < 0 or length < 0:
            raise ValueError("negative range")
        if length == 0:
            return b""
        header, chunk_size, stored = yield from self.look()
        stride = chunk_size + TAG_SIZE
        out = []
        first = i = offset // chunk_size
        while i * chunk_size < offset + length and i * stride < stored:
            chunk = yield from self.fetch(
                HEADER_SIZE + i * stride, min(stride, stored - i * stride)
            )
            try:
                out.append(self.open_chunk(header, i, False, chunk))
            except AuthenticationError:
                out.append(self.open_chunk(header, i, True, chunk))
            i += 1
        start = offset - first * chunk_size
        return b"".join(out)[start : start + length]

    def size(self):
        header, chunk_size, stored = yield from self.look()
        count = self.count_chunks(stored, chunk_size)
        start = (count - 1) * (chunk_size + TAG_SIZE)
        chunk = yield from self.fetch(HEADER_SIZE + start, stored - start)
        text = self.open_chunk(header, count - 1, True, chunk)
        return (count - 1) * chunk_size + len(text)

    def choose_chunk_size(self, file_size: int, sample: list, storage_weight: int) -> int:
        best, best_cost = MIN_CHUNK_SIZE, None
        for e in range(6, 17):
            c = 1 << e
            cost = storage_weight * 16 * max(1, (file_size + c - 1) // c)
            for offset, length in sample:
                first, last = offset // c, (offset + length - 1) // c
                text = min((last + 1) * c, file_size) - first * c
                cost += 24 + text + 16 * (last - first + 1)
            if best_cost is None or cost < best_cost:
                best, best_cost = c, cost
        return best
