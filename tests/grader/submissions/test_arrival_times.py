"""Lists of push times, as servers give them and as people spoil them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.submissions.arrival_times import Push, read_arrival_times, time_in


def write(place: Path, text: str | bytes) -> Path:
    """Write a list."""
    path = place / "pushes.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_pushes_are_found_by_repository_oldest_first(tmp_path: Path) -> None:
    """A repository may be written with its owner, or as a URL; times are in UTC."""
    text = (
        "repository,after,timestamp\n"
        f"org/Alloc-ada,{'B' * 40},2026-10-15T23:58:07+02:00\n\n"
        f"https://host/org/alloc-ada.git,{'a' * 40},2026-10-14T08:00:00Z\n"
    )
    times = read_arrival_times(write(tmp_path, text))
    assert list(times.of("alloc-ada")) == [
        Push(datetime(2026, 10, 14, 8, tzinfo=UTC), "a" * 40),
        Push(datetime(2026, 10, 15, 21, 58, 7, tzinfo=UTC), "b" * 40),
    ]
    assert times.has_commits
    assert times.newest("ALLOC-ADA") == "2026-10-15T21:58:07+00:00"
    assert times.newest("alloc-li") == ""


def test_times_alone_are_enough_for_folders(tmp_path: Path) -> None:
    """With a mark, and the words that a person uses."""
    content = "\ufeffStudent,Submitted\nAda,2026-10-14T08:00Z\n"
    times = read_arrival_times(write(tmp_path, content))
    assert not times.has_commits
    assert times.newest("ada") == "2026-10-14T08:00:00+00:00"


def test_all_faults_are_listed_with_their_lines(tmp_path: Path) -> None:
    """A time without an offset could be any."""
    text = (
        "repository,commit,time\na,xyz,2026-10-14T08:00:00Z\nb,,2026-10-14T08:00:00\n"
        "c,,yesterday\x1b\nd\n"
    )
    with pytest.raises(UsageError) as caught:
        read_arrival_times(write(tmp_path, text))
    lines = str(caught.value).replace(f"{tmp_path}/", "").split("\n")
    assert lines == [
        "pushes.csv:2: 'xyz' is not the name of a commit",
        "pushes.csv:3: '2026-10-14T08:00:00' has no offset: end it in Z or +01:00",
        "pushes.csv:4: 'yesterday\\x1b' is not a time in ISO 8601",
        "pushes.csv:5: the line has fewer cells than the header",
    ]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", b"\xff", "time\n2026\n"])
def test_what_is_no_list_is_refused(tmp_path: Path, content: str | bytes) -> None:
    """With a hint that shows one."""
    with pytest.raises(UsageError) as caught:
        read_arrival_times(write(tmp_path, content))
    assert "repository,commit,time" in caught.value.hint
    with pytest.raises(UsageError):
        read_arrival_times(tmp_path / "missing.csv")


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    """No other exception leaves."""
    try:
        assert time_in(text).tzinfo is UTC
    except ValueError:
        return
