"""A class in a ZIP archive, honest or hostile."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.submissions import archive
from grader.submissions.intake import Action, Intake, collect
from grader.submissions.vetting import MAX_SOLUTION_BYTES

SOURCE = b"class MemoryAllocator:\n    pass\n"

Members = list[tuple[str | zipfile.ZipInfo, bytes]]


def packed(members: Members) -> bytes:
    """Return an archive of these members, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for member, content in members:
            made.writestr(member, content)
    return stream.getvalue()


@pytest.fixture
def collect_zip(tmp_path: Path) -> Callable[[Members], Intake]:
    """Return a function that packs members and takes them in, leaving nothing else on disk."""

    def run(members: Members) -> Intake:
        path = tmp_path / "class.zip"
        path.write_bytes(packed(members))
        taken = collect(path)
        assert list(tmp_path.iterdir()) == [path]
        return taken

    return run


CollectZip = Callable[[Members], Intake]


def students(taken: Intake) -> list[str]:
    """Return the names of those whose submissions were taken."""
    return [item.student for item in taken.submissions]


def special(name: str, kind: int) -> zipfile.ZipInfo:
    """Return a member that claims to be a file of a special kind."""
    member = zipfile.ZipInfo(name)
    member.create_system = 3
    member.external_attr = (kind | 0o777) << 16
    return member


def test_folders_and_files_are_both_taken(collect_zip: CollectZip) -> None:
    """An archive is read like the folder that it was made from."""
    taken = collect_zip(
        [
            ("Lin Mei/", b""),
            ("Lin Mei/solution.py", SOURCE),
            ("王伟.py", SOURCE),
            ("__MACOSX/._Lin Mei", b"\0"),
            ("Bob/", b""),
        ]
    )
    assert students(taken) == ["Lin Mei", "王伟"]
    assert taken.submissions[0].sources == {"solution.py": SOURCE}
    assert [(item.student, item.reason) for item in taken.problems] == [
        ("Bob", "the folder is empty")
    ]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["class/Ada/solution.py", "class/Bob/solution.py"], ["Ada", "Bob"]),
        (["class/Ada.py", "class/Bob.py"], ["Ada", "Bob"]),
        (["a/b/Ada/solution.py", "a/b/Bob.py", "__MACOSX/a/x"], ["Ada", "Bob"]),
        (["Ada/solution.py"], ["Ada"]),
        (["Ada/solution.py", "Ada/helper.py"], ["Ada"]),
        (["Ada/mine.py", "Ada/notes.txt"], ["Ada"]),
        (["class/Ada/solution.py"], ["Ada"]),
        (["solution.py", "helper.py"], ["class"]),
    ],
)
def test_folders_that_only_wrap_the_class_are_skipped(
    collect_zip: CollectZip, names: list[str], found: list[str]
) -> None:
    """A single top folder is the class, unless it holds a single solution."""
    taken = collect_zip([(name, SOURCE) for name in names])
    assert students(taken) == found


@pytest.mark.parametrize(
    "name",
    [
        "/etc/cron.d/evil.py",
        "../evil.py",
        "Ada/../../evil.py",
        "Ada/./evil.py",
        "Ada//evil.py",
        "..\\evil.py",
        "C:/evil.py",
        "Ada/\x1b[2J.py",
        "x/" * 600 + "y.py",
    ],
)
def test_paths_that_lead_elsewhere_are_left_out(collect_zip: CollectZip, name: str) -> None:
    """They are named, and the class goes on, a wrapping folder included."""
    taken = collect_zip([("class/Zoe/solution.py", SOURCE), (name, SOURCE)])
    assert students(taken) == ["Zoe"]
    (problem,) = taken.problems
    assert problem.action is Action.IGNORED
    assert "path" in problem.reason
    assert problem.student.isprintable()


