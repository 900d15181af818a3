"""``virtlab submit``, ``status`` and ``verify`` as students and instructors run them."""

import json
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.cli.account import account_name
from tests.grader.cli.command_line import BROKEN, HONEST, Ran, hand_in, virtlab
from tests.grader.delivery.course_server import KEY, TOKEN, course_server

LEDGER = ("--exercise", "ledger")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a solution of ann's and an inbox."""
    hand_in(tmp_path, {"ann": HONEST})
    (tmp_path / "inbox").mkdir(mode=0o700)
    return tmp_path


def run(place: Path, command: str, *options: str, **changes: str) -> Ran:
    """Run a command in ann's folder, with the inbox's address."""
    to = ("--to", (place / "inbox").as_uri())
    return virtlab(command, "ann", *to, *LEDGER, *options, cwd=place, **changes)


def receipts(place: Path) -> list[Path]:
    """Return ann's receipts."""
    return sorted((place / "ann" / ".virtlab" / "receipts").iterdir())


def test_a_solution_is_sent_once_and_again_only_if_it_changed(place: Path) -> None:
    """The receipt is kept; the same again changes nothing; an earlier one is the newest again."""
    first = run(place, "submit", "--json")
    assert first.code == exit_codes.DONE, first.err
    receipt = json.loads(first.out)
    assert (receipt["exercise"], receipt["student"]) == ("ledger", account_name())
    again = run(place, "submit", "--json")
    assert json.loads(again.out) == receipt
    assert "It is in already" in again.err
    assert len(list((place / "inbox").iterdir())) == len(receipts(place)) == 1
    for source in (HONEST + "\n# changed\n", HONEST):
        hand_in(place, {"ann": source})
        assert run(place, "submit").code == exit_codes.DONE
    assert len(list((place / "inbox").iterdir())) == 3


def test_what_would_earn_nothing_is_refused_unless_it_is_wanted(place: Path) -> None:
    """With the line; what nobody would take is refused in any case."""
    hand_in(place, {"ann": BROKEN})
    refused = run(place, "submit")
    assert refused.code == exit_codes.WRONG_USAGE
    assert "solution.py: line 1: " in refused.err
    assert list((place / "inbox").iterdir()) == []
    wanted = run(place, "submit", "--anyway")
    assert wanted.code == exit_codes.DONE, wanted.err
    hand_in(place, {"ann": b"\xff"})
    assert run(place, "submit", "--anyway").code == exit_codes.WRONG_USAGE
    assert len(list((place / "inbox").iterdir())) == 1


def test_status_shows_what_is_in_and_what_is_gone(place: Path) -> None:
    """By the receipts, held against the inbox."""
    assert run(place, "status").out == "Nothing is in.\n"
    run(place, "submit")
    assert [json.loads(run(place, "status", "--json").out)["state"]] == ["received"]
    assert "shows no grades" in run(place, "status").err
    next((place / "inbox").iterdir()).unlink()
    assert json.loads(run(place, "status", "--json").out)["state"] == "gone"


def test_a_receipt_is_verified_by_solution_and_inbox(place: Path) -> None:
    """A forged time or another solution fails; without key and inbox it says what is not proved."""
    run(place, "submit")
    (path,) = receipts(place)
    good = virtlab("verify", path, "ann/solution.py", "--inbox", "inbox", cwd=place)
    assert (good.code, good.out.count("yes  ")) == (exit_codes.DONE, 2), good.err
    assert "was not checked" in virtlab("verify", path, "ann/solution.py", cwd=place).out
    (place / "other.py").write_text("x = 1\n")
    other = virtlab("verify", path, "other.py", cwd=place)
    assert other.code == exit_codes.POINTS_LOST
    assert "is not the solution" in other.out
    facts = json.loads(path.read_text())
    changes: tuple[tuple[str, str], ...] = (
        ("received", "2020-01-01T00:00:00Z"),
        ("student", "bob"),
        ("digest", "0" * 64),
    )
    for name, value in changes:
        (place / "forged.json").write_text(json.dumps({**facts, name: value}))
        forged = virtlab("verify", "forged.json", "--inbox", "inbox", cwd=place)
        assert (forged.code, "NO   " in forged.out) == (exit_codes.POINTS_LOST, True)


def test_a_servers_receipt_is_verified_by_its_key(place: Path) -> None:
    """The right key, another one, one that others can read; status comes from the server."""
    key, another, opened = (place / name for name in ("key", "another", "opened"))
    for path, content in ((key, KEY), (another, b"x" * 32), (opened, KEY)):
        path.write_bytes(content)
        path.chmod(0o600)
    opened.chmod(0o644)
    with course_server() as course:
        to = ("--to", course.url)
        sent = virtlab("submit", "ann", *to, *LEDGER, cwd=place, VIRTLAB_TOKEN=TOKEN)
        assert sent.code == exit_codes.DONE, sent.err
        shown = virtlab("status", "ann", *to, *LEDGER, cwd=place, VIRTLAB_TOKEN=TOKEN)
        assert "57.25 of 100" in shown.out
        missing = virtlab("submit", "ann", *to, *LEDGER, cwd=place, VIRTLAB_TOKEN=None)
        assert (missing.code, "VIRTLAB_TOKEN" in missing.err) == (exit_codes.WRONG_USAGE, True)
    (path,) = receipts(place)
    assert virtlab("verify", path, "--key", key, cwd=place).code == exit_codes.DONE
    wrong = virtlab("verify", path, "--key", another, cwd=place)
    assert (wrong.code, "not the course's" in wrong.out) == (exit_codes.POINTS_LOST, True)
    assert virtlab("verify", path, "--key", opened, cwd=place).code == exit_codes.WRONG_USAGE


def test_wrong_usage_is_told(place: Path) -> None:
    """No address, a wrong one, no receipt."""
    assert virtlab("submit", "ann", *LEDGER, cwd=place).code == exit_codes.WRONG_USAGE
    wrong = virtlab("submit", "ann", "--to", "http://course.example", *LEDGER, cwd=place)
    assert wrong.code == exit_codes.WRONG_USAGE
    nowhere = virtlab("submit", "ann", "--to", "file:///nowhere", *LEDGER, cwd=place)
    assert nowhere.code == exit_codes.ENVIRONMENT
    assert virtlab("verify", "ann/solution.py", cwd=place).code == exit_codes.WRONG_USAGE


def test_a_hostile_receipt_can_not_reach_the_terminal(place: Path) -> None:
    """What a student wrote into it is shown escaped."""
    run(place, "submit")
    (path,) = receipts(place)
    facts = json.loads(path.read_text())
    text = json.dumps({**facts, "student": "\x1b[31m[red]", "to": "\x1b]0;owned\x07"})
    (place / "hostile.json").write_text(text)
    ran = virtlab("verify", "hostile.json", "--inbox", "inbox", cwd=place)
    assert not {"\x1b", "\x07"} & set(ran.out + ran.err)
    assert "[red]" in ran.out


@pytest.mark.bubblewrap
def test_an_inbox_is_graded(place: Path) -> None:
    """By the same command as a folder; the time goes into the gradebook with the grade."""
    run(place, "submit")
    ran = virtlab("grade", "ledger", "inbox", "--sandbox", "bubblewrap", "--json", cwd=place)
    assert ran.code == exit_codes.DONE, ran.err
    grade = json.loads(ran.out)
    assert (grade["student"], grade["score"]) == (account_name(), 100)
