"""What other services export: Gradescope's submissions, and what is left of a GitHub Classroom."""

import json
import zipfile
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submissions.intake import Action, Intake, Source, Wanted, collect
from grader.submissions.owners import Known, Owners
from tests.grader.submissions.git_class import SOURCE, start

METADATA = """\
---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '17'
    :email: ada@x.edu
  :created_at: 2026-10-15 21:58:07.123456000 Z
  :score: 3.0
  :status: processed
  :results:
    output: "!!python/object/apply:os.system ['true']"
submission_102:
  :submitters:
  - :name: Bela
    :sid:
    :email: b@x.edu
  - :name: Cleo
    :sid: 19
    :email: cleo@x.edu
  :created_at: 2026-10-16 01:00:00.000000000 +02:00
submission_103:
  :submitters: []
"""
ROSTER = Owners(
    [Known("s1", "ada", ("ada@x.edu", "17")), Known("s2", "wang-li", ("b@x.edu",)), Known("19")]
)


def summary(taken: Intake) -> list[tuple[str, bytes, str]]:
    """Return who handed in what and when."""
    return [(one.student, one.sources["solution.py"], one.submitted) for one in taken.submissions]


def problems(taken: Intake) -> list[tuple[str, str, Action]]:
    """Return the problems as plain data."""
    return [(one.student, one.reason, one.action) for one in taken.problems]


def gradescope(folder: Path, metadata: str | bytes = METADATA) -> Path:
    """Write an export."""
    for number in (101, 102, 103, 104):
        (folder / f"submission_{number}").mkdir(parents=True)
        (folder / f"submission_{number}" / "solution.py").write_bytes(b"# %d" % number)
    content = metadata.encode() if isinstance(metadata, str) else metadata
    (folder / "submission_metadata.yml").write_bytes(content)
    return folder


EXPECTED = [
    ("19", b"# 102", "2026-10-15T23:00:00+00:00"),
    ("s1", b"# 101", "2026-10-15T21:58:07.123456+00:00"),
    ("s2", b"# 102", "2026-10-15T23:00:00+00:00"),
]


def test_an_export_of_gradescope(tmp_path: Path) -> None:
    """Each submitter of a group has the submission, with its time; nothing of it is run."""
    taken = collect(gradescope(tmp_path / "assignment_1_export"), Wanted(owners=ROSTER))
    assert summary(taken) == EXPECTED
    reason = "submission_metadata.yml does not say whose it is"
    assert problems(taken) == [
        ("submission_103", reason, Action.NOT_GRADED),
        ("submission_104", reason, Action.NOT_GRADED),
    ]


def test_the_archive_of_gradescope_is_read_as_it_is(tmp_path: Path) -> None:
    """With the folder that wraps it."""
    folder = gradescope(tmp_path / "assignment_1_export")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(tmp_path))
    assert summary(collect(tmp_path / "export.zip", Wanted(owners=ROSTER))) == EXPECTED


def test_without_a_roster_the_address_is_the_name(tmp_path: Path) -> None:
    """It is the most telling of the three."""
    taken = collect(gradescope(tmp_path / "export"))
    assert [one.student for one in taken.submissions] == ["ada@x.edu", "b@x.edu", "cleo@x.edu"]


@pytest.mark.parametrize(
    "metadata",
    [
        b"\xff\xfe\x00",
        b"a: [",
        b"- 1",
        b"!!python/object/apply:os.system ['true']",
        b"[" * 100_000,
        b"a: &a [x]\nb: !!timestamp '2026-99-99 00:00:00Z'\n",
    ],
)
def test_metadata_that_can_not_be_read_is_said(tmp_path: Path, metadata: bytes) -> None:
    """Without it nobody knows whose a submission is."""
    folder = gradescope(tmp_path / "export", metadata)
    with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
        collect(folder)


@pytest.mark.parametrize(
    "metadata",
    [
        "submission_101: 7\n",
        "submission_101:\n  :submitters: x\n",
        "submission_101:\n  :submitters: [1, {':name': [2]}]\n  :created_at: never\n",
        "1: {':submitters': []}\n",
    ],
)
def test_odd_metadata_leaves_nobody_graded(tmp_path: Path, metadata: str) -> None:
    """Each submission is listed."""
    taken = collect(gradescope(tmp_path / "export", metadata))
    assert taken.submissions == ()
    assert len(taken.problems) == 4


