"""Four rows of four words, Poly1305 in limbs of 26 bits, and reads that ask for one byte more.

The byte after a range tells whether the store goes on: the size of the store is asked for only when
the range lies beyond its end. Every chunk size is tried on the sample.
"""

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
_LIMB = 2**26 - 1
_CHUNK_SIZES = tuple(1 << exponent for exponent in range(6, 17))

_Row = list[int]


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


def _add(one: _Row, other: _Row) -> _Row:
    return [(x + y) & _WORD for x, y in zip(one, other, strict=True)]


def _mix(one: _Row, other: _Row, left: int) -> _Row:
    mixed = [x ^ y for x, y in zip(one, other, strict=True)]
    return [(x << left | x >> 32 - left) & _WORD for x in mixed]


def _rounds(rows: list[_Row]) -> list[_Row]:
    """Return the rows after twenty rounds, without the final addition."""
    a, b, c, d = rows
    for number in range(20):
        for first, second in ((16, 12), (8, 7)):
            a = _add(a, b)
            d = _mix(d, a, first)
            c = _add(c, d)
            b = _mix(b, c, second)
        turn = 3 if number % 2 else 1
        b, c, d = b[turn:] + b[:turn], c[2:] + c[:2], d[-turn:] + d[:-turn]
    return [a, b, c, d]


def _rows(key: bytes, last: bytes) -> list[_Row]:
    words = list(struct.unpack("<16I", b"expand 32-byte k" + key + last))
    return [words[start : start + 4] for start in range(0, 16, 4)]


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    rows = _rows(key, struct.pack("<I", counter) + nonce)
    sums = [_add(*pair) for pair in zip(rows, _rounds(rows), strict=True)]
    return struct.pack("<16I", *(word for row in sums for word in row))


def _limbs(number: int) -> list[int]:
    return [number >> shift & _LIMB for shift in (0, 26, 52, 78)] + [number >> 104]


