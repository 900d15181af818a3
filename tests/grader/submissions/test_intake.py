"""A class on disk."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.submissions import taking
from grader.submissions.disk import DiskFolder, open_folder
from grader.submissions.intake import Action, Intake, collect, read_solution
from grader.submissions.places import UnreadableError
from grader.submissions.vetting import MAX_SOLUTION_BYTES

SOURCE = b"class MemoryAllocator:\n    pass\n"


def write(path: Path, content: bytes = SOURCE) -> Path:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def students(taken: Intake) -> list[str]:
    """Return the names of those whose submissions were taken."""
    return [item.student for item in taken.submissions]


def problems(taken: Intake) -> list[tuple[str, str, Action]]:
    """Return the problems as plain data."""
    return [(item.student, item.reason, item.action) for item in taken.problems]


def only_problem(taken: Intake) -> tuple[str, str, Action]:
    """Return the one problem of a class without submissions."""
    assert taken.submissions == ()
    (found,) = problems(taken)
    return found


def test_folders_and_files_are_both_taken(tmp_path: Path) -> None:
    """Each student comes once, in order, with nothing but the solution and its digest."""
    write(tmp_path / "Lin Mei" / "solution.py")
    write(tmp_path / "Lin Mei" / "test_mine.py", b"# my own tests")
    write(tmp_path / "Ada" / "allocator.py", b"# ada")
    write(tmp_path / "王伟.py", b"# wei")
    taken = collect(tmp_path)
    assert students(taken) == ["Ada", "Lin Mei", "王伟"]
    assert taken.problems == ()
    assert [dict(item.sources) for item in taken.submissions] == [
        {"solution.py": b"# ada"},
        {"solution.py": SOURCE},
        {"solution.py": b"# wei"},
    ]
    assert taken.submissions[1].digest == hashlib.sha256(SOURCE).hexdigest()
    assert taken.submissions[2].where == f"{tmp_path}/王伟.py"


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    """Hidden files, caches and archives' leftovers are neither students nor problems."""
    for name in (".git/config", "__MACOSX/Ada/._solution.py", ".DS_Store", "desktop.ini"):
        write(tmp_path / name)
    write(tmp_path / "Ada" / "._solution.py", b"\0")
    write(tmp_path / "Ada" / "__pycache__" / "x.pyc")
    write(tmp_path / "Ada" / "mine.py")
    taken = collect(tmp_path)
    assert (students(taken), taken.problems) == (["Ada"], ())


def test_a_class_without_students_is_empty(tmp_path: Path) -> None:
    """Nothing is invented."""
    assert collect(tmp_path) == Intake((), ())


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "the folder is empty"),
        ({"notes.txt": b"", "deep/solution.py": SOURCE}, "there is no .py file in the folder"),
        (
            {f"{letter}.py": SOURCE for letter in "abcdefg"},
            "several .py files, none of them solution.py: a.py, b.py, c.py, d.py, e.py, ...",
        ),
        (
            {"a\x1b.py": SOURCE, "b.py": SOURCE},
            "several .py files, none of them solution.py: a\\x1b.py, b.py",
        ),
        ({"solution.py": b"#" * (MAX_SOLUTION_BYTES + 1)}, "the file is larger than 256 KiB"),
        (
            {"solution.py": b"\xef\xbb\xbf" + b"#" * (MAX_SOLUTION_BYTES - 2)},
            "the file is larger than 256 KiB",
        ),
        ({"solution.py": b"\xff"}, "line 1 is not UTF-8: save the file as UTF-8"),
        (
            {"solution.py": b"\0"},
            "the file has a NUL byte at offset 0: it is not a text file",
        ),
    ],
    ids=["empty", "no-python", "several", "escaped", "large", "large-marked", "latin-1", "nul"],
)
def test_an_odd_folder_does_not_stop_the_class(
    tmp_path: Path, files: dict[str, bytes], reason: str
) -> None:
    """The student is named with the reason, and the others are taken."""
    (tmp_path / "Bob").mkdir()
    for name, content in files.items():
        write(tmp_path / "Bob" / name, content)
    write(tmp_path / "Zoe.py")
    taken = collect(tmp_path)
    assert students(taken) == ["Zoe"]
    assert problems(taken) == [("Bob", reason, Action.NOT_GRADED)]


