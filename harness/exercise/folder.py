"""Which file plays which role in ``exercises/<slug>/`` and ``reference/<slug>/``."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.exercise.errors import ExerciseError
from harness.exercise.interface import Interface, load_stub, read_interface
from harness.exercise.manifest import Manifest, read_manifest

PROJECT = Path(__file__).resolve().parents[2]
_KILLED_BY = re.compile(r"^Killed by: *(.+)$", re.MULTILINE)
# What is written about an exercise does not change what it judges.
_NOT_JUDGING = {"handout", "mutants", "__pycache__", ".hypothesis"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong solution, and the properties that must notice."""

    path: Path
    killed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExerciseFolder:
    """One exercise on disk."""

    path: Path
    manifest: Manifest

    @property
    def slug(self) -> str:
        """The exercise's id."""
        return self.manifest.slug

    @property
    def root(self) -> Path:
        """The folder that must be importable: tests say ``exercises.<slug>...`` from here."""
        return _root_of(self.path)

    @property
    def stub_path(self) -> Path:
        """The interface that students fill in."""
        return self.path / "stub" / "solution.py"

    @property
    def tests_path(self) -> Path:
        """The folder of the graded tests."""
        return self.path / "tests"

    @property
    def yardsticks_path(self) -> Path:
        """Figures of baseline and reference for the public seed."""
        return self.path / "yardsticks.json"

    @property
    def reference_path(self) -> Path:
        """Our own solutions; absent where students install the project."""
        return self.path.parent.parent / "reference" / self.slug

    def interface(self) -> Interface:
        """Describe the stub; its module is importable by the tests afterwards."""
        stub = load_stub(self.stub_path, f"{package_of(self.path)}.stub.solution")
        return read_interface(stub, self.manifest.main_class, self.manifest.imports)

    def solutions(self) -> tuple[Path, ...]:
        """Return the correct solutions besides ``solution.py`` and ``baseline.py``."""
        named = {"solution.py", "baseline.py"}
        return tuple(sorted(p for p in self.reference_path.glob("*.py") if p.name not in named))

    def mutants(self) -> tuple[Mutant, ...]:
        """Return the wrong solutions.

        Raises:
            ExerciseError: One does not say by which properties it is killed, or names none we have.
        """
        return tuple(self._mutant(path) for path in sorted((self.path / "mutants").glob("*.py")))

    def _mutant(self, path: Path) -> Mutant:
        found = _KILLED_BY.search(path.read_text(encoding="utf-8"))
        killed_by = tuple(re.split(r"[,\s]+", found.group(1).strip())) if found else ()
        unknown = set(killed_by) - {item.id for item in self.manifest.properties}
        if not killed_by or unknown:
            raise ExerciseError(
                f"{path}: its docstring needs a line 'Killed by: <property ids>'"
                + (f"; unknown: {', '.join(sorted(unknown))}" if unknown else "")
            )
        return Mutant(path, killed_by)

    def measured_solutions(self) -> dict[str, Path]:
        """Return the two solutions whose figures others are scored against."""
        folder = self.reference_path
        return {"baseline": folder / "baseline.py", "reference": folder / "solution.py"}

    def digest(self) -> str:
        """Return the sha256 of everything that judges: the folder and the measured solutions."""
        total = hashlib.sha256()
        for path in self._judging_files():
            name = path.name
            if path.is_relative_to(self.path):
                name = path.relative_to(self.path).as_posix()
            total.update(f"{name}\0{path.stat().st_size}\0".encode())
            total.update(path.read_bytes())
        return total.hexdigest()

    def _judging_files(self) -> Iterator[Path]:
        for path in sorted(self.path.rglob("*")):
            parts = set(path.relative_to(self.path).parts)
            if path.is_file() and not parts & _NOT_JUDGING and path != self.yardsticks_path:
                yield path
        yield from (path for path in self.measured_solutions().values() if path.is_file())


def package_of(path: Path) -> str:
    """Return the name under which an exercise's modules import each other: ``exercises.<slug>``."""
    return ".".join(path.relative_to(_root_of(path)).parts)


def _root_of(path: Path) -> Path:
    return PROJECT if path.is_relative_to(PROJECT) else path.parent.parent


def open_exercise(path: Path) -> ExerciseFolder:
    """Open an exercise by its folder.

    Raises:
        ExerciseError: The manifest is missing or wrong, or the folder has another name.
    """
    manifest = read_manifest(path / "manifest.toml")
    if manifest.slug != path.name:
        raise ExerciseError(f"{path}: the manifest calls it {manifest.slug}")
    return ExerciseFolder(path, manifest)
