"""Delivery into a shared folder, and what students can not do to each other there."""

import json
import os
import stat
from pathlib import Path

import pytest

from grader.cli.account import account_of
from grader.delivery.folder import deliver_to_folder, find_delivered
from grader.delivery.receipt import SubmissionReceipt
from grader.errors import GraderError
from grader.submissions.parcel import PARCEL_SUFFIX, read_parcel
from tests.grader.delivery.other_users import as_user, drop_box, needs_root
from tests.grader.delivery.parcels import SLUG, parcel_of

ANN, BOB, TEACHER, TEACHERS = 54_001, 54_002, 54_003, 54_100


def deliver_as(uid: int, inbox: Path, source: str, groups: tuple[int, ...] = ()) -> Path:
    """Deliver a solution as another user; return its file."""

    def action() -> str:
        return deliver_to_folder(inbox, parcel_of(source)).entry

    return inbox / as_user(uid, action, groups)


def test_a_parcel_arrives_whole_and_private(tmp_path: Path) -> None:
    """One file, readable by its owner, nothing left beside it; the receipt finds it again."""
    parcel = parcel_of("x = 1\n")
    receipt = deliver_to_folder(tmp_path, parcel)
    (path,) = tmp_path.iterdir()
    assert path.name == receipt.entry
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_nlink == 1
    assert read_parcel(path.read_bytes()) == parcel
    found = find_delivered(tmp_path, receipt)
    assert found is not None
    assert (found.uid, found.received) == (os.getuid(), receipt.received)


def test_nothing_is_ever_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is taken stays as it is, and no draft is left behind."""
    name = f"{SLUG}.{'0' * 32}{PARCEL_SUFFIX}"
    monkeypatch.setattr("grader.delivery.folder.new_parcel_name", lambda _: name)
    (tmp_path / name).write_text("first")
    with pytest.raises(GraderError, match="File exists"):
        deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "first"


def test_a_failure_in_between_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk fails before the name is given, no parcel is seen."""

    def fail(descriptor: int) -> None:
        raise OSError(28, os.strerror(28), descriptor)

    monkeypatch.setattr("grader.delivery.folder.os.fsync", fail)
    with pytest.raises(GraderError, match="No space left") as caught:
        deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    assert "nothing was sent" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_unsafe_or_missing_inbox_is_refused(tmp_path: Path) -> None:
    """Writable by others without the sticky bit, no folder, not there."""
    tmp_path.chmod(0o777)
    with pytest.raises(GraderError, match="unsafe"):
        deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    tmp_path.chmod(0o700)
    (tmp_path / "file").write_text("")
    for wrong in ("file", "nowhere"):
        with pytest.raises(GraderError):
            deliver_to_folder(tmp_path / wrong, parcel_of("x = 1\n"))


def test_a_receipt_finds_only_what_is_there_unchanged(tmp_path: Path) -> None:
    """Deleted, changed or replaced by a link: it is not found."""
    receipt = deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    path = tmp_path / receipt.entry
    other = SubmissionReceipt(**{**receipt.model_dump(), "digest": "0" * 64})
    assert find_delivered(tmp_path, other) is None
    facts = json.loads(path.read_text())
    path.write_text(json.dumps({**facts, "source": "x = 2\n"}))
    assert find_delivered(tmp_path, receipt) is None
    path.unlink()
    assert find_delivered(tmp_path, receipt) is None
    (tmp_path / "aside").write_bytes(parcel_of("x = 1\n").to_bytes())
    path.symlink_to(tmp_path / "aside")
    assert find_delivered(tmp_path, receipt) is None


@needs_root
def test_no_student_reaches_anothers_work() -> None:
    """In a folder of mode 1733: not listed, not read, not deleted, not replaced, not linked."""
    with drop_box(0o1733) as inbox:
        anns, bobs = deliver_as(ANN, inbox, "ann = 1\n"), deliver_as(BOB, inbox, "bob = 1\n")
        assert {anns.stat().st_uid, bobs.stat().st_uid} == {ANN, BOB}
        assert {stat.S_IMODE(path.stat().st_mode) for path in (anns, bobs)} == {0o600}
        assert as_user(BOB, lambda: list(inbox.iterdir())) == "PermissionError"
        assert as_user(BOB, anns.read_bytes) == "PermissionError"
        assert as_user(BOB, anns.unlink) == "PermissionError"
        assert as_user(BOB, lambda: bobs.replace(anns)) == "PermissionError"
        assert as_user(BOB, lambda: anns.chmod(0o666)) == "PermissionError"
        assert as_user(ANN, lambda: b"ann = 1" in anns.read_bytes()) == "True"
        assert read_parcel(anns.read_bytes()).student == account_of(ANN)


@needs_root
def test_teachers_read_where_the_folder_hands_their_group_on() -> None:
    """Mode 3733: their group reads, students do not, not even one who was put into the group."""
    with drop_box(0o3733, TEACHERS) as inbox:
        anns = deliver_as(ANN, inbox, "ann = 1\n")
        assert stat.S_IMODE(anns.stat().st_mode) == 0o640
        assert anns.stat().st_gid == TEACHERS
        assert as_user(BOB, anns.read_bytes) == "PermissionError"
        assert as_user(TEACHER, lambda: b"ann = 1" in anns.read_bytes(), (TEACHERS,)) == "True"
        bobs = deliver_as(BOB, inbox, "bob = 1\n", (TEACHERS,))
        assert stat.S_IMODE(bobs.stat().st_mode) == 0o600


@needs_root
def test_no_student_can_set_the_time_back() -> None:
    """The time that counts is when a file was changed last in any way."""
    with drop_box(0o1733) as inbox:
        anns = deliver_as(ANN, inbox, "ann = 1\n")
        before = anns.stat().st_ctime_ns
        as_user(ANN, lambda: os.utime(anns, (0, 0)))
        assert anns.stat().st_mtime == 0
        assert anns.stat().st_ctime_ns >= before
