"""The autograder that Gradescope builds and runs."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from grader.exports.gradescope_zip import autograder_zip

HOSTILE = "https://x.edu/virtlab.whl; rm -rf '$HOME'"


def unpacked(archive: bytes, folder: Path) -> dict[str, zipfile.ZipInfo]:
    """Unpack an archive; return its entries by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        opened.extractall(folder)
        return {entry.filename: entry for entry in opened.infolist()}


def test_the_files_are_at_the_root_and_can_be_run(tmp_path: Path) -> None:
    """As Gradescope's documentation asks; the same arguments give the same bytes."""
    wheel = ("virtlab-0.1.0-py3-none-any.whl", b"PK")
    archive = autograder_zip("memory_allocator", "", wheel)
    entries = unpacked(archive, tmp_path)
    assert set(entries) == {"setup.sh", "run_autograder", wheel[0]}
    for name in ("setup.sh", "run_autograder"):
        assert entries[name].external_attr >> 16 & 0o111
        assert (tmp_path / name).read_text().startswith("#!/bin/sh\n")
    assert f"pip install --no-cache-dir /autograder/source/{wheel[0]}" in (
        (tmp_path / "setup.sh").read_text()
    )
    assert archive == autograder_zip("memory_allocator", "", wheel)


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_what_is_installed_is_one_word_of_the_shell(name: str, tmp_path: Path) -> None:
    """Whatever it is, the scripts are scripts."""
    unpacked(autograder_zip("memory_allocator", HOSTILE, None), tmp_path)
    checked = subprocess.run(["sh", "-n", str(tmp_path / name)], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    script = (
        (tmp_path / "setup.sh")
        .read_text()
        .replace("/opt/virtlab/bin/pip install", "printf '%s\\n'")
    )
    last = [line for line in script.splitlines() if line.startswith("printf")]
    said = subprocess.run(["sh", "-c", "\n".join(last)], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == HOSTILE
