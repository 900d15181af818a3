"""Benchmarks: time over text, bytes fetched over file size, time of a byte over a plain loop.

Times are the guest's processor time, the least of several rounds, of batches of one call: a batch has
the seconds that the largest text may take, and a batch of one shows nothing of the future. Every
answer is checked; a wrong one voids the figure.
"""

import math
from collections.abc import Callable
from random import Random
from typing import Any

from exercises.file_cipher.tests.arguments import SECRETS, File
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.store import Store, read
from harness.benchmarks.chacha20 import plain_block_seconds
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

TEXT_SIZES = (8192, 16384, 32768, 65536)
LARGEST_CHUNK_SIZE = 65536
ROUNDS = 3
CHUNK_COUNTS = (8, 16, 32, 64)
CHUNK_SIZE = 1024
READS_A_FILE = 8
READ_LENGTH = 64
COST_TEXT_SIZE = 16384
COST_CHUNK_SIZE = 4096
COST_ROUNDS = 5
PLAIN_BLOCKS = 32
BLOCK_SIZE = 64

Stopwatch = Callable[[Any, File], float]


def file_of(randomness: Random, chunk_size: int, size: int) -> File:
    """Return a file under a prefix that nobody has seen."""
    return File(SECRETS[1], randomness.randbytes(19), chunk_size, size)


def encrypt_seconds(submission: Any, file: File) -> float:
    """Let a fresh object encrypt; return its processor time."""
    right = file.container.stored
    return timed(
        submission, file, "encrypt", (file.prefix, file.chunk_size, file.container.text), right
    )


def decrypt_seconds(submission: Any, file: File) -> float:
    """Let a fresh object decrypt; return its processor time."""
    container = file.container
    return timed(submission, file, "decrypt", (container.stored,), container.text)


def timed(
    submission: Any, file: File, method: str, args: tuple[object, ...], right: bytes
) -> float:
    """Make one call; return its processor time."""
    cipher = submission.FileCipher(file.secret.key, file.secret.context)
    batch = submission.batch()
    batch.call(cipher, method, *args)
    answers = batch.run()
    if answers[0].exception is not None:
        raise answers[0].exception
    assert answers[0].value == right, f"{method} of {file.size} bytes gave something wrong"
    return float(answers.cpu_seconds)


@graded("time-grows-with-the-text")
def test_time_grows_with_the_text(submission: Any, randomness: Random, figures: Any) -> None:
    """Exponent of the time of encrypt and decrypt over the bytes of one chunk."""
    for name, seconds in (("encrypt", encrypt_seconds), ("decrypt", decrypt_seconds)):

        def measure(size: int, seconds: Stopwatch = seconds) -> float:
            return seconds(submission, file_of(randomness, LARGEST_CHUNK_SIZE, size))

        exponent = fit_exponent(TEXT_SIZES, least_costs(TEXT_SIZES, measure, ROUNDS))
        figures.record(f"time-grows-with-the-text.{name}", exponent)


@graded("bytes-cost-little-time")
def test_bytes_cost_little_time(submission: Any, randomness: Random, figures: Any) -> None:
    """Doublings between the time of 64 bytes and that of a plain block, measured in turn."""
    plain, costs = math.inf, {"encrypt": math.inf, "decrypt": math.inf}
    for _ in range(COST_ROUNDS):
        file = file_of(randomness, COST_CHUNK_SIZE, COST_TEXT_SIZE)
        plain = min(plain, plain_block_seconds(PLAIN_BLOCKS))
        costs["encrypt"] = min(costs["encrypt"], encrypt_seconds(submission, file))
        costs["decrypt"] = min(costs["decrypt"], decrypt_seconds(submission, file))
    for name, seconds in costs.items():
        doublings = math.log2(seconds / (COST_TEXT_SIZE / BLOCK_SIZE) / plain)
        figures.record(f"bytes-cost-little-time.{name}", doublings)


@graded("reads-do-not-grow-with-the-file")
def test_reads_do_not_grow_with_the_file(submission: Any, randomness: Random, figures: Any) -> None:
    """Exponent of the bytes that small reads fetch over the size of the file.

    Bytes, not time: they are exact, and nothing that was not fetched can cost time.
    """
    fetched = []
    for chunks in CHUNK_COUNTS:
        file = file_of(randomness, CHUNK_SIZE, chunks * CHUNK_SIZE)
        cipher = submission.FileCipher(file.secret.key, file.secret.context)
        store = Store.holding(file.container.stored)
        for _ in range(READS_A_FILE):
            offset = randomness.randrange(file.size - READ_LENGTH)
            found = read(cipher, (offset, READ_LENGTH), store)
            right = file.container.text[offset : offset + READ_LENGTH]
            assert found == right, (
                f"read({offset}, {READ_LENGTH}) of {chunks} chunks of {CHUNK_SIZE} bytes gave"
                f" {shown(found)}; right is {shown(right)}"
            )
        fetched.append(store.fetched_bytes() / READS_A_FILE)
        figures.record(f"bytes fetched by a read of {READ_LENGTH}, {chunks} chunks", fetched[-1])
    figures.record("reads-do-not-grow-with-the-file", fit_exponent(CHUNK_COUNTS, fetched))
