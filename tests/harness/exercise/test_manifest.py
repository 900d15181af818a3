"""A manifest is right, or every fault in it is named at once."""

from pathlib import Path

import pytest

from harness.exercise.errors import ExerciseError
from harness.exercise.manifest import Manifest, Part, read_manifest
from tests.tiny_exercise import write_exercise


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the manifest of a whole exercise with three properties."""
    parts = {"adds": "algorithm", "spells": "policy", "steps": "mechanism"}
    return write_exercise(tmp_path, ids=tuple(parts), parts=parts).path / "manifest.toml"


def changed(path: Path, old: str, new: str) -> Path:
    """Change a manifest, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_points_are_counted_by_part(path: Path) -> None:
    """They sum to 100."""
    manifest = read_manifest(path)
    points = [manifest.points_of(part) for part in Part]
    assert sum(points) == pytest.approx(100)
    assert points[0] == pytest.approx(100 / 3)
    assert manifest.property_named("spells").part is Part.POLICY
    with pytest.raises(KeyError):
        manifest.property_named("none-such")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points = 33.333333333333336", "points = 30", "the points sum to 96.6667, not to 100"),
        ("points = 33.333333333333336", "points = 0", "greater than 0"),
        ("points = 33.333333333333336", "points = -1", "greater than 0"),
        ('id = "adds"', 'id = "spells"', "id used twice: spells"),
        ('id = "adds"', 'id = "Adds up"', "properties.0.id"),
        ('code = "A1"', 'code = "P2"', "code used twice: P2"),
        ('code = "A1"', 'code = "X1"', "properties.0.code"),
        ('part = "algorithm"', 'part = "style"', "properties.0.part"),
        ('area = "allocation"', 'area = "cooking"', "area"),
        ('slug = "tiny_counter"', 'slug = "../tiny"', "slug"),
        ("claim =", "calim =", "properties.0.calim: Extra inputs"),
        ("memory_mib = 128", "memory_mib = 1", "limits.memory_mib"),
        ('slug = "tiny_counter"', "slug =", "manifest.toml"),
    ],
)
def test_a_fault_is_named_with_its_place(path: Path, old: str, new: str, says: str) -> None:
    """The message holds the path of the file and of the entry."""
    with pytest.raises(ExerciseError) as caught:
        read_manifest(changed(path, old, new))
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_all_faults_are_listed_at_once(path: Path) -> None:
    """An author mends them in one go."""
    changed(path, 'code = "A1"', 'code = "X1"')
    changed(path, 'part = "policy"', 'part = "style"')
    with pytest.raises(ExerciseError, match=r"properties\.0\.code.*properties\.1\.part"):
        read_manifest(path)


def test_a_missing_manifest_and_one_in_another_encoding_are_named(path: Path) -> None:
    """Neither is a traceback."""
    with pytest.raises(ExerciseError, match="there is no manifest"):
        read_manifest(path.with_name("other.toml"))
    path.write_bytes('title = "é"'.encode("latin-1"))
    with pytest.raises(ExerciseError, match="utf-8"):
        read_manifest(path)


def test_a_curve_has_numbers_or_named_anchors(path: Path) -> None:
    """And nothing else."""
    curve = '[properties.curve]\nzero = "baseline"\nfull = 0.5\n'
    text = path.read_text(encoding="utf-8").rstrip()
    path.write_text(f"{text}\n{curve}", encoding="utf-8")
    found: Manifest = read_manifest(path)
    assert found.properties[-1].curve is not None
    assert (found.properties[-1].curve.zero, found.properties[-1].curve.full) == ("baseline", 0.5)
    with pytest.raises(ExerciseError, match=r"properties\.2\.curve\.zero"):
        read_manifest(changed(path, '"baseline"', '"average"'))
