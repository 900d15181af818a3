"""Locks in a guest, for tests of what judges them."""

from functools import partial

from harness.exercise.folder import PROJECT, open_exercise
from tests.exercises.guests import mutant_of, running_for

EXERCISE = open_exercise(PROJECT / "exercises" / "network_lock")
REFERENCE = EXERCISE.reference_path / "solution.py"
mutant = partial(mutant_of, EXERCISE)
running = partial(running_for, EXERCISE)
