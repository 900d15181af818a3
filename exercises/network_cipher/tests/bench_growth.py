"""Benchmarks: time over text, time over the window, time of a jump, time of a byte over a plain loop.

Times are the guest's processor time, the least of several rounds. Records are opened in batches: each
is opened whatever follows it, so that nothing is given away. Every answer is checked; a wrong one voids
the figure.
"""

import math
from random import Random
from typing import Any

from exercises.network_cipher.tests.forgeries import genuine, text_of
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.records import RecordReader
from exercises.network_cipher.tests.session import FAR_INTERVAL, GENERATION, End
from harness.benchmarks.chacha20 import plain_block_seconds
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded
from harness.remote.errors import GuestRaised

TEXT_SIZES = (256, 512, 1024)
RECORDS = 10
ROUNDS = 3
WINDOWS = (64, 65536)
IN_ORDER = 40
WINDOW_ROUNDS = 4
JUMP = 2**50
JUMPS = 20
COST_TEXT_SIZE = 1400
COST_ROUNDS = 5
PLAIN_BLOCKS = 32
BLOCK_SIZE = 64
REORDERED = 500
SMALL_WINDOW = 8
SHARE_LATE = 0.2
CHANCE_OF_ONE_MORE = 0.9


def answers_of(batch: Any) -> tuple[list[object], float]:
    """Run a batch; return what came back, exceptions too, and its processor time."""
    answers = batch.run()
    return [one.exception or one.value for one in answers], float(answers.cpu_seconds)


def open_seconds(submission: Any, cipher: Any, records: dict[bytes, bytes]) -> float:
    """Open records, given with their texts; return the processor time."""
    batch = submission.batch()
    for record in records:
        batch.call(cipher, "open", GENERATION, record)
    answers, seconds = answers_of(batch)
    for answer, text in zip(answers, records.values(), strict=True):
        assert answer == text, f"open of a genuine record gave {shown(answer)}"
    return seconds


def talk_seconds(submission: Any, randomness: Random, size: int) -> tuple[float, float]:
    """Return the processor time that sealing and opening texts of a size take a fresh end."""
    end = End()
    cipher, reader, incoming = end.connect(submission), RecordReader(end), end.incoming
    texts = [randomness.randbytes(size) for _ in range(RECORDS)]
    batch = submission.batch()
    for text in texts:
        batch.call(cipher, "seal", GENERATION, text)
    answers = batch.run()
    padded = cipher.padded_length(size + 1)
    for text, record in zip(texts, answers.returned(), strict=True):
        reader.must_read(record, text, padded)
    records = {incoming.record(counter, text): text for counter, text in enumerate(texts)}
    return answers.cpu_seconds, open_seconds(submission, cipher, records)


@graded("time-grows-with-the-record")
def test_time_grows_with_the_record(submission: Any, randomness: Random, figures: Any) -> None:
    """Exponent of the time of seal and open over the bytes of a text."""

    def measure(size: int) -> float:
        return sum(talk_seconds(submission, randomness, size))

    exponent = fit_exponent(TEXT_SIZES, least_costs(TEXT_SIZES, measure, ROUNDS))
    figures.record("time-grows-with-the-record", exponent)


@graded("wide-windows-cost-nothing")
def test_wide_windows_cost_nothing(submission: Any, randomness: Random, figures: Any) -> None:
    """Time of records that arrive in order with a wide window over that with a narrow one."""
    ciphers = {size: End(window_size=size).connect(submission) for size in WINDOWS}
    records, arrived = End().incoming, dict.fromkeys(WINDOWS, 0)

    def measure(window_size: int) -> float:
        first = arrived[window_size]
        arrived[window_size] = last = first + IN_ORDER
        batch = {records.record(at, b"x"): b"x" for at in range(first, last)}
        return open_seconds(submission, ciphers[window_size], batch)

    narrow, wide = least_costs(WINDOWS, measure, WINDOW_ROUNDS)
    figures.record("wide-windows-cost-nothing", wide / narrow)
    figures.record(
        f"share lost of reordered records, window of {SMALL_WINDOW}",
        share_lost(submission, randomness),
    )


def share_lost(submission: Any, randomness: Random) -> float:
    """Return how many records a small window loses; a late one is late by a geometric number."""
    end = End(window_size=SMALL_WINDOW)
    cipher, records = end.connect(submission), end.incoming
    arrivals = []
    for counter in range(REORDERED):
        late = 0
        if randomness.random() < SHARE_LATE:
            late = 1
            while randomness.random() < CHANCE_OF_ONE_MORE:
                late += 1
        arrivals.append((counter + late, counter))
    batch = submission.batch()
    for _, counter in sorted(arrivals):
        batch.call(cipher, "open", GENERATION, genuine(records, counter))
    answers, _ = answers_of(batch)
    return sum(isinstance(answer, GuestRaised) for answer in answers) / REORDERED


@graded("jumps-cost-nothing")
def test_jumps_cost_nothing(submission: Any, figures: Any) -> None:
    """Time of records whose counters lie 2**50 apart over that of neighbours."""
    end = End(rekey_interval=FAR_INTERVAL)
    records, cost = end.incoming, {}
    for step in (1, JUMP):
        seconds = math.inf
        for _ in range(ROUNDS):
            cipher = end.connect(submission)
            counters = range(0, step * JUMPS, step)
            batch = {genuine(records, at): text_of(at) for at in counters}
            seconds = min(seconds, open_seconds(submission, cipher, batch))
        cost[step] = seconds
    figures.record("jumps-cost-nothing", cost[JUMP] / cost[1])


@graded("bytes-cost-little-time")
def test_bytes_cost_little_time(submission: Any, randomness: Random, figures: Any) -> None:
    """Doublings between the time of 64 bytes and that of a plain block, measured in turn."""
    plain = sealing = opening = math.inf
    for _ in range(COST_ROUNDS):
        plain = min(plain, plain_block_seconds(PLAIN_BLOCKS))
        sealed, opened = talk_seconds(submission, randomness, COST_TEXT_SIZE)
        sealing, opening = min(sealing, sealed), min(opening, opened)
    blocks = RECORDS * COST_TEXT_SIZE / BLOCK_SIZE
    for name, seconds in (("seal", sealing), ("open", opening)):
        figures.record(f"bytes-cost-little-time.{name}", math.log2(seconds / blocks / plain))
