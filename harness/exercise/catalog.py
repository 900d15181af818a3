"""Find exercises by slug."""

from pathlib import Path

from harness.exercise.errors import ExerciseError
from harness.exercise.folder import PROJECT, ExerciseFolder, open_exercise

CATALOG = PROJECT / "exercises"


def exercise_slugs(catalog: Path = CATALOG) -> tuple[str, ...]:
    """Return the names of all exercises, without opening any."""
    return tuple(sorted(path.parent.name for path in catalog.glob("*/manifest.toml")))


def find_exercise(slug: str, catalog: Path = CATALOG) -> ExerciseFolder:
    """Return one exercise.

    Raises:
        ExerciseError: There is none of that name; the message lists those that there are.
    """
    known = exercise_slugs(catalog)
    if slug not in known:
        raise ExerciseError(f"there is no exercise {slug!r}; known: {', '.join(known) or 'none'}")
    return open_exercise(catalog / slug)


def list_exercises(catalog: Path = CATALOG) -> tuple[ExerciseFolder, ...]:
    """Return every exercise of the catalogue, by slug; a draft is found by its slug only."""
    found = (open_exercise(catalog / slug) for slug in exercise_slugs(catalog))
    return tuple(exercise for exercise in found if not exercise.manifest.draft)
