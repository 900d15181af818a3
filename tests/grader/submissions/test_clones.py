"""Clones of students' repositories, honest ones and ones made to harm whoever reads them."""

import os
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submissions import git_objects
from grader.submissions.arrival_times import ArrivalTimes, Push
from grader.submissions.intake import Action, Intake, Source, Wanted, collect
from grader.submissions.owners import Known, Owners
from grader.submissions.vetting import MAX_SOLUTION_BYTES
from tests.grader.submissions.git_class import SOURCE, START, WORKFLOW, commit, git, start

DUE = datetime(2026, 10, 15, 22, tzinfo=UTC)
ROSTER = Owners([Known("s1", "ada"), Known("s2", "wang-li"), Known("s3", "li")])


def wanted(*pushes: tuple[str, Push], cutoffs: Sequence[datetime | None] = (None,)) -> Wanted:
    """Ask for the repositories of the roster, pushed at these times."""
    return Wanted(
        source=Source.CLONES,
        owners=ROSTER,
        slug="memory_allocator",
        times=ArrivalTimes(pushes),
        cutoffs=tuple(cutoffs),
    )


def pushed(name: str, sha: str, hours: float) -> tuple[str, Push]:
    """Return a push so many hours after the due time."""
    return name, Push(DUE + timedelta(hours=hours), sha)


def sources(taken: Intake) -> dict[str, list[bytes]]:
    """Return what was taken of whom."""
    found: dict[str, list[bytes]] = {}
    for one in taken.submissions:
        found.setdefault(one.student, []).append(one.sources["solution.py"])
    return found


def problems(taken: Intake) -> list[tuple[str, str, Action]]:
    """Return the problems as plain data."""
    return [(one.student, one.reason, one.action) for one in taken.problems]


def test_without_push_times_the_work_tree_is_taken(tmp_path: Path) -> None:
    """Of whom the end of the repository's name says; nothing is known of times."""
    start(tmp_path / "alloc-ada")
    (tmp_path / "alloc-ada" / "solution.py").write_bytes(SOURCE)
    start(tmp_path / "alloc-wang-li", {"memory_allocator/solution.py": b"# wang", **START})
    taken = collect(tmp_path, wanted())
    assert sources(taken) == {"s1": [SOURCE], "s2": [b"# wang"]}
    assert taken.problems == ()
    assert {one.submitted for one in taken.submissions} == {""}


def test_a_folder_of_clones_is_found_out(tmp_path: Path) -> None:
    """Without a list of students each is called as its repository."""
    start(tmp_path / "alloc-ada", {"solution.py": SOURCE, "notes.py": b""})
    assert sources(collect(tmp_path)) == {"alloc-ada": [SOURCE]}


def test_the_newest_push_until_the_cutoff_counts(tmp_path: Path) -> None:
    """By the list of push times; what its commits say of their dates is not looked at."""
    clone = tmp_path / "alloc-ada"
    first = start(clone)
    early = commit(clone, {"solution.py": b"# early"})
    late = commit(clone, {"solution.py": b"# late"})
    pushes = [
        pushed("alloc-ada", first, -50),
        pushed("alloc-ada", early, -2),
        pushed("alloc-ada", late, 3),
    ]
    in_time = collect(tmp_path, wanted(*pushes, cutoffs=[DUE]))
    (one,) = in_time.submissions
    assert one.sources == {"solution.py": b"# early"}
    assert (one.revision, one.submitted) == (early, "2026-10-15T20:00:00+00:00")
    both = collect(tmp_path, wanted(*pushes, cutoffs=[DUE, None]))
    assert sources(both) == {"s1": [b"# early", b"# late"]}
    too_early = collect(tmp_path, wanted(*pushes, cutoffs=[DUE - timedelta(days=30)]))
    assert problems(too_early) == [
        (
            "s1",
            "alloc-ada: all that was pushed to it came in after 2026-09-15T22:00:00+00:00",
            Action.IGNORED,
        )
    ]


def test_a_push_that_leaves_the_solution_alone_does_not_make_it_late(tmp_path: Path) -> None:
    """A corrected README after the due time costs nothing."""
    clone = tmp_path / "alloc-ada"
    start(clone)
    done = commit(clone, {"solution.py": SOURCE})
    tidied = commit(clone, {"README.md": b"tidied"})
    taken = collect(
        tmp_path, wanted(pushed("alloc-ada", done, -2), pushed("alloc-ada", tidied, 30))
    )
    (one,) = taken.submissions
    assert (one.revision, one.submitted) == (done, "2026-10-15T20:00:00+00:00")