def test_gradescope_is_asked_for_where_it_is_not(tmp_path: Path) -> None:
    """Of a folder and of an archive."""
    (tmp_path / "class").mkdir()
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("Ada/solution.py", SOURCE)
    for name in ("class", "class.zip"):
        with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
            collect(tmp_path / name, Wanted(source=Source.GRADESCOPE))


def classroom(place: Path) -> Path:
    """Write the clones of an assignment and the tables of an export."""
    for name in ("alloc-ada", "alloc-the-team"):
        start(place / "alloc-submissions" / name, {"solution.py": SOURCE})
    tables = place / "classroom-7" / "assignment-9"
    tables.mkdir(parents=True)
    accepted = [
        {
            "students": [{"login": "wang-li"}, {"login": "stranger"}],
            "repository": {"full_name": "org/alloc-the-team"},
        },
        {"students": None, "repository": 3},
        7,
    ]
    (tables / "accepted-assignments.json").write_text(json.dumps(accepted))
    (tables / "grades.csv").write_text(
        "assignment_name,github_username,student_repository_name,submission_timestamp\n"
        "Alloc,ada,alloc-ada,2026-10-15 21:58:07 UTC\nAlloc,x,alloc-x,\n"
    )
    return place


def test_what_is_left_of_a_classroom(tmp_path: Path) -> None:
    """Clones by the list of logins, groups and times by the export's tables."""
    taken = collect(classroom(tmp_path / "course"), Wanted(owners=ROSTER))
    assert summary(taken) == [
        ("s1", SOURCE, "2026-10-15T21:58:07+00:00"),
        ("s2", SOURCE, ""),
    ]
    reason = "nobody on the roster is called so (repository alloc-the-team)"
    assert problems(taken) == [("stranger", reason, Action.NOT_GRADED)]


def test_the_clones_of_a_classroom_alone(tmp_path: Path) -> None:
    """The folder's name says what comes before the login."""
    classroom(tmp_path / "course")
    taken = collect(tmp_path / "course" / "alloc-submissions")
    assert [one.student for one in taken.submissions] == ["ada", "the-team"]


def test_several_assignments_are_not_mixed(tmp_path: Path) -> None:
    """It must be said which is meant."""
    classroom(tmp_path / "course")
    start(tmp_path / "course" / "lock-submissions" / "lock-ada", {"solution.py": b"# lock"})
    with pytest.raises(UsageError, match="several assignments"):
        collect(tmp_path / "course", Wanted(owners=ROSTER))
    taken = collect(tmp_path / "course", Wanted(owners=ROSTER, repositories="lock"))
    assert summary(taken) == [("s1", b"# lock", "")]


@pytest.mark.parametrize("content", [b"[", b"\xff", b"[" * 100_000, b"null"])
def test_tables_that_can_not_be_read_are_left_out(tmp_path: Path, content: bytes) -> None:
    """The clones are taken all the same."""
    classroom(tmp_path / "course")
    tables = tmp_path / "course" / "classroom-7" / "assignment-9"
    (tables / "accepted-assignments.json").write_bytes(content)
    (tables / "grades.csv").write_bytes(content)
    taken = collect(tmp_path / "course", Wanted(owners=ROSTER))
    assert [one.student for one in taken.submissions] == ["s1"]


def test_plain_folders_are_matched_with_the_roster(tmp_path: Path) -> None:
    """By whatever name; strangers are listed, and so is a fault, under the student's key."""
    for name, content in (("ADA", SOURCE), ("17x", SOURCE), ("b@x.edu", b"\xff")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "solution.py").write_bytes(content)
    taken = collect(tmp_path, Wanted(owners=ROSTER))
    assert summary(taken) == [("s1", SOURCE, "")]
    assert [(name, action) for name, _, action in problems(taken)] == [
        ("17x", Action.NOT_GRADED),
        ("s2", Action.NOT_GRADED),
    ]
