"""Mechanism: a hypervisor that reads, flips, moves and puts back what lies in the memory.

Every trial first asks for the right value while nobody touches the memory, so that refusing everything
earns nothing. No layout is assumed: attacks go by what a read or a write was seen to fetch.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.process_cipher.tests.changes import (
    Change,
    ChangedInitialization,
    changes,
    drawn_changes,
)
from exercises.process_cipher.tests.flips import Flip, Forgery, drawn_flips, flips
from exercises.process_cipher.tests.misuse import MISUSES
from exercises.process_cipher.tests.pads import Storm, drawn_storms, storms
from exercises.process_cipher.tests.replays import Replay, Sweep, replays, sweeps
from exercises.process_cipher.tests.splices import (
    Laundering,
    Splice,
    drawn_launderings,
    drawn_splices,
    launderings,
    splices,
)
from harness.graded import graded
from harness.refusals import Misuse
from harness.strategies import with_examples


@graded("pads-never-repeat")
@settings(max_examples=8)
@with_examples(*storms())
@given(case=drawn_storms())
def test_pads_never_repeat(submission: Any, case: Storm) -> None:
    """No pad block is used twice, and nothing of a secret lies in the memory."""
    case.play(submission)


@graded("flipped-bits-are-noticed")
@settings(max_examples=20)
@with_examples(*flips())
@given(case=drawn_flips())
def test_flipped_bits_are_noticed(submission: Any, case: Flip | Forgery) -> None:
    """A flipped bit never misleads, and the first error locks the engine."""
    case.play(submission)


@graded("replays-are-noticed")
@settings(max_examples=30)
@with_examples(*sweeps())
@given(case=replays())
def test_replays_are_noticed(submission: Any, case: Sweep | Replay) -> None:
    """What is put back to an older state gives the right value or an error, and never an old pad."""
    case.play(submission)


@graded("splices-are-noticed")
@settings(max_examples=6)
@with_examples(*splices())
@given(case=drawn_splices())
def test_splices_are_noticed(submission: Any, case: Splice) -> None:
    """Places filled from another line's, or from the past, never mislead."""
    case.play(submission)


@graded("writes-never-launder")
@settings(max_examples=8)
@with_examples(*launderings())
@given(case=drawn_launderings())
def test_writes_never_launder(submission: Any, case: Laundering) -> None:
    """A write never makes old data of another line authentic."""
    case.play(submission)


@graded("changes-between-steps-never-mislead")
@settings(max_examples=8)
@with_examples(*changes())
@given(case=drawn_changes())
def test_changes_between_steps_never_mislead(
    submission: Any, case: Change | ChangedInitialization
) -> None:
    """Memory that changes during a call gives the right value or an error, then and later."""
    case.play(submission)


@graded("misuse-is-refused")
@settings(max_examples=1)
@with_examples(*MISUSES)
@given(case=st.sampled_from(MISUSES))
def test_misuse_is_refused(submission: Any, case: Misuse) -> None:
    """Wrong arguments, a second initialization and another key are refused, and nothing else."""
    case.play(submission)