def test_pushes_that_are_not_in_the_clone_are_said(tmp_path: Path) -> None:
    """The newest that is there counts; what was overwritten before it is no loss."""
    clone = tmp_path / "alloc-ada"
    start(clone)
    done = commit(clone, {"solution.py": SOURCE})
    taken = collect(
        tmp_path,
        wanted(
            pushed("alloc-ada", "a" * 40, -9),
            pushed("alloc-ada", done, -8),
            pushed("alloc-ada", "b" * 40, -7),
            pushed("alloc-ada", "0" * 40, -6),
        ),
    )
    assert sources(taken) == {"s1": [SOURCE]}
    reason = "alloc-ada: what was pushed at 2026-10-15T15:00:00+00:00 is not in the clone"
    assert problems(taken) == [("s1", reason, Action.GRADED)]


def test_a_bare_clone_has_its_head(tmp_path: Path) -> None:
    """As --mirror makes it, with packed references."""
    start(tmp_path / "work", {"solution.py": SOURCE})
    git(tmp_path, "clone", "-q", "--mirror", "work", "class/alloc-ada")
    git(tmp_path / "class" / "alloc-ada", "pack-refs", "--all")
    taken = collect(tmp_path / "class", wanted())
    assert sources(taken) == {"s1": [SOURCE]}
    assert taken.submissions[0].revision == git(tmp_path / "work", "rev-parse", "HEAD")


def test_changed_protected_files_are_flagged(tmp_path: Path) -> None:
    """Workflows, tests and settings, changed, removed or added; own tests are welcome."""
    for name in ("ada", "li"):
        start(tmp_path / f"alloc-{name}")
    commit(
        tmp_path / "alloc-ada",
        {
            "solution.py": SOURCE,
            WORKFLOW: b"on: never\n",
            "tests/test_public.py": None,
            "conftest.py": b"",
            "evil\x1b.pth": b"",
        },
    )
    commit(tmp_path / "alloc-li", {"solution.py": SOURCE, "tests/test_mine.py": b"", "x.py": b""})
    ada, li = collect(tmp_path, wanted()).submissions
    shown = f"{WORKFLOW}, conftest.py, evil\\x1b.pth and 1 more"
    assert ada.flags == (f"changed since the first commit: {shown}",)
    assert li.flags == ()


def test_a_template_shows_what_a_rewritten_history_hides(tmp_path: Path) -> None:
    """Be it a folder or a clone."""
    start(tmp_path / "cloned")
    shutil.copytree(tmp_path / "cloned", tmp_path / "plain", ignore=lambda *_: [".git"])
    start(tmp_path / "class" / "alloc-ada", {**START, WORKFLOW: b"on: never\n"})
    assert collect(tmp_path / "class", wanted()).submissions[0].flags == ()
    for template in (tmp_path / "cloned", tmp_path / "plain"):
        asked = Wanted(source=Source.CLONES, owners=ROSTER, template=template)
        (ada,) = collect(tmp_path / "class", asked).submissions
        assert ada.flags == (f"changed since the template: {WORKFLOW}",)
    with pytest.raises(UsageError, match="the template"):
        collect(tmp_path / "class", Wanted(source=Source.CLONES, template=tmp_path / "none"))


def test_what_the_whole_class_has_alike_is_no_students_doing(tmp_path: Path) -> None:
    """A workflow that a service or a teacher put there; one that differs is flagged."""
    owners = Owners(Known(name, name) for name in "abcd")
    for name in "abcd":
        start(tmp_path / f"x-{name}")
        theirs = b"on: mine\n" if name == "d" else b"on: push to submit\n"
        commit(tmp_path / f"x-{name}", {".github/workflows/autograde.yaml": theirs})
    taken = collect(tmp_path, Wanted(source=Source.CLASSROOM50, owners=owners))
    assert [bool(one.flags) for one in taken.submissions] == [False, False, False, True]


