"""Mechanism: stores that change and lie while they are read, and misuse."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.file_cipher.tests.changes import Scene, directed_scenes, scenes
from exercises.file_cipher.tests.misuse import MISUSES
from harness.graded import graded
from harness.refusals import Misuse
from harness.strategies import with_examples


@graded("changing-stores-never-mislead")
@settings(max_examples=80)
@with_examples(*directed_scenes())
@given(case=scenes())
def test_changing_stores_never_mislead(submission: Any, case: Scene) -> None:
    """What must succeed does; during a change, a slice of one real file or an error."""
    case.play(submission)


@graded("misuse-is-refused")
@settings(max_examples=1)
@with_examples(*MISUSES)
@given(case=st.sampled_from(MISUSES))
def test_misuse_is_refused(submission: Any, case: Misuse) -> None:
    """Wrong arguments and prefixes used twice are refused, and nothing else."""
    case.play(submission)
