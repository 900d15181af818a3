"""Figures of the package's README: what copies in disguise and independent solutions share.

Run as ``python -m tests.grader.similarity.measure``.
"""

import sys
from collections.abc import Iterator
from itertools import combinations

from grader.similarity.pairs import Work, similar_pairs
from grader.similarity.tokens import fixed_names
from harness.exercise.catalog import list_exercises
from harness.exercise.folder import ExerciseFolder
from tests.grader.similarity.disguises import commented, disguised, padded, renamed, reordered


def share(left: str, right: str, stub: str) -> float:
    """Return the common share of two sources, 0 where they are not even compared."""
    pairs = similar_pairs([Work("left", left), Work("right", right)], stub, 0)
    return pairs[0].share if pairs else 0.0


def disguises(source: str, stub: str) -> dict[str, str]:
    """Return a source under each disguise."""
    fixed = fixed_names(stub)
    return {
        "renamed": renamed(source, fixed),
        "reordered": reordered(source, 3),
        "commented": commented(source),
        "all three": disguised(source, fixed),
        "padded every 6": padded(source, 6),
        "padded every 3": padded(source, 3),
    }


def solutions(exercise: ExerciseFolder) -> dict[str, str]:
    """Return the sources of our own solutions, by name."""
    paths = sorted(exercise.reference_path.glob("*.py"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    for exercise in list_exercises():
        stub = exercise.stub_path.read_text(encoding="utf-8")
        known = solutions(exercise)
        for name, source in known.items():
            shares = {
                key: share(source, text, stub) for key, text in disguises(source, stub).items()
            }
            text = ", ".join(f"{key} {value:.2f}" for key, value in shares.items())
            yield f"{exercise.slug} {name}: {text}"
        for (one, left), (other, right) in combinations(known.items(), 2):
            yield f"{exercise.slug} {one} against {other}: {share(left, right, stub):.2f}"


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(row + "\n")