def test_a_shallow_clone_is_graded_and_said(tmp_path: Path) -> None:
    """Where its history is cut off, nothing can be compared."""
    start(tmp_path / "work", {"solution.py": SOURCE})
    commit(tmp_path / "work", {WORKFLOW: b"on: never\n"})
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/work", "class/alloc-ada")
    taken = collect(tmp_path / "class", wanted())
    assert sources(taken) == {"s1": [SOURCE]}
    assert "no whole history" in taken.problems[0].reason


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"solution.py": b"#" * (MAX_SOLUTION_BYTES + 1)}, "the file is larger than 256 KiB"),
        ({"solution.py": b"\xff"}, "line 1 is not UTF-8"),
        ({"other.py": b""}, "there is no solution.py"),
        ({"solution.py/solution.py": b""}, "solution.py"),
    ],
)
@pytest.mark.parametrize("by_commit", [True, False])
def test_odd_solutions_are_their_students_problem(
    tmp_path: Path, files: dict[str, bytes], reason: str, *, by_commit: bool
) -> None:
    """In the work tree as in a commit; the others are taken."""
    odd = start(tmp_path / "alloc-ada", files)
    fine = start(tmp_path / "alloc-li", {"solution.py": SOURCE})
    pushes = [pushed("alloc-ada", odd, -1), pushed("alloc-li", fine, -1)] if by_commit else []
    taken = collect(tmp_path, wanted(*pushes))
    assert sources(taken) == {"s3": [SOURCE]}
    ((student, said, action),) = problems(taken)
    assert (student, action) == ("s1", Action.NOT_GRADED)
    assert reason in said


@pytest.mark.parametrize("by_commit", [True, False])
def test_links_in_a_clone_are_not_followed(tmp_path: Path, *, by_commit: bool) -> None:
    """Neither from the work tree nor from a commit."""
    clone = tmp_path / "alloc-ada"
    start(clone, {"README.md": b""})
    (clone / "solution.py").symlink_to("/etc/passwd")
    sha = commit(clone, {})
    taken = collect(tmp_path, wanted(*([pushed("alloc-ada", sha, 0)] if by_commit else [])))
    assert taken.submissions == ()
    assert taken.problems[0].reason.endswith("solution.py is a symbolic link")


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path) -> None:
    """Hooks, filters, file system monitors, external commands, aliases of git's own commands."""
    clone = tmp_path / "alloc-ada"
    start(clone, {"solution.py": SOURCE, ".gitattributes": b"* filter=evil diff=evil\n"})
    sha = commit(clone, {WORKFLOW: b"on: never\n"})
    trace = tmp_path / "trace"
    command = f"touch {trace}; cat"
    for name in (
        *("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"),
        *("core.pager", "core.sshCommand", "diff.external", "core.alternateRefsCommand"),
        *("alias.ls-tree", "alias.cat-file", "core.editor", "gpg.program"),
    ):
        git(clone, "config", name, f"!{command}" if name.startswith("alias") else command)
    git(clone, "config", "core.hooksPath", str(clone / ".git" / "hooks"))
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        path = clone / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{command}\n")
        path.chmod(0o755)
    trace.unlink(missing_ok=True)  # setting it up may have run some of it
    (one,) = collect(tmp_path, wanted(pushed("alloc-ada", sha, 0))).submissions
    assert one.sources == {"solution.py": SOURCE}
    assert not trace.exists()
    git(clone, "status")
    assert trace.exists(), "git in the clone itself runs it"


def test_objects_of_another_repository_are_not_read(tmp_path: Path) -> None:
    """Whoever names them could hand in what somebody else wrote."""
    other = start(tmp_path / "other", {"solution.py": b"# the work of another"})
    clone = tmp_path / "class" / "alloc-ada"
    start(clone, {"solution.py": SOURCE})
    info = clone / ".git" / "objects" / "info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_text(f"{tmp_path}/other/.git/objects\n")
    taken = collect(tmp_path / "class", wanted(pushed("alloc-ada", other, 0)))
    assert taken.submissions == ()
    assert "its objects lie in another repository" in taken.problems[0].reason


