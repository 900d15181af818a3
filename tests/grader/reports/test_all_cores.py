"""Work that is shared out to processes."""

import os
import sys
from pathlib import Path

import pytest

from grader.reports.all_cores import on_all_cores

SEVERAL_CORES = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_every_item_is_worked_on(tmp_path: Path, count: int) -> None:
    """However items are shared out, none is left."""
    names = [str(number) for number in range(count)]
    on_all_cores(lambda name: (tmp_path / name).touch(), names, fewest=5)
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@pytest.mark.skipif(not SEVERAL_CORES, reason="one core shares nothing out")
def test_more_than_one_process_works(tmp_path: Path) -> None:
    """Enough items are shared out; few are not."""

    def note(name: str) -> None:
        (tmp_path / name).write_text(str(os.getpid()))

    names = [str(number) for number in range(40)]
    on_all_cores(note, names, fewest=5)
    assert len({(tmp_path / name).read_text() for name in names}) > 1
    on_all_cores(note, names, fewest=100)
    assert {(tmp_path / name).read_text() for name in names} == {str(os.getpid())}


@pytest.mark.parametrize("broken", range(4))
def test_a_failure_anywhere_is_raised_here(tmp_path: Path, broken: int) -> None:
    """Whichever process meets it, the error is the caller's, with its type and words."""

    def note(number: int) -> None:
        if number == broken:
            raise FileNotFoundError(f"no place for {number}")
        (tmp_path / str(number)).touch()

    with pytest.raises(FileNotFoundError, match=f"no place for {broken}"):
        on_all_cores(note, range(20), fewest=5)
