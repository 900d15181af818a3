"""Begin an exercise: a small one that works, with a mark at each part that its author has to write.

The files in ``template`` become those of the exercise by filling in names: ``@@slug``. They end in
``.template``, so that no tool takes them for code or tests.
"""

import re
import string
from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.exercise.folder import ExerciseFolder, open_exercise, package_of
from harness.exercise.manifest import SLUG_PATTERN, Area

_TEMPLATE = Path(__file__).parent / "template"
_SUFFIX = ".template"
# What a target gets in each area, in English and Chinese.
_NOUNS: Mapping[Area, tuple[str, str]] = {
    "allocation": ("allocator", "分配器"),
    "scheduling": ("scheduler", "调度器"),
    "synchronization": ("lock", "锁"),
    "security": ("cipher", "加密"),
}


class _Names(string.Template):
    """Names after ``@@``: a dollar is a formula's, one at sign a decorator's."""

    delimiter = "@@"


def scaffold(area: Area, target: str, catalog: Path) -> ExerciseFolder:
    """Write ``<catalog>/<slug>`` and, beside the catalogue, ``reference/<slug>``: both or neither.

    Raises:
        ValueError: The target is no name for an exercise, or the catalogue's folder none to import.
        FileExistsError: One of the two is there already.
        OSError: They can not be written.
    """
    if not re.fullmatch(SLUG_PATTERN, target):
        raise ValueError(f"{target!r} is not made of lower-case words joined by underscores")
    exercise = catalog / f"{target}_{_NOUNS[area][0]}"
    package = package_of(exercise)
    if not all(part.isidentifier() and not iskeyword(part) for part in package.split(".")):
        raise ValueError(f"{catalog}: tests would have to import {package!r}, which Python can not")
    reference = catalog.parent / "reference" / exercise.name
    for place in (reference, exercise):
        if place.exists() or place.is_symlink():
            raise FileExistsError(f"{place} is there already")
        place.parent.mkdir(parents=True, exist_ok=True)
    names = _names(area, target, package)
    with TemporaryDirectory(dir=catalog, prefix=".new-") as folder:
        _fill(_TEMPLATE, Path(folder), names)
        _move(Path(folder), reference, exercise)
    return open_exercise(exercise)


def _names(area: Area, target: str, package: str) -> Mapping[str, str]:
    noun, noun_zh = _NOUNS[area]
    words = target.replace("_", " ")
    slug = f"{target}_{noun}"
    return {
        "slug": slug,
        "area": area,
        "target": target,
        "package": package,
        "main_class": "".join(word.capitalize() for word in slug.split("_")),
        "title_en": f"{words} {noun}".capitalize(),
        "title_zh": f"{words} {noun_zh}",
    }


def _fill(template: Path, folder: Path, names: Mapping[str, str]) -> None:
    for path in sorted(template.rglob(f"*{_SUFFIX}")):
        target = folder / path.relative_to(template).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _Names(path.read_text(encoding="utf-8")).substitute(names)
        target.write_text(text, encoding="utf-8")


def _move(folder: Path, reference: Path, exercise: Path) -> None:
    """Put both in place; the exercise last, for it is what the catalogue sees."""
    # A folder can not be renamed to one that holds anything: nothing is ever overwritten.
    made = (folder / "reference").rename(reference)
    try:
        (folder / "exercise").rename(exercise)
    except OSError:
        made.rename(folder / "reference")
        raise
