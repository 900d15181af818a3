"""Strategies: inputs of the ciphers, files, and ranges that lie where reads go wrong."""

from dataclasses import dataclass
from functools import cached_property

from hypothesis import strategies as st

from exercises.file_cipher.tests import model
from exercises.file_cipher.tests.model import Container, Secret
from harness.strategies import bytes_of, pick, sequences

LAST_BLOCK = 2**32 - 1
BLOCK_SIZE = 64
SMALLEST_CHUNK = 64
FAR = 10**6
"""A length, or a distance, far beyond every file here."""

_AROUND_A_BLOCK = (0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129)
_KEYS = st.binary(min_size=32, max_size=32)
_NONCES = st.binary(min_size=12, max_size=12)


_TEXTS = bytes_of(st.sampled_from(_AROUND_A_BLOCK) | st.integers(0, 200))


@dataclass(frozen=True, slots=True)
class StreamCase:
    """A call of ``chacha20``, and one of ``hchacha20``."""

    key: bytes
    counter: int
    nonce: bytes
    data: bytes
    long_nonce: bytes
    source: str = ""


@st.composite
def streams(draw: st.DrawFn) -> StreamCase:
    """Draw the data, then a counter that leaves room for it, often just so much."""
    data = draw(_TEXTS)
    blocks = -(-len(data) // BLOCK_SIZE)
    highest = LAST_BLOCK + 1 - max(1, blocks)
    counters = st.sampled_from((0, 1, 2, 2**31 - 1, 2**31, highest - 1, highest))
    return StreamCase(
        draw(_KEYS),
        draw(counters | st.integers(0, highest)),
        draw(_NONCES),
        data,
        draw(st.binary(min_size=16, max_size=16)),
    )


@dataclass(frozen=True, slots=True)
class TagCase:
    """A call of ``poly1305``."""

    key: bytes
    message: bytes
    source: str = ""


_EDGE_NUMBERS = tuple(
    number.to_bytes(16, "little")
    for number in (0, 1, 2, 4, 5, 2**124 - 4, 2**128 - 6, 2**128 - 5, 2**128 - 2, 2**128 - 1)
)
_NUMBERS = st.sampled_from(_EDGE_NUMBERS) | st.binary(min_size=16, max_size=16)


@st.composite
def tags(draw: st.DrawFn) -> TagCase:
    """Draw r, s and whole blocks from the edges of the arithmetic, then a tail."""
    blocks = draw(sequences(_NUMBERS, 0, 5))
    tail = draw(bytes_of(st.integers(0, 17)))
    return TagCase(draw(_NUMBERS) + draw(_NUMBERS), b"".join(blocks) + tail)


def sums_beyond_the_prime() -> list[TagCase]:
    """Return messages whose sum ends in [p, 2**130): it must be reduced once more.

    With r = 1 the sum of three whole blocks is 3 * 2**128 and their numbers.
    """
    one = (1).to_bytes(16, "little")
    last = [(2**128 - 5 + more).to_bytes(16, "little") for more in range(5)]
    source = "a sum in [2**130 - 5, 2**130)"
    return [
        TagCase(one + s, bytes(32) + block, source)
        for block in last
        for s in (bytes(16), b"\xff" * 16)
    ]


@dataclass(frozen=True, slots=True)
class SealCase:
    """Calls of ``seal`` and ``open``; ``flipped`` numbers a bit of what was sealed."""

    key: bytes
    nonce: bytes
    text: bytes
    associated_data: bytes
    flipped: int
    kept: int
    source: str = ""


@st.composite
def seals(draw: st.DrawFn) -> SealCase:
    """Draw texts and associated data around whole blocks, and a bit to flip, often in the tag."""
    text = draw(_TEXTS)
    bits = 8 * (len(text) + 16)
    return SealCase(
        draw(_KEYS),
        draw(_NONCES),
        text,
        draw(bytes_of(st.sampled_from((0, 1, 12, 15, 16, 17, 32, 40)))),
        draw(st.integers(bits - 128, bits - 1) | st.integers(0, bits - 1)),
        draw(st.integers(0, 15)),
    )


@dataclass(frozen=True)
class File:
    """A file, and who may read it."""

    secret: Secret
    prefix: bytes
    chunk_size: int
    size: int
    letter: str = "A"

    @cached_property
    def container(self) -> Container:
        """The file as it must be stored."""
        text = model.numbered_text(self.letter, self.size)
        return model.encrypt(self.secret, self.prefix, self.chunk_size, text)


SECRETS = (
    Secret(bytes(range(32))),
    Secret(bytes(range(32)), b"vm-7/disk.img"),
    Secret(b"k" * 32, b"0123456789abcdef"),
)
PREFIX = b"A: nineteen bytes.."
OTHER_PREFIX = b"B: nineteen bytes.."
_SECRETS = st.sampled_from(SECRETS)


_NUDGES = st.sampled_from((0, 0, -1, 1))
_EVENLY = st.booleans()


def _size_around(draw: st.DrawFn, chunk_size: int, most_chunks: int) -> int:
    """Draw a text size, often at the border of a chunk."""
    if draw(_EVENLY):
        return pick(draw, range(most_chunks * chunk_size + 1))
    return max(0, pick(draw, range(most_chunks)) * chunk_size + draw(_NUDGES))


@st.composite
def files(draw: st.DrawFn, most_chunks: int = 4, least_size: int = 0) -> File:
    """Draw a small file of smallest chunks."""
    size = max(least_size, _size_around(draw, SMALLEST_CHUNK, most_chunks))
    return File(draw(_SECRETS), PREFIX, SMALLEST_CHUNK, size)


@st.composite
def formats(draw: st.DrawFn) -> File:
    """Draw a file of any secret, prefix and (not too large) chunk size."""
    chunk_size = draw(st.sampled_from((64, 64, 128, 256, 512)))
    secret = Secret(draw(_KEYS), draw(bytes_of(st.sampled_from((0, 1, 7, 8, 9, 24, 30)))))
    prefix = draw(st.binary(min_size=19, max_size=19))
    return File(secret, prefix, chunk_size, _size_around(draw, chunk_size, 3))


Range = tuple[int, int]


@st.composite
def ranges(draw: st.DrawFn, size: int, chunk_size: int, marks: tuple[int, ...] = ()) -> Range:
    """Draw (offset, length) whose ends lie at chunk borders, at ``marks`` or anywhere; length >= 1."""
    borders = [*range(0, size + 1, chunk_size), size, *marks]
    ends = []
    for _ in range(2):
        is_anywhere = draw(_EVENLY)
        at = pick(draw, range(size + chunk_size)) if is_anywhere else pick(draw, borders)
        ends.append(max(0, at + draw(_NUDGES)))
    start, stop = min(ends), max(ends)
    length = pick(draw, (stop - start, stop - start, stop - start, 1, FAR))
    return start, max(1, length)
