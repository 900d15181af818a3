"""An inbox as a source of submissions: whose a parcel is, when it came in, and what is left out."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.cli.account import account_name, account_of
from grader.delivery.folder import deliver_to_folder
from grader.errors import UsageError
from grader.submissions.inbox import MAX_PARCELS_OF_ONE
from grader.submissions.intake import Source, collect
from grader.submissions.owners import Known, Owners
from grader.submissions.parcel import PARCEL_SUFFIX, Parcel, new_parcel_name
from grader.submissions.wanted import Wanted
from tests.grader.delivery.other_users import as_user, drop_box, needs_root
from tests.grader.delivery.parcels import SLUG, parcel_of
from tests.grader.hostile_texts import HOSTILE_TEXTS

WANTED = Wanted(slug=SLUG)
ANN, BOB = 54_001, 54_002


def put(inbox: Path, content: bytes, exercise: str = SLUG) -> Path:
    """Write a file that is called like a parcel."""
    path = inbox / new_parcel_name(exercise)
    path.write_bytes(content)
    return path


def test_every_submission_of_a_student_is_taken_with_its_time(tmp_path: Path) -> None:
    """By time; the time is the folder's own; other exercises and drafts are passed over."""
    first = deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    second = deliver_to_folder(tmp_path, parcel_of("x = 2\n"))
    deliver_to_folder(tmp_path, parcel_of("x = 3\n", exercise="another"))
    (tmp_path / ".0123.part").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("of the teacher's")
    intake = collect(tmp_path, WANTED)
    assert intake.problems == ()
    found = [(one.student, one.digest, one.submitted) for one in intake.submissions]
    expected = [
        (account_name(), receipt.digest, receipt.received.isoformat())
        for receipt in (first, second)
    ]
    assert found == expected


def test_the_keeper_of_an_inbox_may_say_whose_a_parcel_is(tmp_path: Path) -> None:
    """A copied inbox, or one that a server fills, has one owner and many students."""
    for student in ("ann", "王伟"):
        deliver_to_folder(tmp_path, parcel_of(f"{student!r}\n", student))
    intake = collect(tmp_path, Wanted(slug=SLUG, source=Source.INBOX))
    assert [one.student for one in intake.submissions] == ["ann", "王伟"]


def test_students_are_those_of_the_list(tmp_path: Path) -> None:
    """An account means whose login it is; one that nobody has is noted."""
    for student in ("ann", "ann2", "stranger"):
        deliver_to_folder(tmp_path, parcel_of(f"{student!r}\n", student))
    owners = Owners([Known("Ann Lee", "ann", ("ann2",))])
    intake = collect(tmp_path, Wanted(slug=SLUG, owners=owners))
    assert [one.student for one in intake.submissions] == ["Ann Lee", "Ann Lee"]
    assert [problem.student for problem in intake.problems] == ["stranger"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_content_stops_the_class(text: str, tmp_path: Path) -> None:
    """Whatever stands in a parcel or instead of one, the others are taken."""
    good = deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    raw = text.encode("utf-8", "surrogatepass")
    put(tmp_path, raw)
    facts = json.loads(parcel_of("x = 2\n").to_bytes())
    for name in ("source", "student", "exercise", "digest", "sent", "version", "more"):
        put(tmp_path, json.dumps({**facts, name: text}).encode())
    intake = collect(tmp_path, WANTED)
    assert good.digest in {one.digest for one in intake.submissions}
    assert all(problem.reason.isprintable() for problem in intake.problems)
    assert all(one.student.isprintable() for one in intake.submissions)


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    """Links and pipes that are called like parcels are noted."""
    aside = tmp_path / "aside"
    aside.write_bytes(parcel_of("x = 1\n").to_bytes())
    (tmp_path / new_parcel_name(SLUG)).symlink_to(aside)
    os.mkfifo(tmp_path / new_parcel_name(SLUG))
    (tmp_path / new_parcel_name(SLUG)).mkdir()
    intake = collect(tmp_path, WANTED)
    assert intake.submissions == ()
    assert len(intake.problems) == 3


def test_an_account_can_not_flood_the_class(tmp_path: Path) -> None:
    """Of very many parcels the newest are read, and it is said."""
    for number in range(MAX_PARCELS_OF_ONE + 3):
        deliver_to_folder(tmp_path, parcel_of(f"x = {number}\n"))
    intake = collect(tmp_path, WANTED)
    assert len(intake.submissions) == MAX_PARCELS_OF_ONE
    (problem,) = intake.problems
    assert "only the newest are read" in problem.reason


def test_an_oversized_or_damaged_parcel_is_not_read(tmp_path: Path) -> None:
    """A file of endless length costs no memory; a changed solution does not pass."""
    with put(tmp_path, b"").open("wb") as stream:
        stream.truncate(10**12)
    facts = json.loads(parcel_of("x = 1\n").to_bytes())
    put(tmp_path, json.dumps({**facts, "source": "x = 2\n"}).encode())
    intake = collect(tmp_path, WANTED)
    assert intake.submissions == ()
    reasons = " ".join(problem.reason for problem in intake.problems)
    assert "too large" in reasons
    assert "damaged" in reasons


def test_an_inbox_is_read_for_one_exercise(tmp_path: Path) -> None:
    """Without one it is a wrong usage, not an empty class."""
    deliver_to_folder(tmp_path, parcel_of("x = 1\n"))
    with pytest.raises(UsageError, match="one exercise"):
        collect(tmp_path)


@needs_root
def test_nobody_hands_in_under_anothers_name() -> None:
    """A parcel counts as its owner's; one that says otherwise is not taken."""
    with drop_box(0o1733) as inbox:
        ann, bob = account_of(ANN), account_of(BOB)
        as_user(ANN, lambda: deliver_to_folder(inbox, parcel_of("x = 1\n")))
        as_user(BOB, lambda: deliver_to_folder(inbox, parcel_of("x = 2\n", ann)))
        forged = as_user(BOB, lambda: os.link(_only(inbox), inbox / f"{SLUG}.1{PARCEL_SUFFIX}"))
        assert forged == "PermissionError"
        intake = collect(inbox, WANTED)
        assert [one.student for one in intake.submissions] == [ann]
        (problem,) = intake.problems
        assert (problem.student, problem.reason) == (bob, "it says that it is somebody else's")


@needs_root
def test_a_changed_parcel_came_in_when_it_was_changed() -> None:
    """Times set by hand are not believed."""
    with drop_box(0o1733) as inbox:
        name = as_user(ANN, lambda: deliver_to_folder(inbox, parcel_of("x = 1\n")).entry)
        before = datetime.now(UTC).replace(microsecond=0)
        as_user(ANN, lambda: os.utime(inbox / name, (0, 0)))
        (one,) = collect(inbox, WANTED).submissions
        assert datetime.fromisoformat(one.submitted) >= before


def test_a_parcel_checks_itself() -> None:
    """The digest is the solution's."""
    facts = parcel_of("x = 1\n").model_dump()
    with pytest.raises(ValueError, match="damaged"):
        Parcel(**{**facts, "source": "x = 2\n"})


def _only(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.stat().st_uid == ANN)
