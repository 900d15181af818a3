"""The standard's own words: sixteen words in a list, one quarter round after the other.

A read looks at the last chunk only if it must, and fetches chunk after chunk. The chunk size follows
from the square-root law alone: the sample is needed for its mean length and nothing else.
"""

import math
import struct
from collections.abc import Generator
from dataclasses import dataclass
from hmac import compare_digest

MAGIC = b"VLF1"
HEADER_SIZE = 24
TAG_SIZE = 16
PREFIX_SIZE = 19
MIN_CHUNK_SIZE = 64
MAX_CHUNK_SIZE = 65536

_WORD = 2**32 - 1
_CHUNK_SIZES = tuple(1 << exponent for exponent in range(6, 17))


class AuthenticationError(Exception):
    """The stored bytes are not what was encrypted; always raised without arguments."""


class NonceReuseError(Exception):
    """This object has already encrypted a file under this prefix."""


@dataclass(frozen=True)
class StoreSize:
    """Asks the store for the container's size."""


@dataclass(frozen=True)
class ReadAt:
    """Asks for ``length`` bytes at ``position``."""

    position: int
    length: int


def _quarter_round(words: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, two, three, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        words[one] = (words[one] + words[two]) & _WORD
        mixed = words[three] ^ words[one]
        words[three] = ((mixed << left) | (mixed >> (32 - left))) & _WORD


def _rounds(start: list[int]) -> list[int]:
    """Return the state after twenty rounds, without the final addition."""
    words = list(start)
    for _ in range(10):
        for column in range(4):
            _quarter_round(words, column, 4 + column, 8 + column, 12 + column)
        for column in range(4):
            places = (column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
            _quarter_round(words, *places)
    return words


def _state(key: bytes, last_row: bytes) -> list[int]:
    return list(struct.unpack("<16I", b"expand 32-byte k" + key + last_row))


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = _state(key, struct.pack("<I", counter) + nonce)
    sums = [(one + two) & _WORD for one, two in zip(start, _rounds(start), strict=True)]
    return struct.pack("<16I", *sums)


def _check_length(name: str, value: bytes, size: int) -> None:
    if len(value) != size:
        raise ValueError(f"{name} must be {size} bytes, not {len(value)}")


class FileCipher:
    """Encrypts files under one key and one context, and reads them back."""

    def __init__(self, key: bytes, context: bytes = b"") -> None:
        _check_length("key", key, 32)
        self._key = key
        self._context = context
        self._used_prefixes: set[bytes] = set()

    def chacha20(self, key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
        """Return data XOR the key stream from block ``counter`` on."""
        _check_length("key", key, 32)
        _check_length("nonce", nonce, 12)
        blocks = -(-len(data) // 64)
        if counter + blocks > 2**32:
            raise ValueError("a block beyond number 2**32 - 1 would be needed")
        stream = b"".join(_block(key, counter + index, nonce) for index in range(blocks))
        return bytes(one ^ two for one, two in zip(data, stream, strict=False))

    def hchacha20(self, key: bytes, nonce: bytes) -> bytes:
        """Return the first and the last row after the rounds."""
        _check_length("key", key, 32)
        _check_length("nonce", nonce, 16)
        words = _rounds(_state(key, nonce))
        return struct.pack("<8I", *words[:4], *words[12:])

    def poly1305(self, key: bytes, message: bytes) -> bytes:
        """Return the polynomial in r whose coefficients are the blocks, plus s."""
        _check_length("key", key, 32)
        r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
        total = 0
        for start in range(0, len(message), 16):
            block = message[start : start + 16] + b"\1"
            total = (total + int.from_bytes(block, "little")) * r % (2**130 - 5)
        return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")

    def seal(self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        """Encrypt from block 1 on; block 0 is the key of the tag."""
        ciphertext = self.chacha20(key, 1, nonce, plaintext)
        return ciphertext + self._tag(key, nonce, ciphertext, associated_data)

    def open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Check the tag, then decrypt."""
        ciphertext, tag = sealed[:-TAG_SIZE], sealed[-TAG_SIZE:]
        right = self._tag(key, nonce, ciphertext, associated_data)
        if len(sealed) < TAG_SIZE or not compare_digest(right, tag):
            raise AuthenticationError
        return self.chacha20(key, 1, nonce, ciphertext)

    def _tag(self, key: bytes, nonce: bytes, ciphertext: bytes, associated_data: bytes) -> bytes:
        padded = [data + bytes(-len(data) % 16) for data in (associated_data, ciphertext)]
        lengths = struct.pack("<QQ", len(associated_data), len(ciphertext))
        return self.poly1305(self.chacha20(key, 0, nonce, bytes(32)), b"".join(padded) + lengths)

    def encrypt(self, prefix: bytes, chunk_size: int, plaintext: bytes) -> bytes:
        """Cut, seal every chunk under its number and whether it is the last, and join."""
        _check_length("prefix", prefix, PREFIX_SIZE)
        if chunk_size not in _CHUNK_SIZES:
            raise ValueError(f"chunk_size must be a power of two in 64..65536, not {chunk_size}")
        if prefix in self._used_prefixes:
            raise NonceReuseError
        self._used_prefixes.add(prefix)
        header = MAGIC + bytes([chunk_size.bit_length() - 1]) + prefix
        pieces = [plaintext[at : at + chunk_size] for at in range(0, len(plaintext), chunk_size)]
        last = max(0, len(pieces) - 1)
        return header + b"".join(
            self.seal(
                *self._key_and_nonce(header, index, index == last), piece, header + self._context
            )
            for index, piece in enumerate(pieces or [b""])
        )

    def decrypt(self, container: bytes) -> bytes:
        """Open every chunk."""
        header, body = container[:HEADER_SIZE], container[HEADER_SIZE:]
        stride = _chunk_size(header) + TAG_SIZE
        starts = range(0, len(body), stride)
        if not starts or (len(starts) > 1 and len(body) - starts[-1] == TAG_SIZE):
            raise AuthenticationError
        last = len(starts) - 1
        chunks = [body[start : start + stride] for start in starts]
        return b"".join(
            self._open_chunk(header, index, index == last, chunk)
            for index, chunk in enumerate(chunks)
        )

    def read(self, offset: int, length: int) -> Generator[StoreSize | ReadAt, int | bytes, bytes]:
        """Fetch and open one chunk after the other."""
        if offset < 0 or length < 0:
            raise ValueError("offset and length must not be negative")
        if length == 0:
            return b""
        header, stored = yield from self._look()
        chunk_size = _chunk_size(header)
        last = (stored - 1) // (chunk_size + TAG_SIZE)
        first = min(offset // chunk_size, last)
        final = min((offset + length - 1) // chunk_size, last)
        texts = []
        for index in range(first, final + 1):
            text = yield from self._fetch(header, stored, index)
            texts.append(text)
        start = offset - first * chunk_size
        return b"".join(texts)[start : start + length]

    def size(self) -> Generator[StoreSize | ReadAt, int | bytes, int]:
        """Open the last chunk: that it is the last one proves the size."""
        header, stored = yield from self._look()
        chunk_size = _chunk_size(header)
        last = (stored - 1) // (chunk_size + TAG_SIZE)
        text = yield from self._fetch(header, stored, last)
        if last > 0 and not text:
            raise AuthenticationError
        return last * chunk_size + len(text)

    def _look(self) -> Generator[StoreSize | ReadAt, int | bytes, tuple[bytes, int]]:
        """Return the header, and how many bytes the store says follow it."""
        header = yield ReadAt(0, HEADER_SIZE)
        stored = yield StoreSize()
        assert isinstance(header, bytes)
        assert isinstance(stored, int)
        if stored < HEADER_SIZE + TAG_SIZE:
            raise AuthenticationError
        return header, stored - HEADER_SIZE

    def _fetch(
        self, header: bytes, stored: int, index: int
    ) -> Generator[StoreSize | ReadAt, int | bytes, bytes]:
        stride = _chunk_size(header) + TAG_SIZE
        start, stop = index * stride, min((index + 1) * stride, stored)
        chunk = yield ReadAt(HEADER_SIZE + start, stop - start)
        assert isinstance(chunk, bytes)
        if len(chunk) != stop - start or (index > 0 and len(chunk) == TAG_SIZE):
            raise AuthenticationError
        return self._open_chunk(header, index, stop == stored, chunk)

    def _key_and_nonce(self, header: bytes, index: int, is_last: bool) -> tuple[bytes, bytes]:  # noqa: FBT001 - the format's last byte
        long_nonce = header[5:] + struct.pack(">I?", index, is_last)
        return self.hchacha20(self._key, long_nonce[:16]), bytes(4) + long_nonce[16:]

    def _open_chunk(self, header: bytes, index: int, is_last: bool, chunk: bytes) -> bytes:  # noqa: FBT001 - the format's last byte
        if index >= 2**32:
            raise AuthenticationError
        key, nonce = self._key_and_nonce(header, index, is_last)
        return self.open(key, nonce, chunk, header + self._context)

    def choose_chunk_size(
        self, file_size: int, sample: list[tuple[int, int]], storage_weight: int
    ) -> int:
        """Round the square root to the nearest power of two."""
        reads = len(sample)
        if reads == 0:
            return MAX_CHUNK_SIZE
        total = sum(length - 1 for _, length in sample) + storage_weight * file_size
        exponent = round(math.log2(max(1, TAG_SIZE * total / reads)) / 2)
        return min(max(1 << exponent, MIN_CHUNK_SIZE), MAX_CHUNK_SIZE)


def _chunk_size(header: bytes) -> int:
    if len(header) != HEADER_SIZE or header[:4] != MAGIC or 1 << header[4] not in _CHUNK_SIZES:
        raise AuthenticationError
    return 1 << header[4]