def _multiply(one: list[int], other: list[int]) -> list[int]:
    """Return the product modulo 2**130 - 5, its limbs small again but perhaps not below the prime."""
    sums = [0] * 5
    for place, x in enumerate(one):
        for by, y in enumerate(other):
            over, at = divmod(place + by, 5)
            sums[at] += x * y * (5 if over else 1)
    carry = 0
    for _ in range(2):
        for at in range(5):
            carry, sums[at] = divmod(sums[at] + carry, 2**26)
        carry *= 5
    sums[0] += carry
    return sums


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
        first, _, _, last = _rounds(_rows(key, nonce))
        return struct.pack("<8I", *first, *last)

    def poly1305(self, key: bytes, message: bytes) -> bytes:
        """Return the polynomial in r whose coefficients are the blocks, plus s."""
        _check_length("key", key, 32)
        r = _limbs(int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF)
        total = [0] * 5
        for start in range(0, len(message), 16):
            block = _limbs(int.from_bytes(message[start : start + 16] + b"\1", "little"))
            total = _multiply([x + y for x, y in zip(total, block, strict=True)], r)
        number = sum(limb << 26 * place for place, limb in enumerate(total)) % (2**130 - 5)
        return ((number + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")

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
        header = container[:HEADER_SIZE]
        return self._open_chunks(header, 0, container[HEADER_SIZE:], ends_here=True)

    def read(self, offset: int, length: int) -> Generator[StoreSize | ReadAt, int | bytes, bytes]:
        """Fetch the chunks and one byte more."""
        if offset < 0 or length < 0:
            raise ValueError("offset and length must not be negative")
        if length == 0:
            return b""
        header = yield from _bytes_at(0, HEADER_SIZE)
        chunk_size = _chunk_size(header)
        first, stop = offset // chunk_size, -(-(offset + length) // chunk_size)
        stride = chunk_size + TAG_SIZE
        wanted = (stop - first) * stride
        body = yield from _bytes_at(HEADER_SIZE + first * stride, wanted + 1)
        if not body:
            yield from self._check_beyond_the_end(header, offset)
            return b""
        text = self._open_chunks(header, first, body[:wanted], ends_here=len(body) <= wanted)
        start = offset - first * chunk_size
        return text[start : start + length]

    def size(self) -> Generator[StoreSize | ReadAt, int | bytes, int]:
        """Open the last chunk: that it is the last one proves the size."""
        header = yield from _bytes_at(0, HEADER_SIZE)
        before, text = yield from self._last_chunk(header)
        return before + len(text)

    def _check_beyond_the_end(
        self, header: bytes, offset: int
    ) -> Generator[StoreSize | ReadAt, int | bytes, None]:
        """An empty answer proves nothing: let the last chunk prove that there is nothing."""
        before, text = yield from self._last_chunk(header)
        if offset < before + len(text):
            raise AuthenticationError

    def _last_chunk(
        self, header: bytes
    ) -> Generator[StoreSize | ReadAt, int | bytes, tuple[int, bytes]]:
        """Return how much text lies before the last chunk, and its text."""
        chunk_size = _chunk_size(header)
        stored = yield StoreSize()
        assert isinstance(stored, int)
        index = (stored - HEADER_SIZE - 1) // (chunk_size + TAG_SIZE)
        if index < 0:
            raise AuthenticationError
        position = HEADER_SIZE + index * (chunk_size + TAG_SIZE)
        body = yield from _bytes_at(position, chunk_size + TAG_SIZE + 1)
        text = self._open_chunks(header, index, body, ends_here=True)
        return index * chunk_size, text

    def _open_chunks(self, header: bytes, first: int, body: bytes, *, ends_here: bool) -> bytes:
        """Return the text of neighbouring chunks; the last of ``body`` may be the file's last."""
        stride = _chunk_size(header) + TAG_SIZE
        starts = range(0, len(body), stride)
        texts = []
        for index, start in enumerate(starts, first):
            chunk, is_last = body[start : start + stride], ends_here and start == starts[-1]
            if index >= 2**32 or (index > 0 and len(chunk) == TAG_SIZE):
                raise AuthenticationError
            key, nonce = self._key_and_nonce(header, index, is_last)
            texts.append(self.open(key, nonce, chunk, header + self._context))
        if not texts:
            raise AuthenticationError
        return b"".join(texts)

    def _key_and_nonce(self, header: bytes, index: int, is_last: bool) -> tuple[bytes, bytes]:  # noqa: FBT001 - the format's last byte
        long_nonce = header[5:] + struct.pack(">I?", index, is_last)
        return self.hchacha20(self._key, long_nonce[:16]), bytes(4) + long_nonce[16:]

    def choose_chunk_size(
        self, file_size: int, sample: list[tuple[int, int]], storage_weight: int
    ) -> int:
        """Try every size on the sample."""

        def cost(size: int) -> int:
            total = storage_weight * TAG_SIZE * max(1, -(-file_size // size))
            for offset, length in sample:
                chunks = (offset + length - 1) // size - offset // size + 1
                end = min(file_size, (offset // size + chunks) * size)
                total += TAG_SIZE * chunks + end - offset // size * size
            return total

        costs = [cost(size) for size in _CHUNK_SIZES]
        return _CHUNK_SIZES[costs.index(min(costs))]


def _bytes_at(position: int, most: int) -> Generator[StoreSize | ReadAt, int | bytes, bytes]:
    """Return what lies there; more than was asked for is no honest answer."""
    found = yield ReadAt(position, most)
    assert isinstance(found, bytes)
    if len(found) > most:
        raise AuthenticationError
    return found


def _chunk_size(header: bytes) -> int:
    if len(header) != HEADER_SIZE or header[:4] != MAGIC or 1 << header[4] not in _CHUNK_SIZES:
        raise AuthenticationError
    return 1 << header[4]
