"""The plain loop that the cost of a byte is measured against: ChaCha20 as the standard writes it.

It runs in the judge, on the core that the solution runs on, between the solution's own calls; its
answers are not used.
"""

import struct
import time

_MASK = 2**32 - 1
_COLUMNS_AND_DIAGONALS = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)


def _quarter_round(words: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, two, three, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        words[one] = (words[one] + words[two]) & _MASK
        mixed = words[three] ^ words[one]
        words[three] = ((mixed << left) | (mixed >> (32 - left))) & _MASK


def plain_block(key: bytes, counter: int, nonce: bytes) -> bytes:
    """Return one block of the key stream."""
    start = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + nonce)
    words = list(start)
    for _ in range(10):
        for places in _COLUMNS_AND_DIAGONALS:
            _quarter_round(words, *places)
    return struct.pack(
        "<16I", *((one + two) & _MASK for one, two in zip(start, words, strict=True))
    )


def plain_block_seconds(blocks: int) -> float:
    """Return the processor time that the plain loop takes for a block."""
    key, nonce = bytes(32), bytes(12)
    start = time.process_time()
    for counter in range(blocks):
        plain_block(key, counter, nonce)
    return (time.process_time() - start) / blocks
