"""Locks in a guest, for tests of what judges them."""

from functools import partial

from harness.exercise.folder import PROJECT, open_exercise
from tests.exercises.guests import mutant_of, running_for

EXERCISE = open_exercise(PROJECT / "exercises" / "process_lock")
REFERENCE = EXERCISE.reference_path / "solution.py"
BASELINE = EXERCISE.reference_path / "baseline.py"
mutant = partial(mutant_of, EXERCISE)
running = partial(running_for, EXERCISE)
