"""The figures of baseline and reference that come with an exercise: all that students get of them."""

import json
from collections.abc import Mapping

from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import needs_yardsticks
from harness.exercise.errors import ExerciseError
from harness.exercise.folder import ExerciseFolder

PUBLIC_SEED = 0
"""The seed under which students judge their own work."""


def published_yardsticks(exercise: ExerciseFolder) -> Mapping[str, Yardstick]:
    """Return the figures for the public seed that come with the exercise.

    Raises:
        ExerciseError: The file is needed and missing, or unreadable.
    """
    if not needs_yardsticks(exercise.manifest):
        return {}
    try:
        stored = json.loads(exercise.yardsticks_path.read_text(encoding="utf-8"))
        return {name: Yardstick(*pair) for name, pair in stored["figures"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExerciseError(
            f"{exercise.yardsticks_path}: {error}; "
            f"'virtlab check {exercise.slug} --write-yardsticks' makes it"
        ) from error


def write_yardsticks(exercise: ExerciseFolder, yardsticks: Mapping[str, Yardstick]) -> None:
    """Publish the figures for the public seed, if a curve is anchored at them."""
    if not needs_yardsticks(exercise.manifest):
        return
    figures = {name: [one.baseline, one.reference] for name, one in sorted(yardsticks.items())}
    text = json.dumps({"seed": PUBLIC_SEED, "figures": figures}, indent=1)
    exercise.yardsticks_path.write_text(text + "\n", encoding="utf-8")
