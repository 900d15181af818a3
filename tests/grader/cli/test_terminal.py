"""What a student made can only be read on a terminal: no byte of it moves the cursor, colours or hides."""

import json
import os
import pty
import subprocess
import unicodedata
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.cli.console import plain
from tests.grader.cli.command_line import HONEST, PROGRAM, Ran, environment, hand_in, virtlab

pytestmark = pytest.mark.bubblewrap

# Escape and CSI, one-byte CSI, title and clipboard, erase, bell, bidi, line separator, markup, link.
HOSTILE = "\x1b[31mred\x9b2J\x1b]0;t\x07\x1b]52;c;eA==\x07\x7f\b\r\u202eback\u2028[bold]b[/][/nope][link=x]"
SOURCE = (
    HONEST.replace(
        "return value\n",
        "print(HOSTILE); raise type(HOSTILE[:60], (Exception,), {})(HOSTILE)\n",
    )
    .replace("return [entry.amount", "print(HOSTILE); return [HOSTILE] or [entry.amount")
    .replace("class Ledger:", f"HOSTILE = {HOSTILE!r}\n\n\nclass Ledger:")
)
NAMES = ("eve [red]", "\x1b[31mmal", "\u202etrudy", "[nope]", "\x9b2Jx", "a\rb")
HARMLESS = {"\n"}


def foreign_controls(text: str) -> set[str]:
    """Return what in a text is not to be read: controls, direction marks, separators."""
    return {
        character
        for character in text
        if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}
        and character not in HARMLESS
    }


def assert_readable(ran: Ran) -> None:
    """See that there is nothing but text in what was written; rich itself colours no pipe."""
    assert foreign_controls(ran.out) == set()
    assert foreign_controls(ran.err) == set()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a hostile class that was graded."""
    place = tmp_path_factory.mktemp("terminal")
    hand_in(place / "class", dict.fromkeys(NAMES, SOURCE))
    hand_in(place / "class", {"\x1b[2Jnull": b"\0"})
    return place


@pytest.fixture(scope="module")
def graded(place: Path) -> Ran:
    """Grade the class."""
    command = ("grade", "ledger", "class", "--sandbox", "bubblewrap", "--report", "report")
    return virtlab(*command, cwd=place)


def test_a_hostile_class_is_graded_in_plain_text(graded: Ran) -> None:
    """Names appear escaped, markup as it was typed."""
    assert graded.code == exit_codes.DONE, graded.err
    assert_readable(graded)
    for name in ("eve [red]", "\\x1b[31mmal", "\\u202etrudy", "[nope]", "\\x9b2Jx"):
        assert name in graded.out
    assert "\\x1b[2Jnull: the file has a NUL byte" in graded.err


def test_reasons_and_prints_are_shown_in_plain_text(graded: Ran, place: Path) -> None:
    """Messages, counterexamples, exception names and what the solution printed."""
    assert graded.code == exit_codes.DONE
    shown = virtlab("show", "eve [red]", cwd=place)
    assert_readable(shown)
    assert "It printed:" in shown.out
    assert "[bold]b[/]" in shown.out
    assert "\\x1b[31mred" in shown.out
    as_json = virtlab("show", "eve [red]", "--json", cwd=place)
    assert as_json.raw_out.isascii()
    assert_readable(as_json)
    messages = [outcome["message"] for outcome in json.loads(as_json.out)["outcomes"]]
    assert any(HOSTILE in message for message in messages)


def test_a_students_own_loop_is_plain_text(place: Path) -> None:
    """Also where the message itself is printed, as there is no trial to repeat."""
    (place / "x.py").write_text(SOURCE, encoding="utf-8")
    options = ("x.py", "--exercise", "ledger", "--sandbox", "process")
    judged = virtlab("test", *options, cwd=place)
    assert judged.code == exit_codes.POINTS_LOST
    assert_readable(judged)
    assert_readable(virtlab("repro", "A3", *options, cwd=place))
    text = (place / "repro_bytes_come_back.py").read_text(encoding="utf-8")
    compile(text, "repro", "exec")
    assert foreign_controls(text) == set()


def test_nothing_of_a_student_reaches_a_real_terminal(graded: Ran, place: Path) -> None:
    """There rich does write escapes of its own; none is the student's."""
    assert graded.code == exit_codes.DONE
    ours, theirs = pty.openpty()
    command = [str(PROGRAM), "show", "eve [red]"]
    changes = environment(TERM="xterm-256color")
    with subprocess.Popen(command, cwd=place, env=changes, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 65536):
                written += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == exit_codes.DONE
    text = written.decode("utf-8")
    assert "\x1b[" in text
    for hostile in ("\x1b[31mred", "\x9b", "\x1b]", "\x07", "\x7f", "\b", "\u202e", "\u2028"):
        assert hostile not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [red] text", "plain [red] text"),
        ("a\tb\nc", "a    b\nc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b\x7f\r", "\\x9b\\x7f\\x0d"),
        ("\u202e\u2028\ue000", "\\u202e\\u2028\\ue000"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
    ],
)
def test_foreign_text_is_made_visible(text: str, shown: str) -> None:
    """As Python would write it."""
    assert plain(text).plain == shown


def test_a_long_text_is_cut() -> None:
    """And says so."""
    assert plain("x" * 10_000).plain.endswith("(4000 more characters)")
