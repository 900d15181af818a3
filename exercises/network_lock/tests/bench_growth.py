"""Benchmark: how messages a grant grow with the number of nodes. Counts, and one ratio of two times.

The ratio is of one node's own calls, repeated in batches: the first quarter and the last one. A batch
shows the solution its future; that is harmless, because the answers must be those of the run.
"""

from dataclasses import replace
from random import Random
from typing import Any

from exercises.network_lock.tests.costs import (
    contended_run,
    lone_runs,
    measure,
    messages_a_grant,
    share,
)
from exercises.network_lock.tests.plain_run import check_plain_run
from exercises.network_lock.tests.playing import make_node
from exercises.network_lock.tests.run import Run
from harness.benchmarks.growth import fit_exponent
from harness.graded import graded

SIZES = (3, 5, 7, 9)
END = 2500
LONG_END, MOST_HAPPENINGS = 7500, 30_000
"""The largest run is longer: its busiest node's calls are timed."""
LINEAR, SQUARE = 1.1, 2.0
MOST_ALONE_AT_NINE = 25.0
"""Three messages to and from each of the eight others, and one attempt that the end cuts off."""
FULL_CONTENDED, NONE_CONTENDED = 1.5, 3.5
QUARTERS = 4
MOST_SLOWER = 3
REPEATS = 3


@graded("messages-grow-slowly")
def test_messages_grow_slowly(submission: Any, randomness: Random, figures: Any) -> None:
    """Exponents of messages a grant over the number of nodes; the time of a call must not grow."""
    check_plain_run(submission, randomness.getrandbits(16))
    lone = [run for size in SIZES for run in lone_runs(size, (0, size - 1), randomness)]
    full = [contended_run(size, randomness.getrandbits(16), END) for size in SIZES]
    full[-1] = replace(full[-1], end=LONG_END, most_happenings=MOST_HAPPENINGS)
    runs = measure(submission, lone + full)
    check_time(submission, runs[-1], figures)
    alone = [messages_a_grant(runs[2 * number : 2 * number + 2]) for number in range(len(SIZES))]
    many = [messages_a_grant([run]) for run in runs[len(lone) :]]
    slope = fit_exponent([size - 1 for size in SIZES], [max(count, 1e-9) for count in alone])
    growth = fit_exponent(SIZES, [max(count, 1e-9) for count in many])
    for size, one, contended in zip(SIZES, alone, many, strict=True):
        figures.record(f"messages a grant, {size} nodes, alone", one)
        figures.record(f"messages a grant, {size} nodes, contended", contended)
    figures.record("exponent alone", slope)
    figures.record("exponent contended", growth)
    is_small = alone[-1] <= MOST_ALONE_AT_NINE
    figures.record(
        "messages-grow-slowly.alone", share(slope, SQUARE, LINEAR) * (1.0 if is_small else 0.5)
    )
    figures.record("messages-grow-slowly.contended", share(growth, NONE_CONTENDED, FULL_CONTENDED))


def check_time(submission: Any, run: Run, figures: Any) -> None:
    """Repeat the calls of the busiest node: the last quarter must not take much longer."""
    scenario = run.scenario
    calls = max(
        ([one for one in run.happenings if one.node == node] for node in range(scenario.nodes)),
        key=len,
    )
    size = len(calls) // QUARTERS
    least = [float("inf")] * QUARTERS
    for _ in range(REPEATS):
        submission.begin_trial()
        node = make_node(submission, scenario, calls[0].node, 1)
        for quarter in range(QUARTERS):
            batch = submission.batch()
            some = calls[quarter * size : (quarter + 1) * size]
            for one in some:
                batch.call(node, one.method, *one.args)
            answers = batch.run()
            for one, answer in zip(some, answers, strict=True):
                assert answer.value == list(one.effects), (
                    f"the same calls of node {one.node} gave another answer the second time:"
                    f" {one.method}{one.args} gave {answer.value} instead of {list(one.effects)}"
                )
            least[quarter] = min(least[quarter], answers.cpu_seconds)
    ratio = least[-1] / max(least[0], 1e-9)
    figures.record("time of the last quarter over the first", ratio)
    figures.record("microseconds a call", least[0] / size * 1e6)
    assert ratio <= MOST_SLOWER, (
        f"of {len(calls)} calls of one node the last quarter takes {ratio:.1f} times as long as the"
        " first: the work of a call must not grow with what happened before"
    )
