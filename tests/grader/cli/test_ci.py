"""``virtlab ci`` in a student's checkout: it judges, it is not to be captured, it leaves the grade."""

import base64
import contextlib
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from grader.cli import exit_codes
from tests.grader.cli.command_line import (
    BROKEN,
    ECHO_SHORT,
    HONEST,
    PROGRAM,
    Ran,
    environment,
    virtlab,
)

pytestmark = pytest.mark.bubblewrap

TALKING = ECHO_SHORT.replace(
    "return value[:3]",
    "raise ValueError('x\\n::error::forged ##[error]forged\\n::set-output name=policy::forged')",
)
CAPTURE = "import os\nos.write(2, b'captured by the checkout\\n')\nos._exit(0)\n"


def checkout(folder: Path, source: str) -> Path:
    """Write what a student's repository may hold: a solution, and traps for whoever runs there."""
    folder.mkdir()
    (folder / "solution.py").write_text(source, encoding="utf-8")
    for name in ("conftest.py", "sitecustomize.py", "random.py", "json.py", "pytest.py"):
        (folder / name).write_text(CAPTURE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n", encoding="utf-8")
    (folder / "harness").mkdir()
    (folder / "harness" / "__init__.py").write_text(CAPTURE, encoding="utf-8")
    return folder


def in_actions(folder: Path, *options: str, **changes: str) -> Ran:
    """Run it as a step of GitHub Actions."""
    files = {name: str(folder.parent / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    return virtlab(
        *("ci", "ledger", *options), cwd=folder, GITHUB_ACTIONS="true", **files, **changes
    )


def outputs(folder: Path) -> dict[str, Any]:
    """Return what the step put out, decoded."""
    lines = (folder.parent / "GITHUB_OUTPUT").read_text().splitlines()
    pairs = (line.partition("=")[::2] for line in lines)
    return {name: json.loads(base64.b64decode(value)) for name, value in pairs}


def test_a_checkout_full_of_traps_is_judged_as_any_other(tmp_path: Path) -> None:
    """Points lost are no failure of the step: the reporter fails it."""
    folder = checkout(tmp_path / "repository", ECHO_SHORT)
    ran = in_actions(folder, "--sandbox", "bubblewrap")
    assert ran.code == exit_codes.DONE, ran.err
    assert "captured" not in ran.err
    made = outputs(folder)
    assert {name: result["max_score"] for name, result in made.items()} == {
        "algorithm": 35,
        "algorithmLost": 10,
        "policy": 25,
        "policyLost": 0,
        "mechanism": 30,
        "mechanismLost": 0,
    }
    summary = (tmp_path / "GITHUB_STEP_SUMMARY").read_text()
    assert "| ❌ | A3 bytes-come-back | 0 | 10 |" in summary
    assert ran.out.splitlines()[-1].startswith("::error file=solution.py,line=1,title=A3 ")


def test_no_text_of_a_solution_is_a_command(tmp_path: Path) -> None:
    """Commands are off while it is judged and shown; after that come only ours."""
    folder = checkout(tmp_path / "repository", TALKING)
    ran = in_actions(folder, "--sandbox", "bubblewrap")
    assert ran.code == exit_codes.DONE, ran.err
    lines = ran.out.splitlines()
    stop = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])
    assert stop is not None
    resumed = lines.index(f"::{stop[1]}::")
    assert "forged" in ran.out
    assert "##[" not in ran.out
    assert not any(line.lstrip().startswith("::") for line in lines[1:resumed])
    for line in lines[resumed + 1 :]:
        assert re.match(
            r"::(notice title=virtlab|error file=solution\.py,line=1,title=A3 .*)::", line
        )


def test_a_broken_solution_loses_points_and_a_missing_one_stops_the_step(tmp_path: Path) -> None:
    """A syntax error is a verdict; no file is a failure with its name, and puts nothing out."""
    folder = checkout(tmp_path / "repository", BROKEN)
    ran = in_actions(folder, "--sandbox", "bubblewrap")
    assert ran.code == exit_codes.DONE, ran.err
    assert sum(result["max_score"] for result in outputs(folder).values()) == 100
    assert outputs(folder)["algorithm"]["max_score"] == 0
    (folder / "solution.py").unlink()
    (tmp_path / "GITHUB_OUTPUT").unlink()
    ran = in_actions(folder)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "solution.py" in ran.err
    assert ran.out.startswith("::error title=virtlab::solution.py")
    assert not (tmp_path / "GITHUB_OUTPUT").exists()


def test_a_link_is_no_solution(tmp_path: Path) -> None:
    """It could lead to what the student may not read."""
    folder = checkout(tmp_path / "repository", HONEST)
    secret = tmp_path / "secret.py"
    (folder / "solution.py").rename(secret)
    (folder / "solution.py").symlink_to(secret)
    ran = in_actions(folder)
    assert ran.code == exit_codes.WRONG_USAGE


def test_without_a_sandbox_it_refuses(tmp_path: Path) -> None:
    """Unless it is told to do without; nothing is put out."""
    folder = checkout(tmp_path / "repository", HONEST)
    nowhere = {"DOCKER_HOST": "tcp://127.0.0.1:9"}
    ran = in_actions(folder, "--sandbox", "docker", **nowhere)
    assert ran.code == exit_codes.ENVIRONMENT
    assert "docker does not work here" in ran.err
    assert not (tmp_path / "GITHUB_OUTPUT").exists()
    ran = in_actions(folder, "--sandbox", "process", **nowhere)
    assert ran.code == exit_codes.DONE, ran.err
    assert "Judging with process" in ran.err


def test_no_guest_is_left_when_outputs_are_written(tmp_path: Path) -> None:
    """What is alive then could write to the same files: only the server of judges and its tracker are."""
    folder = checkout(tmp_path / "repository", HONEST)
    pipe = tmp_path / "output"
    os.mkfifo(pipe)
    variables = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(pipe)}
    with (
        subprocess.Popen(
            [str(PROGRAM), "ci", "ledger", "--sandbox", "bubblewrap"],
            cwd=folder,
            env=environment(GITHUB_STEP_SUMMARY=None, **variables),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
        pipe.open() as stream,
    ):  # opens when it is opened for writing
        left = [command_of(one) for one in descendants(process.pid)]
        assert stream.read().startswith("algorithm=")
    assert process.returncode == exit_codes.DONE
    assert len(left) <= 2
    assert all(b"multiprocessing" in command for command in left)


def descendants(pid: int) -> list[int]:
    """Return the processes below one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                found.append((int(folder.name), int(parent)))
    children = [child for child, parent in found if parent == pid]
    return children + [one for child in children for one in descendants(child)]


def command_of(pid: int) -> bytes:
    """Return the command line of a process; of one that is gone, what it is allowed to be."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() or b"multiprocessing"
    except OSError:
        return b"multiprocessing"


def test_classroom50_finds_result_and_body(tmp_path: Path) -> None:
    """By its variables, in the checkout."""
    folder = checkout(tmp_path / "virt-ledger-alice", ECHO_SHORT)
    links = dict.fromkeys(("COMMIT_URL", "RELEASE_URL", "REVIEW_URL"), "https://x.edu/1")
    whose = {
        "CLASSROOM": "virt",
        "ASSIGNMENT": "ledger",
        "OWNER": "alice",
        "SUBMISSION_TAG": "submit/1",
    }
    ran = in_actions(folder, "--sandbox", "bubblewrap", **links, **whose)
    assert ran.code == exit_codes.DONE, ran.err
    result = json.loads((folder / "result.json").read_text())
    assert (result["score"], result["max-score"], result["owner"]) == (90, 100, "alice")
    assert "90 of 100 points" in (folder / "release-body.md").read_text()
    assert not (tmp_path / "GITHUB_OUTPUT").exists()


def test_an_autograder_is_told_of_grades_and_of_what_is_none(tmp_path: Path) -> None:
    """Gradescope's results, wherever they are to go."""
    folder = checkout(tmp_path / "submission", HONEST)
    results = tmp_path / "results" / "results.json"
    command = ("ci", "ledger", "--target", "gradescope", "--sandbox", "bubblewrap")
    places = ("--solution", folder / "solution.py", "--results", results)
    ran = virtlab(*command, *places, cwd=tmp_path)
    assert ran.code == exit_codes.DONE, ran.err
    assert json.loads(results.read_text())["score"] == 100
    (folder / "solution.py").write_bytes(b"\xff\xfe")
    ran = virtlab(*command, *places, cwd=tmp_path)
    assert ran.code == exit_codes.DONE, ran.err
    assert "UTF-16" in json.loads(results.read_text())["output"]


def test_autolab_reads_the_last_line(tmp_path: Path) -> None:
    """Scores by problem."""
    folder = checkout(tmp_path / "handin", ECHO_SHORT)
    ran = virtlab("ci", "ledger", "--target", "autolab", "--sandbox", "bubblewrap", cwd=folder)
    assert ran.code == exit_codes.DONE, ran.err
    scores = json.loads(ran.out.splitlines()[-1])["scores"]
    assert scores == {"algorithm": 35, "policy": 25, "mechanism": 30}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root judges for others")
def test_files_that_are_left_are_their_owners_alone(tmp_path: Path) -> None:
    """Grades are private."""
    folder = checkout(tmp_path / "submission", HONEST)
    results = tmp_path / "results.json"
    command = ("ci", "ledger", "--target", "prairielearn", "--sandbox", "bubblewrap")
    ran = virtlab(*command, "--results", results, "--solution", "solution.py", cwd=folder)
    assert ran.code == exit_codes.DONE, ran.err
    assert results.stat().st_mode & 0o077 == 0
