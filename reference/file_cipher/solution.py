"""STREAM over XChaCha20-Poly1305; ChaCha20 works on rows of wide integers, many blocks at a time.

A row of the ChaCha20 state is one integer with a lane of 64 bits for each word: four lanes a block,
block after block. One operation does the work for all of them; the upper half of a lane takes the
carries until it is masked away. A read is two requests: the header, and one range of chunks.
"""

import struct
from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from hmac import compare_digest

MAGIC = b"VLF1"
HEADER_SIZE = 24
TAG_SIZE = 16
PREFIX_SIZE = 19
MIN_CHUNK_SIZE = 64
MAX_CHUNK_SIZE = 65536

_BLOCKS_AT_ONCE = 128
_COUNTER_LIMIT = 2**32
_CONSTANT = b"expand 32-byte k"
_PRIME = 2**130 - 5
_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


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


_Request = StoreSize | ReadAt
_Answer = int | bytes


@cache
def _first_lanes(blocks: int, lanes: int) -> int:
    """Return ones in all words of the first so many lanes of every block."""
    words = b"\xff\xff\xff\xff\0\0\0\0" * lanes
    return int.from_bytes((words + bytes(32 - len(words))) * blocks, "little")


def _row(words: bytes, blocks: int) -> int:
    """Return the row that holds these four words in every block."""
    lanes = b"".join(words[start : start + 4] + bytes(4) for start in range(0, 16, 4))
    return int.from_bytes(lanes * blocks, "little")


def _words(row: int, blocks: int) -> tuple[int, ...]:
    """Return the words of a row, block after block."""
    return struct.unpack(f"<{8 * blocks}I", row.to_bytes(32 * blocks, "little"))[::2]


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


def _turn(blocks: int, row: int, count: int) -> int:
    """Move the words of every block ``count`` lanes down, the first ones to the end."""
    low = row & _first_lanes(blocks, count)
    return (row ^ low) >> 64 * count | low << 64 * (4 - count)


