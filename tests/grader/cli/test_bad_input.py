"""Whatever is given to the command line: an exit code that says whose fault it is, and a sentence."""

import os
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.cli import exit_codes
from tests.grader.cli.command_line import HONEST, Ran, hand_in, virtlab

Prepare = Callable[[Path], object]
USAGE, ENVIRONMENT, DONE = exit_codes.WRONG_USAGE, exit_codes.ENVIRONMENT, exit_codes.DONE


def nothing(place: Path) -> None:
    """Leave the folder as it is."""
    del place


def one(place: Path) -> None:
    """Let one student hand in."""
    hand_in(place / "class", {"ada": HONEST})


def file(name: str, content: bytes) -> Prepare:
    """Return what writes a file."""

    def write(place: Path) -> None:
        one(place)
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)

    return write


def zipped(place: Path) -> None:
    """Write an archive that breaks off."""
    with zipfile.ZipFile(place / "class.zip", "w") as archive:
        archive.writestr("ada/solution.py", HONEST)
    content = (place / "class.zip").read_bytes()
    (place / "class.zip").write_bytes(content[: len(content) // 2])


def unwritable(place: Path) -> None:
    """Put a folder where the gradebook should be."""
    one(place)
    (place / "gradebook.sqlite").mkdir()


def foreign_report(place: Path) -> None:
    """Put somebody's file into the folder for reports."""
    one(place)
    (place / "report").mkdir()
    (place / "report" / "thesis.txt").write_text("mine")


GRADE = "grade ledger class"
BAD: dict[str, tuple[Prepare, str, int, str]] = {
    "no-command": (nothing, "", USAGE, "Usage: virtlab"),
    "unknown-command": (nothing, "grad ledger", USAGE, "grad"),
    "unknown-option": (one, f"{GRADE} --sandbocks x", USAGE, "--sandbocks"),
    "unknown-exercise": (one, "grade leger class", USAGE, "There are: ledger."),
    "odd-exercise": (one, "grade ../exercise/ledger class", USAGE, "There are: ledger."),
    "unknown-sandbox": (one, f"{GRADE} --sandbox vmware", USAGE, "vmware"),
    "class-without-sandbox": (one, f"{GRADE} --sandbox process", USAGE, "would run as you"),
    "negative-seed": (one, f"{GRADE} --seed -1", USAGE, "'--seed'"),
    "huge-seed": (one, f"{GRADE} --seed 9223372036854775808", USAGE, "'--seed'"),
    "no-number": (one, f"{GRADE} --seed many", USAGE, "'--seed'"),
    "no-jobs": (one, f"{GRADE} --jobs 0", USAGE, "'--jobs'"),
    "missing-path": (nothing, "grade ledger class", USAGE, "class: No such file"),
    "empty-folder": (lambda place: (place / "class").mkdir(), GRADE, USAGE, "nothing to grade"),
    "broken-zip": (zipped, "grade ledger class.zip", USAGE, "class.zip is not a ZIP archive"),
    "empty-zip": (file("class.zip", b""), "grade ledger class.zip", USAGE, "not a ZIP archive"),
    "other-file": (file("class.tar", b""), "grade ledger class.tar", USAGE, "neither a folder nor"),
    "gradebook-in-the-way": (unwritable, GRADE, ENVIRONMENT, "can not be opened: Is a directory"),
    "gradebook-nowhere": (
        one,
        f"{GRADE} --gradebook sqlite:///no/such/folder.sqlite",
        ENVIRONMENT,
        "No such file or directory",
    ),
    "gradebook-no-database": (
        file("gradebook.sqlite", b"grades: ada 3\n" * 99),
        GRADE,
        ENVIRONMENT,
        "is not a gradebook",
    ),
    "gradebook-no-url": (one, f"{GRADE} --gradebook grades.db", USAGE, "URL can not be read"),
    "gradebook-in-memory": (one, f"{GRADE} --gradebook sqlite://", USAGE, "would be lost"),
    "foreign-report": (foreign_report, f"{GRADE} --report report", USAGE, "report holds files"),
    "report-of-nothing": (nothing, "report ledger", ENVIRONMENT, "no grade in ledger"),
    "unknown-student": (nothing, "show eve", USAGE, "has nothing of 'eve'"),
    "catalogue-nowhere": (nothing, "list", USAGE, "no such folder"),
    "no-solution": (nothing, "test", USAGE, "there is no such file"),
    "no-such-file": (nothing, "test a/b.py --exercise ledger", USAGE, "a/b.py: there is no such"),
    "whose-solution": (
        file("x.py", b""),
        "test x.py",
        USAGE,
        "Say which exercise it is with --exercise.",
    ),
    "unknown-property": (
        file("x.py", HONEST.encode()),
        "test x.py --exercise ledger --only A9",
        USAGE,
        "There are: A1 balance-follows-the-changes",
    ),
    "nul-in-solution": (
        file("x.py", b"x = 1\0"),
        "test x.py --exercise ledger",
        USAGE,
        "NUL byte at offset 5",
    ),
    "latin-1-solution": (
        file("x.py", "# é".encode("latin-1")),
        "test x.py --exercise ledger",
        USAGE,
        "line 1 is not UTF-8",
    ),
    "huge-solution": (
        file("x.py", b"#" * 300_000),
        "repro A1 x.py --exercise ledger",
        USAGE,
        "larger than 256 KiB",
    ),
    "check-nothing": (nothing, "check", USAGE, "give an exercise, or --all"),
    "check-unknown-candidate": (nothing, "check ledger --only mutants/x", USAGE, "mutants/x"),
}


def assert_is_a_message(ran: Ran) -> None:
    """See that an operator is spoken to, and not shown our insides."""
    assert ran.err.strip() or ran.out.strip()
    assert "Traceback" not in ran.err + ran.out
    assert all(ord(character) >= 32 or character == "\n" for character in ran.err)


@pytest.mark.bubblewrap
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    """With the exit code of its owner; and it changes nothing that was there."""
    prepare, command, code, says = BAD[name]
    prepare(tmp_path)
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}
    changes = {"VIRTLAB_CATALOG": str(tmp_path / "none")} if name == "catalogue-nowhere" else {}
    ran = virtlab(*command.split(), cwd=tmp_path, **changes)
    assert ran.code == code, ran.err
    assert says in ran.err + ran.out
    assert_is_a_message(ran)
    assert before.items() <= {path: path.stat().st_size for path in tmp_path.rglob("*")}.items()


ODD_NAMES: dict[str, str | bytes] = {
    "-rf": HONEST,
    "--help": HONEST,
    "a b": HONEST,
    "ünï": HONEST,
    "王伟": HONEST,
    "..hidden": HONEST,
    "x" * 200: HONEST,
    "Ada": HONEST,
    "ada": HONEST,
    "nul": b"x\0",
    "latin": "é".encode("latin-1"),
    "huge": b"#" * 300_000,
    "utf16": "x = 1".encode("utf-16"),
}


@pytest.mark.bubblewrap
def test_odd_submissions_do_not_stop_a_class(tmp_path: Path) -> None:
    """Each is taken, or listed with its reason; links lead nowhere; the rest is graded."""
    class_ = hand_in(tmp_path / "class", ODD_NAMES)
    (class_ / "empty").mkdir()
    (class_ / "loop").symlink_to(class_)
    (class_ / "passwd.py").symlink_to("/etc/passwd")
    os.mkfifo(class_ / "pipe.py")
    (class_ / os.fsdecode(b"bad\xffname")).mkdir()
    hand_in(class_, {os.fsdecode(b"bad\xffname"): HONEST})
    ran = virtlab("grade", "ledger", "class", "--sandbox", "bubblewrap", "--json", cwd=tmp_path)
    assert ran.code == DONE, ran.err
    graded = [line.split('"')[3] for line in ran.out.splitlines()]
    assert len(graded) == 7
    assert {"--help", "-rf", "a b"} <= set(graded)
    for name, reason in {
        "ada": "several submissions under one name",
        "empty": "the folder is empty",
        "huge": "larger than 256 KiB",
        "latin": "not UTF-8",
        "loop": "a symbolic link",
        "nul": "NUL byte",
        "passwd": "a symbolic link",
        "utf16": "UTF-16",
    }.items():
        (line,) = [row for row in ran.err.splitlines() if row.startswith(f"{name}: ")]
        assert reason in line
    assert_is_a_message(ran)


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """Mount a file system of that size."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can not be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.bubblewrap
def test_a_full_disk_ends_a_run_that_can_be_resumed(tmp_path: Path) -> None:
    """What was recorded before is there; with room again, the same command finishes."""
    hand_in(tmp_path / "class", {name: f"{HONEST}# {name}\n" for name in ("ada", "bela", "cleo")})
    with small_disk(tmp_path / "disk", 1500) as disk:
        url = f"sqlite:///{disk / 'grades.sqlite'}"
        command = ("grade", "ledger", "class", "--sandbox", "bubblewrap", "--gradebook", url)
        assert virtlab("show", "nobody", "--gradebook", url, cwd=tmp_path).code == USAGE
        ballast = disk / "ballast"
        with ballast.open("wb") as stream:
            free = shutil.disk_usage(disk).free
            stream.write(b"x" * (free - free % 4096))
        ran = virtlab(*command, cwd=tmp_path)
        assert ran.code == ENVIRONMENT, ran.err
        assert "room" in ran.err
        assert_is_a_message(ran)
        ballast.unlink()
        ran = virtlab(*command, cwd=tmp_path)
        assert ran.code == DONE, ran.err
        assert [row.split()[0] for row in ran.out.splitlines()[1:]] == ["ada", "bela", "cleo"]


@pytest.mark.bubblewrap
def test_a_gradebook_that_may_only_be_read_is_refused(tmp_path: Path) -> None:
    """Before anybody is judged."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    one(tmp_path)
    book = tmp_path / "gradebook.sqlite"
    book.touch()
    book.chmod(stat.S_IRUSR)
    ran = virtlab("grade", "ledger", "class", "--sandbox", "bubblewrap", cwd=tmp_path)
    assert ran.code == ENVIRONMENT
    assert "Permission denied" in ran.err
