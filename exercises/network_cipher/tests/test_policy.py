"""Policy: what padding costs and hides, and what it costs to say no."""

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from exercises.network_cipher.stub.solution import MAX_PADDED, RecordError
from exercises.network_cipher.tests.forgeries import text_of
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.session import GENERATION, End
from exercises.network_cipher.workloads.lengths import WORKLOADS, cost, entropy_bits, least_cost
from harness.graded import graded
from harness.remote.batch import Answers

MOST_OF_NONE = 0.9
TEXT_SIZE = 1400
CALLS = 20
ROUNDS = 5
LEAST_SHARE = 2.0**-8


def padding_of(submission: Any) -> list[int]:
    """Return ``padded_length`` of 0 (unused) to MAX_PADDED, each legal."""
    cipher = End().make(submission)
    batch = submission.batch()
    for length in range(1, MAX_PADDED + 1):
        batch.call(cipher, "padded_length", length)
    padded = [0, *batch.run().returned()]
    for length, found in enumerate(padded[1:], start=1):
        assert length <= found <= MAX_PADDED, (
            f"padded_length({length}) is {found}; legal are {length} to {MAX_PADDED}"
        )
    return padded


@graded("padding-hides-lengths-cheaply")
def test_padding_hides_lengths_cheaply(submission: Any, randomness: Random, figures: Any) -> None:
    """J over that of no padding, mean over three kinds of traffic."""
    padding = padding_of(submission)
    with_padding, without, told = [], [], []
    for name, draw in WORKLOADS.items():
        lengths = draw(randomness)
        padded = [padding[length] for length in lengths]
        with_padding.append(cost(lengths, padded))
        without.append(cost(lengths, lengths))
        figures.record(f"{name}: J", with_padding[-1])
        figures.record(f"{name}: J without padding", without[-1])
        figures.record(f"{name}: least J", least_cost(lengths))
        figures.record(f"{name}: bits told by a length", entropy_bits(padded))
        added = sum(padded) / sum(lengths) - 1
        told.append(f"{name}: {added:.0%} more bytes, {entropy_bits(padded):.1f} bits a length")
    ratio = sum(with_padding) / sum(without)
    figures.record("padding-hides-lengths-cheaply", ratio)
    assert ratio <= MOST_OF_NONE, (
        f"J is {sum(with_padding) / len(told):.3f} in the mean, {ratio:.2f} times that of no padding"
        f" ({sum(without) / len(told):.3f}); more than {MOST_OF_NONE} times fails. {'; '.join(told)}"
    )


def _run(submission: Any, cipher: Any, records: Sequence[bytes]) -> Answers:
    """Open the records in one batch: that they are all alike is no secret."""
    batch = submission.batch()
    for record in records:
        batch.call(cipher, "open", GENERATION, record)
    answers: Answers = batch.run()
    return answers


@graded("replays-are-refused-cheaply")
def test_replays_are_refused_cheaply(submission: Any, figures: Any) -> None:
    """Doublings between the time of opening a record and that of refusing it the second time.

    An end without a handshake refuses the same calls with RuntimeError: what those take is the cost
    of sending and raising, and taken off both.
    """
    end = End()
    cipher, unready, records = end.connect(submission), end.make(submission), end.incoming
    opening = refusing = sending = math.inf
    for turn in range(ROUNDS):
        texts = [text_of(turn * CALLS + index).ljust(TEXT_SIZE, b".") for index in range(CALLS)]
        fresh = [records.record(turn * CALLS + index, text) for index, text in enumerate(texts)]
        opened = _run(submission, cipher, fresh)
        for index, answer in enumerate(opened):
            found = answer.exception or answer.value
            assert found == texts[index], f"open of a genuine record gave {shown(found)}"
        refused = _run(submission, cipher, fresh)
        for answer in refused:
            found = answer.exception or answer.value
            assert isinstance(found, RecordError), f"a replay gave {shown(found)}"
        opening = min(opening, opened.cpu_seconds)
        refusing = min(refusing, refused.cpu_seconds)
        sending = min(sending, _run(submission, unready, fresh).cpu_seconds)
    share = (refusing - sending) / max(opening - sending, LEAST_SHARE * opening)
    figures.record("microseconds to open a record", 1e6 * (opening - sending) / CALLS)
    figures.record("microseconds to refuse a replay", 1e6 * (refusing - sending) / CALLS)
    figures.record("replays-are-refused-cheaply", math.log2(max(share, LEAST_SHARE)))
