"""Find exercises by slug."""

from pathlib import Path

from harness.exercise.errors import ExerciseError
from harness.exercise.folder import PROJECT, ExerciseFolder, open_exercise

CATALOG = PROJECT / "exercises"


def find_exercise(slug: str, catalog: Path = CATALOG) -> ExerciseFolder:
    """Return one exercise.

    Raises:
        ExerciseError: There is none of that name; the message lists those that there are.
    """
    path = catalog / slug
    if not slug.isidentifier() or not (path / "manifest.toml").is_file():
        known = ", ".join(item.slug for item in list_exercises(catalog)) or "none"
        raise ExerciseError(f"there is no exercise {slug!r}; known: {known}")
    return open_exercise(path)


def list_exercises(catalog: Path = CATALOG) -> tuple[ExerciseFolder, ...]:
    """Return every exercise of the catalogue, by slug."""
    return tuple(open_exercise(path.parent) for path in sorted(catalog.glob("*/manifest.toml")))