def _rounds(blocks: int, a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    """Return the rows after twenty rounds, without the final addition."""
    every = _first_lanes(blocks, 4)
    for _ in range(10):
        a, b, c, d = _quarter_rounds(every, a, b, c, d)
        b, c, d = _turn(blocks, b, 1), _turn(blocks, c, 2), _turn(blocks, d, 3)
        a, b, c, d = _quarter_rounds(every, a, b, c, d)
        b, c, d = _turn(blocks, b, 3), _turn(blocks, c, 2), _turn(blocks, d, 1)
    return a, b, c, d


def _key_stream(key: bytes, counter: int, nonce: bytes, blocks: int) -> bytes:
    counters = b"".join((counter + block).to_bytes(32, "little") for block in range(blocks))
    last = _row(bytes(4) + nonce, blocks) | int.from_bytes(counters, "little")
    rows = (_row(_CONSTANT, blocks), _row(key[:16], blocks), _row(key[16:], blocks), last)
    stream = [0] * (16 * blocks)
    for index, (before, after) in enumerate(zip(rows, _rounds(blocks, *rows), strict=True)):
        words = _words(before + after & _first_lanes(blocks, 4), blocks)
        for column in range(4):
            stream[4 * index + column :: 16] = words[column::4]
    return struct.pack(f"<{16 * blocks}I", *stream)


def _check_length(name: str, value: bytes, size: int) -> None:
    if len(value) != size:
        raise ValueError(f"{name} must be {size} bytes, not {len(value)}")


@dataclass(frozen=True)
class _Layout:
    """Where the chunks lie in ``stored`` bytes after the header; only the tags prove it."""

    chunk_size: int
    stored: int

    def __post_init__(self) -> None:
        end = self.stored % self.stride
        is_bad_end = 0 < end < TAG_SIZE or (end == TAG_SIZE and self.stored > TAG_SIZE)
        if self.stored < TAG_SIZE or is_bad_end or self.chunks > _COUNTER_LIMIT:
            raise AuthenticationError

    @property
    def stride(self) -> int:
        return self.chunk_size + TAG_SIZE

    @property
    def chunks(self) -> int:
        return -(-self.stored // self.stride)

    def chunks_for(self, offset: int, length: int) -> range:
        """Return the chunks that a read must see; the last one if it goes beyond the end."""
        last = self.chunks - 1
        first, final = offset // self.chunk_size, (offset + length - 1) // self.chunk_size
        return range(min(first, last), min(final, last) + 1)

    def place(self, chunks: range) -> tuple[int, int]:
        """Return the position of neighbouring chunks in the container, and their bytes."""
        start = chunks.start * self.stride
        return HEADER_SIZE + start, min(chunks.stop * self.stride, self.stored) - start


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
        if counter + blocks > _COUNTER_LIMIT:
            raise ValueError("a block beyond number 2**32 - 1 would be needed")
        stream = b"".join(
            _key_stream(key, counter + done, nonce, min(_BLOCKS_AT_ONCE, blocks - done))
            for done in range(0, blocks, _BLOCKS_AT_ONCE)
        )
        mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream[: len(data)], "big")
        return mixed.to_bytes(len(data), "big")

    def hchacha20(self, key: bytes, nonce: bytes) -> bytes:
        """Return the first and the last row after the rounds."""
        _check_length("key", key, 32)
        _check_length("nonce", nonce, 16)
        rows = [_row(words, 1) for words in (_CONSTANT, key[:16], key[16:], nonce)]
        first, _, _, last = _rounds(1, *rows)
        return struct.pack("<8I", *_words(first, 1), *_words(last, 1))

    def poly1305(self, key: bytes, message: bytes) -> bytes:
        """Return the polynomial in r whose coefficients are the blocks, plus s."""
        _check_length("key", key, 32)
        r = int.from_bytes(key[:16], "little") & _CLAMP
        total = 0
        for start in range(0, len(message), 16):
            block = message[start : start + 16] + b"\1"
            total = (total + int.from_bytes(block, "little")) * r % _PRIME
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
        if chunk_size.bit_count() != 1 or not MIN_CHUNK_SIZE <= chunk_size <= MAX_CHUNK_SIZE:
            raise ValueError(f"chunk_size must be a power of two in 64..65536, not {chunk_size}")
        if prefix in self._used_prefixes:
            raise NonceReuseError
        self._used_prefixes.add(prefix)
        header = MAGIC + bytes([chunk_size.bit_length() - 1]) + prefix
        subkey = self.hchacha20(self._key, prefix[:16])
        container = [header]
        starts = range(0, max(1, len(plaintext)), chunk_size)
        for index, start in enumerate(starts):
            nonce, text = _nonce(header, index, len(starts)), plaintext[start : start + chunk_size]
            container.append(self.seal(subkey, nonce, text, header + self._context))
        return b"".join(container)

    def decrypt(self, container: bytes) -> bytes:
        """Open every chunk."""
        header, body = container[:HEADER_SIZE], container[HEADER_SIZE:]
        layout = _Layout(_chunk_size(header), len(body))
        return self._open_chunks(header, layout, range(layout.chunks), body)

    def read(self, offset: int, length: int) -> Generator[_Request, _Answer, bytes]:
        """Fetch the header, then the chunks in one request."""
        if offset < 0 or length < 0:
            raise ValueError("offset and length must not be negative")
        if length == 0:
            return b""
        header, layout = yield from self._look()
        chunks = layout.chunks_for(offset, length)
        body = yield from _bytes_at(*layout.place(chunks))
        text = self._open_chunks(header, layout, chunks, body)
        start = offset - chunks.start * layout.chunk_size
        return text[start : start + length]

    def size(self) -> Generator[_Request, _Answer, int]:
        """Open the last chunk: that it is the last one proves the size."""
        header, layout = yield from self._look()
        last = range(layout.chunks - 1, layout.chunks)
        body = yield from _bytes_at(*layout.place(last))
        text = self._open_chunks(header, layout, last, body)
        return last.start * layout.chunk_size + len(text)

    def _look(self) -> Generator[_Request, _Answer, tuple[bytes, _Layout]]:
        stored = yield StoreSize()
        assert isinstance(stored, int)
        header = yield from _bytes_at(0, HEADER_SIZE)
        return header, _Layout(_chunk_size(header), stored - HEADER_SIZE)

    def _open_chunks(self, header: bytes, layout: _Layout, chunks: range, body: bytes) -> bytes:
        """Return the text of neighbouring chunks, whose bytes are ``body``."""
        subkey, texts = self.hchacha20(self._key, header[5:21]), []
        for place, index in enumerate(chunks):
            sealed = body[place * layout.stride : (place + 1) * layout.stride]
            nonce = _nonce(header, index, layout.chunks)
            texts.append(self.open(subkey, nonce, sealed, header + self._context))
        return b"".join(texts)

    def choose_chunk_size(
        self, file_size: int, sample: list[tuple[int, int]], storage_weight: int
    ) -> int:
        """Try every legal size on the sample."""

        def cost(exponent: int) -> int:
            tags = TAG_SIZE * max(1, -(-file_size >> exponent))
            layout = _Layout(2**exponent, file_size + tags)
            fetched = sum(layout.place(layout.chunks_for(*read))[1] for read in sample)
            return storage_weight * tags + fetched

        return 1 << min(range(6, 17), key=cost)


def _bytes_at(position: int, length: int) -> Generator[_Request, _Answer, bytes]:
    found = yield ReadAt(position, length)
    assert isinstance(found, bytes)
    if len(found) != length:
        raise AuthenticationError
    return found


def _chunk_size(header: bytes) -> int:
    if header[:4] == MAGIC and len(header) == HEADER_SIZE:
        chunk_size = 1 << header[4]
        if MIN_CHUNK_SIZE <= chunk_size <= MAX_CHUNK_SIZE:
            return chunk_size
    raise AuthenticationError


def _nonce(header: bytes, index: int, chunks: int) -> bytes:
    """Return the last eight bytes of the long nonce, after four zero bytes."""
    return bytes(4) + header[21:] + index.to_bytes(4, "big") + bytes([index == chunks - 1])
