"""Policy: how little memory the traces need, and how little reallocate copies."""

from random import Random
from typing import Any

from exercises.memory_allocator.workloads import robson
from exercises.memory_allocator.workloads.ladder import Service, utilisation
from exercises.memory_allocator.workloads.steady_state import steady_state
from exercises.memory_allocator.workloads.trace import Trace
from exercises.memory_allocator.workloads.traces import MODELS, vectors
from harness.graded import graded

ROOMY_PER_CENT = 400
ROBSON_PEAK = 256
ROBSON_LARGEST = 16


def _base(trace: Trace, randomness: Random) -> int:
    """Draw a base, so that no solution can know an arena by it."""
    return trace.granule * int(randomness.random() * 1000)


@graded("memory-is-well-used")
def test_memory_is_well_used(submission: Any, randomness: Random, figures: Any) -> None:
    """Utilisation of each trace; shown without points: Robson's adversary and the steady state."""
    for name, model in MODELS.items():
        trace = model(randomness.random)
        share = utilisation(submission, trace, _base(trace, randomness))
        figures.record(f"memory-is-well-used.{name}", share)
    span = robson.Adversary(submission, ROBSON_PEAK, ROBSON_LARGEST).play()
    figures.record("robson: arena / peak", span / ROBSON_PEAK)
    bound = robson.lower_bound(ROBSON_PEAK, ROBSON_LARGEST)
    figures.record("robson: bound / peak", bound / ROBSON_PEAK)
    for name, value in steady_state(submission, randomness).items():
        figures.record(f"steady state: {name}", value)


@graded("few-bytes-move")
def test_few_bytes_move(submission: Any, randomness: Random, figures: Any) -> None:
    """Bytes that move while vectors grow in a roomy arena, as a share of moving at every growth."""
    trace = vectors(randomness.random)
    service = Service(submission, trace, _base(trace, randomness), ROOMY_PER_CENT)
    refused = service.run()
    assert refused is None, (
        f"a range of {refused.size} bytes found no room in an arena of {ROOMY_PER_CENT} per cent"
        " of what is needed"
    )
    figures.record("few-bytes-move", service.bytes_moved / service.bytes_grown)
