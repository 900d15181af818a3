"""What each host finds after a run: its files, and what is printed last."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from grader.classroom.hosts import Host, Run, deliver, deliver_refusal, detect_host
from grader.errors import GraderError
from grader.exports.github_actions import RUNNERS
from tests.grader.exports.hostile_grades import TEXTS, hostile_grade
from tests.grader.sample_grades import failed, sample_grade, sample_manifest

CLASSROOM50 = {
    "CLASSROOM": "virt",
    "ASSIGNMENT": "memory-allocator",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "alice",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/x/y/commit/1",
    "RELEASE_URL": "https://github.com/x/y/releases/tag/1",
    "REVIEW_URL": "",
}
GRADE = sample_grade("ada", failed("claims-are-kept"))


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({}, Host.TERMINAL),
        ({"GITHUB_ACTIONS": "true"}, Host.ACTIONS),
        ({"GITHUB_ACTIONS": "false"}, Host.TERMINAL),
        ({**CLASSROOM50, "GITHUB_ACTIONS": "true"}, Host.CLASSROOM50),
        ({"CLASSROOM": "x", "GITHUB_ACTIONS": "true"}, Host.ACTIONS),
    ],
)
def test_a_host_is_known_by_its_variables(environment: dict[str, str], host: Host) -> None:
    """Classroom 50 runs in Actions and has variables of its own."""
    assert detect_host(environment) is host


@pytest.mark.parametrize("text", TEXTS)
def test_actions_gets_outputs_summary_and_annotations(text: str, tmp_path: Path) -> None:
    """The files are appended to; no text of a student's makes an output of its own."""
    files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.write_text("before=1\n")
    environment = {name: str(path) for name, path in files.items()}
    run = Run(Host.ACTIONS, Path("solution.py"), None, environment)
    said = deliver(run, hostile_grade(text), sample_manifest())
    assert said.startswith("::notice title=virtlab::Guest memory allocator: ")
    lines = files["GITHUB_OUTPUT"].read_text().splitlines()
    assert [line.partition("=")[0] for line in lines] == ["before", *RUNNERS]
    for line in lines[1:]:
        assert json.loads(base64.b64decode(line.partition("=")[2], validate=True))["tests"]
    assert files["GITHUB_STEP_SUMMARY"].read_text().startswith("before=1\n# Guest memory allocator")


def test_without_files_to_append_to_there_are_annotations_alone() -> None:
    """As in a runner of another make."""
    run = Run(Host.ACTIONS, Path("solution.py"), None, {})
    assert "::error file=solution.py" in deliver(run, GRADE, sample_manifest())


def test_classroom50_finds_result_and_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that it calls us in, in the place of what a student left there."""
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / "kept"
    kept.write_text("theirs")
    (tmp_path / "result.json").symlink_to(kept)
    run = Run(Host.CLASSROOM50, Path("solution.py"), None, CLASSROOM50)
    assert deliver(run, GRADE, sample_manifest()) == ""
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["owner"], result["review"]) == ("alice", CLASSROOM50["COMMIT_URL"])
    assert "# Guest memory allocator" in (tmp_path / "release-body.md").read_text()
    assert kept.read_text() == "theirs", "a link is replaced, not followed"


def test_the_time_of_a_submission_is_its_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Classroom 50 counts lateness from it."""
    monkeypatch.chdir(tmp_path)
    who = ("-c", "user.name=ada", "-c", "user.email=ada@x.edu")
    when = {"GIT_COMMITTER_DATE": "2026-06-01T16:32:01+02:00", "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", "init", "--quiet"], check=True)
    commit = ["git", *who, "commit", "--quiet", "--allow-empty", "--message", "done"]
    subprocess.run(commit, check=True, env=when)
    deliver(Run(Host.CLASSROOM50, Path("s"), None, CLASSROOM50), GRADE, sample_manifest())
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["datetime"] == "2026-06-01T14:32:01Z"


def test_classroom50_that_does_not_say_whose_it_is_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result of nobody's would be refused later, and silently."""
    monkeypatch.chdir(tmp_path)
    run = Run(Host.CLASSROOM50, Path("s"), None, {**CLASSROOM50, "OWNER": "", "COMMIT_URL": ""})
    with pytest.raises(GraderError, match="owner, commit, review"):
        deliver(run, GRADE, sample_manifest())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", [Host.GRADESCOPE, Host.PRAIRIELEARN])
def test_autograders_find_their_results(host: Host, tmp_path: Path) -> None:
    """The folder is made: PrairieLearn has none; what is no solution is told there, too."""
    run = Run(host, Path("s"), tmp_path / "results" / "results.json", {})
    assert deliver(run, GRADE, sample_manifest()) == ""
    assert json.loads((tmp_path / "results" / "results.json").read_text())["tests"]
    assert deliver_refusal(run, "too large")
    assert "tests" not in json.loads((tmp_path / "results" / "results.json").read_text())


def test_autolab_reads_the_last_line() -> None:
    """Nothing comes after it."""
    said = deliver(Run(Host.AUTOLAB, Path("s"), None, {}), GRADE, sample_manifest())
    assert set(json.loads(said)["scores"]) == {"algorithm", "policy", "mechanism"}


@pytest.mark.parametrize("host", [Host.ACTIONS, Host.AUTOLAB, Host.CLASSROOM50, Host.TERMINAL])
def test_other_hosts_are_told_by_the_exit_code(host: Host) -> None:
    """That a file is no solution."""
    assert not deliver_refusal(Run(host, Path("s"), None, {}), "too large")


def test_a_place_that_cannot_be_written_is_the_operators(tmp_path: Path) -> None:
    """With its name."""
    (tmp_path / "file").write_text("")
    run = Run(Host.GRADESCOPE, Path("s"), tmp_path / "file" / "results.json", {})
    with pytest.raises(GraderError, match="file"):
        deliver(run, GRADE, sample_manifest())
    lost = {"GITHUB_OUTPUT": str(tmp_path / "none" / "output")}
    with pytest.raises(GraderError, match="GITHUB_OUTPUT"):
        deliver(Run(Host.ACTIONS, Path("s"), None, lost), GRADE, sample_manifest())
