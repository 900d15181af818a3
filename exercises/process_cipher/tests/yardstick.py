"""The work that the cost of a tag is measured against: plain look-ups, as many as AES has bytes and rounds.

It runs in the judge, on the core that the solution runs on, between the solution's own calls. It is no
cipher: it only does what any cipher of that shape has to do at the least, byte by byte.
"""

import time

from exercises.process_cipher.stub.solution import SBOX

ROUNDS = 10
BLOCK_SIZE = 16


def look_up(block: bytes, rounds: int = ROUNDS) -> list[int]:
    """Replace every byte by its entry in the table and mix it with its neighbour, round by round."""
    row = list(block)
    for _ in range(rounds):
        before = row[-1]
        for at in range(BLOCK_SIZE):
            row[at] = before = SBOX[row[at]] ^ before
    return row


def look_up_seconds(blocks: int) -> float:
    """Return the processor time that the look-ups of a block take."""
    start = time.process_time()
    for number in range(blocks):
        look_up(bytes([number % 256] * BLOCK_SIZE))
    return (time.process_time() - start) / blocks
