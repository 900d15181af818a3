"""A scaffold: real files, marks at what is open, and never a trace of a failure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness.exercise.folder import PROJECT, ExerciseFolder, open_exercise
from harness.exercise.layout import layout_faults, open_parts
from harness.exercise.manifest import Area, Part
from harness.exercise.scaffold import scaffold

MARK = re.compile(r"^(# open:|<!-- open:).*\n", re.MULTILINE)


def files_of(exercise: ExerciseFolder) -> list[Path]:
    """Return every file of a scaffold."""
    folders = (exercise.path, exercise.reference_path)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Return all paths below a folder, with the contents of files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    ("area", "target", "slug", "main_class"),
    [
        ("allocation", "memory", "memory_allocator", "MemoryAllocator"),
        ("scheduling", "file_system", "file_system_scheduler", "FileSystemScheduler"),
        ("synchronization", "process", "process_lock", "ProcessLock"),
        ("security", "x", "x_cipher", "XCipher"),
    ],
)
def test_names_follow_area_and_target(
    tmp_path: Path, area: Area, target: str, slug: str, main_class: str
) -> None:
    """The slug is the target and the area's noun; the class is called likewise."""
    made = scaffold(area, target, tmp_path / "exercises")
    assert made == open_exercise(tmp_path / "exercises" / slug)
    assert (made.manifest.area, made.manifest.target) == (area, target)
    assert made.interface().main_class == main_class


def test_the_exercise_is_whole_but_for_what_is_marked(tmp_path: Path) -> None:
    """Three parts, four right solutions, three mutants; the faults are the marks, line by line."""
    made = scaffold("scheduling", "demo", tmp_path / "exercises")
    assert {row.part for row in made.manifest.properties} == set(Part)
    assert any(row.curve is not None for row in made.manifest.properties)
    named = {name for mutant in made.mutants() for name in mutant.killed_by}
    assert named == {row.id for row in made.manifest.properties}
    faults = list(layout_faults(made))
    assert faults == list(open_parts(made))
    marks = sum(len(MARK.findall(path.read_text(encoding="utf-8"))) for path in files_of(made))
    assert len(faults) == marks > 0
    for path in files_of(made):
        path.write_text(MARK.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert list(layout_faults(made)) == []


def test_formulas_and_decorators_survive(tmp_path: Path) -> None:
    """What is filled in is the names, and nothing else."""
    made = scaffold("scheduling", "demo", tmp_path / "labs")
    texts = {path.name: path.read_text(encoding="utf-8") for path in files_of(made)}
    assert not [name for name, text in texts.items() if "@@" in text or name.endswith(".template")]
    assert r"$$ u = \frac{m}{h + 1} \le 1 $$" in texts["README.md"]
    assert "\n@given(slots=pools" in texts["test_algorithm.py"]
    assert "from labs.demo_scheduler.tests.model import Model" in texts["test_algorithm.py"]


def test_the_code_passes_the_projects_linter(tmp_path: Path) -> None:
    """An author begins with clean files."""
    made = scaffold("scheduling", "demo", tmp_path / "exercises")
    config = ("--config", str(PROJECT / "pyproject.toml"))
    # The project's own packages are known where it lies: elsewhere imports would be sorted otherwise.
    source = ("--config", f"src=['{PROJECT}', '{tmp_path}']")
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", *config, *source]
    ran = subprocess.run(
        [*command, made.path, made.reference_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "target",
    [
        "",
        "Demo",
        "demo-1",
        "demo1",
        "_demo",
        "demo_",
        "a__b",
        "../demo",
        "a/b",
        "a b",
        "demo\n",
        "é",
    ],
)
def test_odd_targets_are_refused(tmp_path: Path, target: str) -> None:
    """A target becomes folders, a class and an id: nothing but plain words will do."""
    with pytest.raises(ValueError, match="lower-case words"):
        scaffold("scheduling", target, tmp_path / "exercises")
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("name", ["my-exercises", "class", "2026"])
def test_a_catalogue_must_be_importable(tmp_path: Path, name: str) -> None:
    """Tests import their exercise by the catalogue's name."""
    with pytest.raises(ValueError, match="import"):
        scaffold("scheduling", "demo", tmp_path / name)
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("place", ["exercises/demo_lock", "reference/demo_lock"])
@pytest.mark.parametrize("kind", ["folder", "full folder", "file", "broken link"])
def test_nothing_is_overwritten(tmp_path: Path, place: str, kind: str) -> None:
    """Whatever is in one of the two places stays as it is, and the other stays empty."""
    path = tmp_path / place
    path.parent.mkdir()
    if kind == "file":
        path.write_text("mine")
    elif kind == "broken link":
        path.symlink_to("nowhere")
    else:
        path.mkdir()
    if kind == "full folder":
        (path / "mine").write_text("mine")
    before = everything_in(path.parent)
    with pytest.raises(FileExistsError, match="there already"):
        scaffold("synchronization", "demo", tmp_path / "exercises")
    assert everything_in(path.parent) == before
    other = {"exercises", "reference"} - {path.parent.name}
    assert not any((tmp_path / name / "demo_lock").exists() for name in other)


def test_a_failure_half_way_leaves_neither_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both or neither: when the exercise can not be put in place, its reference goes again."""
    rename = Path.rename

    def full_disk(self: Path, target: Path) -> Path:
        if target == tmp_path / "exercises" / "demo_lock":
            raise OSError(28, os.strerror(28), str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full_disk)
    with pytest.raises(OSError, match="space"):
        scaffold("synchronization", "demo", tmp_path / "exercises")
    assert everything_in(tmp_path) == {"exercises": None, "reference": None}


def test_marks_are_lines_of_their_own(tmp_path: Path) -> None:
    """A mark is found wherever a file of the exercise has one; words in prose or code are none."""
    made = scaffold("scheduling", "demo", tmp_path / "exercises")
    before = list(open_parts(made))
    (made.path / "notes.md").write_text("# Open: a heading\n\n<!--open: this-->\nopen: not this\n")
    (made.path / "tests" / "more.py").write_text('X = "# open: no"\n    # open:  that  \n')
    (made.path / "trace.txt").write_text("# open: data\n")
    assert sorted(set(open_parts(made)) - set(before)) == [
        "demo_scheduler/notes.md:3 is open: this",
        "demo_scheduler/tests/more.py:2 is open: that",
    ]
