"""The workloads that the policy figures are measured with.

They are drawn from the grade's seed: no table of answers fits.
"""

from collections.abc import Iterator
from itertools import count
from random import Random

from exercises.filesystem_scheduler.workloads.disk import Customer

BLOCKS = 100_000
MAX_BLOCKS = 64
READ_EXPIRE = 100
WRITE_EXPIRE = 500
BATCH = 8
REQUEST_BLOCKS = 8
MANY_READS = 64
WRITERS = 32
STREAM_DEPTH = 8
STREAM_START = 40_000
READERS = 4
THINK_TICKS = 20
WRITES_BEFORE = 30
MIXED_TICKS = 8000


def _anywhere(randomness: Random) -> Iterator[tuple[int, int]]:
    """Yield ranges all over the disk, for ever."""
    while True:
        yield randomness.randrange(BLOCKS // REQUEST_BLOCKS) * REQUEST_BLOCKS, REQUEST_BLOCKS


def _one(wanted: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return iter([wanted])


def many_reads(randomness: Random) -> tuple[list[int], list[Customer]]:
    """Return the first blocks of 64 random reads of one block that are all there, and who reads."""
    blocks = randomness.sample(range(BLOCKS), MANY_READS)
    return blocks, [Customer("read", _one((block, 1))) for block in blocks]


def least_travel(head: int, blocks: list[int]) -> int:
    r"""Return the least distance that visits all points on a line.

    $$ OPT = \min(2(h-a)^+ + (b-h)^+,\; 2(b-h)^+ + (h-a)^+) $$

    with a and b the outermost of them.

    >>> least_travel(10, [4, 30])
    32
    """
    below, above = max(0, head - min(blocks)), max(0, max(blocks) - head)
    return min(2 * below + above, 2 * above + below)


def stream_among_writers(randomness: Random) -> list[Customer]:
    """Return 32 writers all over the disk and a reader that keeps 8 adjacent requests queued."""
    start = STREAM_START + randomness.randrange(1000) * REQUEST_BLOCKS
    stream = ((start + REQUEST_BLOCKS * number, REQUEST_BLOCKS) for number in count())
    writers = [Customer("write", _anywhere(randomness)) for _ in range(WRITERS)]
    return writers + [Customer("read", stream) for _ in range(STREAM_DEPTH)]


def readers_among_writers(randomness: Random) -> list[Customer]:
    """Return 32 writers and four readers that think, all over the disk."""
    writers = [Customer("write", _anywhere(randomness)) for _ in range(WRITERS)]
    readers = (
        Customer("read", _anywhere(randomness), THINK_TICKS, arrival) for arrival in range(READERS)
    )
    return [*writers, *readers]


def read_behind_a_write(randomness: Random) -> list[Customer]:
    """Return 31 writes and a read that overlaps the last of them."""
    writes = [next(_anywhere(randomness)) for _ in range(WRITES_BEFORE + 1)]
    block = writes[-1][0]
    return [
        *(Customer("write", _one(wanted)) for wanted in writes),
        Customer("read", _one((block + 2, 4))),
    ]