def test_links_are_never_followed(tmp_path: Path) -> None:
    """Neither a student's folder nor a file may stand for something elsewhere."""
    secret = write(tmp_path / "elsewhere" / "solution.py").parent
    for name in ("class/Ann", "class/Cleo"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "class/Ann/solution.py").symlink_to(secret / "solution.py")
    (tmp_path / "class/Bob").symlink_to(secret)
    write(tmp_path / "class/Cleo/mine.py")
    (tmp_path / "class/Cleo/solution.py").symlink_to("mine.py")
    (tmp_path / "class/Dan.py").symlink_to(secret / "solution.py")
    taken = collect(tmp_path / "class")
    assert taken.submissions == ()
    assert problems(taken) == [
        ("Ann", "solution.py is a symbolic link", Action.NOT_GRADED),
        ("Bob", "a symbolic link", Action.NOT_GRADED),
        ("Cleo", "solution.py is a symbolic link", Action.NOT_GRADED),
        ("Dan", "a symbolic link", Action.NOT_GRADED),
    ]


def test_a_link_put_there_between_two_looks_is_refused(tmp_path: Path) -> None:
    """Opening checks again, whatever the listing said."""
    write(tmp_path / "elsewhere" / "solution.py")
    (tmp_path / "folder").symlink_to("elsewhere")
    (tmp_path / "file").symlink_to("elsewhere/solution.py")
    with open_folder(tmp_path) as folder:
        with pytest.raises(UnreadableError, match="can not be read"):
            folder.read("file", 10)
        with pytest.raises(UnreadableError, match="can not be opened"), folder.open("folder"):
            pass


def test_pipes_and_folders_in_a_files_place_are_not_waited_for(tmp_path: Path) -> None:
    """Reading one would block or fail; neither happens."""
    (tmp_path / "Ann").mkdir()
    os.mkfifo(tmp_path / "Ann" / "solution.py")
    os.mkfifo(tmp_path / "Bob.py")
    (tmp_path / "Cleo" / "solution.py").mkdir(parents=True)
    assert problems(collect(tmp_path)) == [
        ("Ann", "solution.py is not a regular file", Action.NOT_GRADED),
        ("Bob", "not a regular file", Action.NOT_GRADED),
        ("Cleo", "there is no .py file in the folder", Action.NOT_GRADED),
    ]
    with open_folder(tmp_path) as folder, pytest.raises(UnreadableError, match="not a regular"):
        folder.read("Bob.py", 10)


def test_a_byte_order_mark_is_removed_and_said(tmp_path: Path) -> None:
    """The digest is that of what is graded."""
    write(tmp_path / "Ada.py", b"\xef\xbb\xbf" + SOURCE)
    taken = collect(tmp_path)
    assert taken.submissions[0].sources == {"solution.py": SOURCE}
    assert taken.submissions[0].digest == hashlib.sha256(SOURCE).hexdigest()
    assert [(item.student, item.action) for item in taken.problems] == [("Ada", Action.GRADED)]


