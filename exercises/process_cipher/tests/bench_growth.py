"""Benchmarks: time over the number of lines, and the time of a tag over plain look-ups.

Times are the processor time of the process that runs the solution, the least of several rounds. That
of a step of a generator is the time of its request too, which grows with the number of steps only.
"""

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from exercises.process_cipher.tests import model
from exercises.process_cipher.tests.machine import KEY, Machine
from exercises.process_cipher.tests.test_policy import (
    LARGE,
    MOST_READ_UNITS,
    MOST_WRITE_UNITS,
    SMALL,
    Deed,
    read,
    ready,
    units,
    write,
    written_lines,
)
from exercises.process_cipher.tests.yardstick import look_up_seconds
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

ROUNDS = 4
OPERATIONS = 12
INITIALIZED_LINES = (64, 128, 256, 512)
INITIALIZATION_ROUNDS = 2
TAG_ROUNDS = 8
TAG_BATCH = 6
TAGGED_BYTES = 1024
YARDSTICK_BLOCKS = 100


def seconds_of(machine: Machine, deed: Deed, lines: Sequence[int]) -> float:
    """Return the processor time of a deed on some lines."""
    start = machine.submission.processor_seconds
    for line in lines:
        deed(machine, line)
    return float(machine.submission.processor_seconds - start)


def demand_few_units(machine: Machine, deed: Deed, most: int) -> None:
    """Fail an engine at once whose time would only be waited for."""
    deed(machine, machine.lines - 1)
    assert units(machine) <= 2 * most, (
        f"a {deed.__name__} of {machine.lines} lines moved {units(machine)} units of 64 bytes; above"
        f" {2 * most} its time is not measured"
    )


@graded("time-grows-like-the-logarithm")
def test_time_grows_like_the_logarithm(submission: Any, randomness: Random, figures: Any) -> None:
    """Time of reads and of writes of 512 lines over that of 64."""
    machines = {lines: ready(submission, lines) for lines in (SMALL, LARGE)}
    demand_few_units(machines[LARGE], read, MOST_READ_UNITS)
    demand_few_units(machines[LARGE], write, MOST_WRITE_UNITS)
    chosen = {n: written_lines(one, randomness, OPERATIONS) for n, one in machines.items()}
    for deed in (read, write):

        def measure(lines: int, deed: Deed = deed) -> float:
            return seconds_of(machines[lines], deed, chosen[lines])

        small, large = least_costs((SMALL, LARGE), measure, ROUNDS)
        figures.record(f"time-grows-like-the-logarithm.{deed.__name__}", large / small)


@graded("initialization-is-linear")
def test_initialization_is_linear(submission: Any, figures: Any) -> None:
    """Exponent of the time of initialize over the number of lines."""

    def measure(lines: int) -> float:
        machine = Machine.new(submission, lines)
        start = submission.processor_seconds
        machine.initialize()
        seconds = float(submission.processor_seconds - start)
        read(machine, lines - 1)
        return seconds

    costs = least_costs(INITIALIZED_LINES, measure, INITIALIZATION_ROUNDS)
    figures.record("initialization-is-linear", fit_exponent(INITIALIZED_LINES, costs))


@graded("tags-cost-little-time")
def test_tags_cost_little_time(submission: Any, randomness: Random, figures: Any) -> None:
    """Doublings between the time of a block of a tag and that of plain look-ups, measured in turn.

    The tags of a round go in one batch; their messages are new in each.
    """
    engine = submission.ProcessCipher(KEY, 1)
    plain = cost = math.inf
    for _ in range(TAG_ROUNDS):
        messages = [randomness.randbytes(TAGGED_BYTES) for _ in range(TAG_BATCH)]
        batch = submission.batch()
        for message in messages:
            batch.call(engine, "cmac", KEY[:16], message)
        plain = min(plain, look_up_seconds(YARDSTICK_BLOCKS))
        answers = batch.run()
        right = [model.cmac(KEY[:16], message) for message in messages]
        assert answers.returned() == right, f"cmac of {TAGGED_BYTES} bytes gave something wrong"
        blocks = TAG_BATCH * TAGGED_BYTES / 16
        cost = min(cost, answers.cpu_seconds / blocks)
    figures.record("microseconds a block", cost * 1e6)
    figures.record("tags-cost-little-time", math.log2(cost / plain))
