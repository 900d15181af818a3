"""How files are read: the reads that count bytes, and eight ways of using a file.

``cost`` is the formula of the stub, for the judge; all sizes are bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from exercises.file_cipher.stub.solution import (
    HEADER_SIZE,
    MAX_CHUNK_SIZE,
    MIN_CHUNK_SIZE,
    TAG_SIZE,
)

Read = tuple[int, int]

READS_A_SAMPLE = 200
LEGAL_SIZES = tuple(
    1 << exponent
    for exponent in range(MIN_CHUNK_SIZE.bit_length() - 1, MAX_CHUNK_SIZE.bit_length())
)


def short_reads(randomness: Random, file_size: int, count: int, most: int) -> list[Read]:
    """Return reads of 1 to ``most`` bytes that begin anywhere; some go beyond the end."""
    return [(randomness.randrange(file_size), randomness.randint(1, most)) for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Family:
    """One way of using a file: each read takes one of the lengths, or down to half of it."""

    name: str
    file_size: int
    lengths: tuple[int, ...]
    storage_weight: int

    def draw(self, randomness: Random) -> list[Read]:
        """Return as many reads as a sample has, at any offset inside the file."""
        reads = []
        for _ in range(READS_A_SAMPLE):
            longest = randomness.choice(self.lengths)
            length = randomness.randint(max(1, longest // 2), longest)
            reads.append((randomness.randrange(self.file_size - length + 1), length))
        return reads


FAMILIES = (
    Family("rows of a table", 2**20, (64, 128, 256), 0),
    Family("sectors and pages", 2**20, (512, 4096), 1),
    Family("keys of a large index", 2**22, (16,), 1),
    Family("video", 2**18, (16384, 65536), 0),
    Family("pages", 2**20, (4096,), 0),
    Family("names and pictures", 2**16, (100, 30000), 0),
    Family("a small register", 5000, (10, 20), 0),
    Family("bits of an archive", 2**21, (1, 2, 3), 4),
)


def cost(file_size: int, storage_weight: int, reads: Sequence[Read], chunk_size: int) -> int:
    """Return what a chunk size costs: tags that are stored, and stored bytes that are fetched."""
    total = storage_weight * TAG_SIZE * max(1, -(-file_size // chunk_size))
    for offset, length in reads:
        first, last = offset // chunk_size, (offset + length - 1) // chunk_size
        text = min((last + 1) * chunk_size, file_size) - first * chunk_size
        total += HEADER_SIZE + text + TAG_SIZE * (last - first + 1)
    return total