@pytest.mark.parametrize(
    "names",
    [("Ada.py", "Ada/solution.py"), ("Ada.py", "aDA.py"), ("José.py", "Jose\u0301.py")],
)
def test_two_submissions_under_one_name_are_both_left(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    """Which one counts is the teacher's to say; the others are graded."""
    for name in (*names, "Zoe.py"):
        write(tmp_path / name)
    taken = collect(tmp_path)
    assert students(taken) == ["Zoe"]
    assert {item.action for item in taken.problems} == {Action.NOT_GRADED}
    assert all("several submissions" in item.reason for item in taken.problems)


def test_odd_names_are_graded_and_shown_escaped(tmp_path: Path) -> None:
    """Control characters and bytes that are no text can be handed in, but not shown."""
    write(tmp_path / "bad\nname.py")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_bytes(SOURCE)
    write(tmp_path / ("x" * 150) / "solution.py")
    taken = collect(tmp_path)
    assert students(taken)[:2] == ["bad\\nname", "caf\\udce9"]
    assert [len(item.student) for item in taken.submissions] == [9, 9, 100]
    assert [item.action for item in taken.problems] == [Action.GRADED] * 3
    assert all(item.where.isprintable() for item in taken.submissions)


def test_other_files_beside_students_are_named(tmp_path: Path) -> None:
    """A file that is nobody's solution is ignored aloud; so is a solution that is nobody's."""
    write(tmp_path / "roster.xlsx")
    write(tmp_path / "solution.py")
    write(tmp_path / "Ada" / "solution.py")
    taken = collect(tmp_path)
    assert students(taken) == ["Ada"]
    assert [(name, action) for name, _, action in problems(taken)] == [
        ("roster.xlsx", Action.IGNORED),
        ("solution.py", Action.IGNORED),
    ]


def test_the_folder_of_one_student_may_be_given(tmp_path: Path) -> None:
    """A folder that holds a solution is that student's, not a class with a student "solution"."""
    write(tmp_path / "Ada" / "solution.py")
    write(tmp_path / "Ada" / "helper.py")
    taken = collect(tmp_path / "Ada")
    assert (students(taken), taken.problems) == (["Ada"], ())


def test_a_single_file_may_be_given(tmp_path: Path) -> None:
    """Its student is the file's name, or the folder's."""
    named = write(tmp_path / "Ada.py", b"\xef\xbb\xbf" + SOURCE)
    plain = write(tmp_path / "Lin Mei" / "solution.py")
    assert collect(named).submissions == (read_solution(named),)
    assert read_solution(named).student == "Ada"
    assert read_solution(named).sources == {"solution.py": SOURCE}
    assert read_solution(plain).student == "Lin Mei"


@pytest.mark.parametrize("name", ["missing", "missing.zip", "notes.txt", "a\0b", "file/x.py"])
def test_a_path_that_can_not_be_used_is_the_operators_to_mend(tmp_path: Path, name: str) -> None:
    """The message names it, the hint says what to give."""
    write(tmp_path / "notes.txt")
    write(tmp_path / "file")
    with pytest.raises(GraderError) as caught:
        collect(tmp_path / name)
    assert name in str(caught.value)
    assert "give a folder" in caught.value.hint


@pytest.mark.parametrize("content", [b"\xff", b"\0", b"#" * (MAX_SOLUTION_BYTES + 1)])
def test_a_single_file_that_is_no_solution_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whoever named the file is told why."""
    with pytest.raises(GraderError, match=r"mine\.py: "):
        read_solution(write(tmp_path / "mine.py", content))
    with pytest.raises(GraderError, match="can not be read"):
        read_solution(tmp_path / "missing.py")


def test_a_class_that_does_not_fit_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All solutions together are limited."""
    monkeypatch.setattr(taking, "MAX_CLASS_BYTES", 2 * len(SOURCE))
    for name in "abc":
        write(tmp_path / f"{name}.py")
    with pytest.raises(GraderError, match="together"):
        collect(tmp_path)


def test_a_folder_with_too_many_files_is_its_students_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood of files in one folder costs that student alone."""
    monkeypatch.setattr("grader.submissions.disk.MAX_ITEMS", 10)
    for number in range(11):
        write(tmp_path / "Bob" / f"{number}.py")
    write(tmp_path / "Zoe.py")
    taken = collect(tmp_path)
    assert students(taken) == ["Zoe"]
    assert problems(taken) == [("Bob", "the folder holds more than 10 files", Action.NOT_GRADED)]


@contextmanager
def nobody() -> Iterator[None]:
    """Drop root's rights for a while: root can read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_unreadable_files_and_folders_are_problems() -> None:
    """What the grader may not read costs that student alone."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own is closed to others
        folder = Path(name)
        write(folder / "Ann" / "solution.py").chmod(0)
        write(folder / "Bob" / "solution.py").parent.chmod(0)
        write(folder / "Zoe.py").chmod(0o644)
        folder.chmod(0o755)
        (folder / "Ann").chmod(0o755)
        with nobody():
            taken = collect(folder)
        (folder / "Bob").chmod(0o700)
    assert students(taken) == ["Zoe"]
    assert problems(taken) == [
        ("Ann", "the file can not be read: Permission denied", Action.NOT_GRADED),
        ("Bob", "the folder can not be opened: Permission denied", Action.NOT_GRADED),
    ]


def test_reading_stops_one_byte_after_the_limit(tmp_path: Path) -> None:
    """A file that grows while it is read can not fill the memory."""
    write(tmp_path / "large", b"x" * 1000)
    with open_folder(tmp_path) as folder:
        assert isinstance(folder, DiskFolder)
        assert len(folder.read("large", 10)) == 11


def test_one_student_with_a_repository_does_not_make_a_class_of_clones(tmp_path: Path) -> None:
    """The others' only file is their solution, whatever its name."""
    write(tmp_path / "Ada" / ".git" / "HEAD")
    write(tmp_path / "Ada" / "solution.py")
    write(tmp_path / "Bob" / "mine.py")
    write(tmp_path / "Cleo.py")
    assert students(collect(tmp_path)) == ["Ada", "Bob", "Cleo"]
