"""Policy: bytes and requests of a read, and the choice of a chunk size.

The same reads are counted for bytes and for requests: fetching the file at once needs few requests
and is no saving, so requests count only where bytes are few.
"""

from random import Random
from typing import Any

from exercises.file_cipher.tests.arguments import PREFIX, SECRETS, File
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.store import Store, read
from exercises.file_cipher.workloads.reads import (
    FAMILIES,
    LEGAL_SIZES,
    Family,
    Read,
    cost,
    short_reads,
)
from harness.graded import graded

FILE = File(SECRETS[1], PREFIX, 64, 64 * 64 + 9)
READS = 40
LONGEST_READ = 300
MOST_TIMES_LEAST = 1.5


def play_reads(submission: Any, reads: list[Read]) -> list[Store]:
    """Make the reads, each right, and return the stores that served them."""
    container = FILE.container
    cipher = submission.FileCipher(FILE.secret.key, FILE.secret.context)
    stores = []
    for offset, length in reads:
        store = Store.holding(container.stored)
        found = read(cipher, (offset, length), store)
        right = container.text[offset : offset + length]
        assert found == right, (
            f"read({offset}, {length}) gave {shown(found)}; right is {shown(right)}"
        )
        stores.append(store)
    return stores


def bytes_over_least(reads: list[Read], stores: list[Store]) -> float:
    """Return bytes fetched / least; too many fail, and the message names the most wasteful read."""
    fetched = [store.fetched_bytes() for store in stores]
    least = [FILE.container.least_bytes(*one) for one in reads]
    ratio = sum(fetched) / sum(least)
    worst = max(range(len(reads)), key=lambda index: fetched[index] - least[index])
    offset, length = reads[worst]
    if ratio > MOST_TIMES_LEAST:
        needed = FILE.container.needed(offset, length)
        asked = ", ".join(f"ReadAt({r.position}, {r.length})" for r in stores[worst].reads[:8])
        raise AssertionError(
            f"{len(reads)} reads of a file of {FILE.size} bytes in chunks of {FILE.chunk_size} fetched"
            f" {sum(fetched)} bytes, {ratio:.2f} times what is needed ({sum(least)}); more than"
            f" {MOST_TIMES_LEAST} fails. read({offset}, {length}) needs {least[worst]} bytes (header,"
            f" chunks {needed[0]} to {needed[-1]}) and fetched {fetched[worst]}: {asked}"
        )
    return ratio


@graded("reads-fetch-few-bytes")
def test_reads_fetch_few_bytes(submission: Any, randomness: Random, figures: Any) -> None:
    """Bytes fetched over the least that prove the answers."""
    reads = short_reads(randomness, FILE.size, READS, LONGEST_READ)
    ratio = bytes_over_least(reads, play_reads(submission, reads))
    figures.record("reads-fetch-few-bytes", ratio)


@graded("reads-need-few-requests")
def test_reads_need_few_requests(submission: Any, randomness: Random, figures: Any) -> None:
    """Requests for bytes per read."""
    reads = short_reads(randomness, FILE.size, READS, LONGEST_READ)
    stores = play_reads(submission, reads)
    bytes_over_least(reads, stores)
    requests = sum(len(store.reads) for store in stores) / len(stores)
    figures.record("reads-need-few-requests", requests)


@graded("chunk-size-suits-the-reads")
def test_chunk_size_suits_the_reads(submission: Any, randomness: Random, figures: Any) -> None:
    """Cost of the chosen size over that of the best, on reads of the same kind as the sample."""
    cipher = submission.FileCipher(SECRETS[0].key)
    ratios = []
    for family in FAMILIES:
        sample, graded_reads = family.draw(randomness), family.draw(randomness)
        chosen = choose(cipher, family, sample)
        costs = {
            size: cost(family.file_size, family.storage_weight, graded_reads, size)
            for size in LEGAL_SIZES
        }
        ratios.append(costs[chosen] / min(costs.values()))
        figures.record(f"{family.name}: cost / least", ratios[-1])
    figures.record("chunk-size-suits-the-reads", sum(ratios) / len(ratios))


def choose(cipher: Any, family: Family, sample: list[Read]) -> int:
    """Return the solution's choice for a family; an illegal one fails."""
    chosen = cipher.choose_chunk_size(family.file_size, sample, family.storage_weight)
    assert chosen in LEGAL_SIZES, (
        f"choose_chunk_size({family.file_size}, {len(sample)} reads, {family.storage_weight}) returned"
        f" {chosen}; it must be a power of two in 64..65536"
    )
    return int(chosen)