@pytest.mark.parametrize(
    ("member", "content", "reason"),
    [
        ("Bob.py", b"#" * (MAX_SOLUTION_BYTES + 1), "the file is larger than 256 KiB"),
        ("Bob.py", b"#" * MAX_SOLUTION_BYTES, "the file is compressed more than 100 times"),
        ("Bob/solution.py", b"\xff", "line 1 is not UTF-8: save the file as UTF-8"),
        (special("Bob.py", stat.S_IFLNK), b"/etc/passwd", "a symbolic link"),
        (special("Bob", stat.S_IFLNK), b"/etc", "a symbolic link"),
        (special("Bob.py", stat.S_IFIFO), b"", "not a regular file"),
        (special("Bob/solution.py", stat.S_IFLNK), b"/", "solution.py is a symbolic link"),
    ],
    ids=["large", "bomb", "latin-1", "link", "folder-link", "pipe", "inner-link"],
)
def test_an_odd_member_does_not_stop_the_class(
    collect_zip: CollectZip, member: str | zipfile.ZipInfo, content: bytes, reason: str
) -> None:
    """The student is named with the reason, and the others are taken."""
    taken = collect_zip([("Zoe.py", SOURCE), (member, content)])
    assert students(taken) == ["Zoe"]
    assert [(item.student, item.reason, item.action) for item in taken.problems] == [
        ("Bob", reason, Action.NOT_GRADED)
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["Bob.py", "Bob.py"], "in the archive 2 times"),
        (["Bob/solution.py", "Bob/solution.py"], "solution.py is in the archive 2 times"),
        (["Bob", "Bob/solution.py"], "both a file and a folder in the archive"),
    ],
)
def test_a_name_used_twice_is_not_guessed_at(
    collect_zip: CollectZip, names: list[str], reason: str
) -> None:
    """Two readers could take two different members: neither is taken."""
    taken = collect_zip([("Zoe.py", SOURCE), *((name, SOURCE) for name in names)])
    assert students(taken) == ["Zoe"]
    assert [(item.student, item.reason) for item in taken.problems] == [("Bob", reason)]


def test_an_encrypted_member_is_said_to_be(tmp_path: Path) -> None:
    """Nobody is asked for a password."""
    content = bytearray(packed([("Bob.py", SOURCE), ("Zoe.py", SOURCE)]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path = tmp_path / "class.zip"
    path.write_bytes(content)
    taken = collect(path)
    assert students(taken) == ["Zoe"]
    assert taken.problems[0].reason == "the file is encrypted"


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    """No more than was declared is unpacked, and the lie is found out."""
    content = bytearray(packed([("Bob.py", b"#" * 10_000_000), ("Zoe.py", SOURCE)]))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 1000)
    path = tmp_path / "class.zip"
    path.write_bytes(content)
    taken = collect(path)
    assert students(taken) == ["Zoe"]
    assert "damaged" in taken.problems[0].reason


def test_an_unsupported_compression_is_said_to_be(tmp_path: Path) -> None:
    """Methods that need much memory to unpack are not used."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("Bob.py", SOURCE)
    path = tmp_path / "class.zip"
    path.write_bytes(stream.getvalue())
    assert "not supported" in collect(path).problems[0].reason


@pytest.mark.parametrize(
    ("name", "encoding", "noted"),
    [("王伟", "gb18030", "GB18030"), ("王伟", "utf-8", ""), ("José", "cp437", "code page 437")],
)
def test_names_of_an_unmarked_encoding_are_recovered(
    tmp_path: Path, name: str, encoding: str, noted: str
) -> None:
    """Names written by a Chinese Windows or by macOS are read; a guess is said to be one."""
    raw = name.encode(encoding)
    plain = "x" * len(raw)
    path = tmp_path / "class.zip"
    path.write_bytes(packed([(f"{plain}.py", SOURCE)]).replace(plain.encode(), raw))
    taken = collect(path)
    assert students(taken) == [name]
    assert [noted in item.reason for item in taken.problems] == [True] * bool(noted)


def test_archives_too_large_to_look_into_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and number of members are limited before any is looked at."""
    path = tmp_path / "class.zip"
    path.write_bytes(packed([(f"{number}.py", SOURCE) for number in range(11)]))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 10)
    with pytest.raises(GraderError, match="more than 10 files") as caught:
        collect(path)
    assert "unpack" in caught.value.hint
    monkeypatch.setattr(archive, "MAX_ARCHIVE_BYTES", 10)
    with pytest.raises(GraderError, match="larger than"):
        collect(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that only has the name is the operator's to mend."""
    path = tmp_path / "class.ZIP"
    path.write_bytes(content)
    with pytest.raises(GraderError, match="not a ZIP archive"):
        collect(path)


VALID = packed([("class/Ada/solution.py", SOURCE * 9), ("class/王伟.py", SOURCE), ("x.txt", b"")])


@given(
    edits=st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, len(VALID)) | st.none(),
)
def test_a_damaged_archive_never_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[int, int]],
    cut: int | None,
) -> None:
    """Whatever bytes are changed or missing, it is taken in or refused with words."""
    content = bytearray(VALID)
    for place, value in edits:
        content[place] = value
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(content[:cut])
    try:
        taken = collect(path)
    except GraderError:
        return
    names = [item.student for item in taken.submissions]
    names += [text for item in taken.problems for text in (item.student, item.reason)]
    assert all(name.isprintable() for name in names)