@pytest.mark.parametrize("part", [".git", ".git/objects", ".git/HEAD", ".git/refs"])
def test_a_repository_that_leads_elsewhere_is_refused(tmp_path: Path, part: str) -> None:
    """Whatever of it is a link."""
    other = start(tmp_path / "other", {"solution.py": b"# the work of another"})
    clone = tmp_path / "class" / "alloc-ada"
    start(clone, {"solution.py": SOURCE})
    (clone / part).rename(tmp_path / "away")
    (clone / part).symlink_to(tmp_path / "other" / part)
    taken = collect(tmp_path / "class", wanted(pushed("alloc-ada", other, 0)))
    assert all(
        one.sources != {"solution.py": b"# the work of another"} for one in taken.submissions
    )
    assert taken.problems


def test_a_git_file_is_not_followed(tmp_path: Path) -> None:
    """Worktrees and submodules have one that names a folder anywhere."""
    start(tmp_path / "other", {"solution.py": b"# the work of another"})
    clone = tmp_path / "class" / "alloc-ada"
    clone.mkdir(parents=True)
    (clone / ".git").write_text(f"gitdir: {tmp_path}/other/.git\n")
    taken = collect(tmp_path / "class", wanted())
    assert taken.submissions == ()
    assert "its .git leads elsewhere" in taken.problems[0].reason


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"ref: refs/heads/missing",
        b"ref: ../../other/HEAD",
        b"ref: refs/heads/../../../x",
        b"\0\xff",
        b"x" * 5000,
    ],
)
def test_a_head_that_says_nothing_is_a_problem(tmp_path: Path, head: bytes) -> None:
    """The work tree is taken all the same: it needs no history."""
    start(tmp_path / "alloc-ada", {"solution.py": SOURCE})
    (tmp_path / "alloc-ada" / ".git" / "HEAD").write_bytes(head)
    taken = collect(tmp_path, wanted())
    assert sources(taken) == {"s1": [SOURCE]}
    assert [one.action for one in taken.problems] == [Action.GRADED]


def test_damaged_objects_are_a_problem(tmp_path: Path) -> None:
    """One student's; the work tree is there, its history is not."""
    clone = tmp_path / "alloc-ada"
    sha = start(clone, {"solution.py": SOURCE})
    path = clone / ".git" / "objects" / sha[:2] / sha[2:]
    path.chmod(0o600)
    path.write_bytes(b"not an object")
    taken = collect(tmp_path, wanted())
    assert sources(taken) == {"s1": [SOURCE]}
    assert "can not be read" in taken.problems[0].reason
    assert collect(tmp_path, wanted(pushed("alloc-ada", sha, 0))).submissions == ()


def test_a_history_that_keeps_git_waiting_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe in an object's place is never written to."""
    monkeypatch.setattr(git_objects, "COMMAND_SECONDS", 0.3)
    clone = tmp_path / "alloc-ada"
    sha = start(clone, {"solution.py": SOURCE})
    path = clone / ".git" / "objects" / sha[:2] / sha[2:]
    path.unlink()
    os.mkfifo(path)
    began = time.monotonic()
    taken = collect(tmp_path, wanted())
    assert time.monotonic() - began < 10
    assert sources(taken) == {"s1": [SOURCE]}
    assert taken.problems[0].reason == "alloc-ada: its history takes too long to read"


def test_a_flood_of_names_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that writes more than a class needs is ended."""
    monkeypatch.setattr(git_objects, "MAX_OUTPUT_BYTES", 1000)
    start(tmp_path / "alloc-ada", {"solution.py": SOURCE, **{f"{n:0100}": b"" for n in range(50)}})
    taken = collect(tmp_path, wanted())
    assert sources(taken) == {"s1": [SOURCE]}
    assert "history can not be read" in taken.problems[0].reason


def test_what_is_nobodys_and_what_is_somebodys_twice_is_listed(tmp_path: Path) -> None:
    """And not graded; tables beside the clones are passed over."""
    for name in ("alloc-ada", "solo-ada", "alloc-stranger", "alloc-wang-li"):
        start(tmp_path / name, {"solution.py": SOURCE})
    (tmp_path / "scores.csv").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "alloc-li").symlink_to(tmp_path / "alloc-ada")
    taken = collect(tmp_path, wanted())
    assert sources(taken) == {"s2": [SOURCE]}
    assert [(name, action) for name, _, action in problems(taken)] == [
        ("alloc-li", Action.NOT_GRADED),
        ("alloc-stranger", Action.NOT_GRADED),
        ("notes.txt", Action.IGNORED),
        ("s1", Action.NOT_GRADED),
    ]
