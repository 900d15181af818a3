"""A run can be stopped at any moment: what is graded stays, nothing is judged twice, nothing is left."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from grader.cli import exit_codes
from tests.end_to_end.class_runs import ClassRuns, Watched, has_recorded, moments, recorded
from tests.end_to_end.docker_proxy import containers_of, docker_proxy
from tests.end_to_end.traces import processes_of, sandboxes_of, wait_until_gone

KILLS = 10
CLASS = 14
BUBBLEWRAP = ("--sandbox", "bubblewrap")


def has_more_processes(run: Watched) -> bool:
    """See the server that judges are forked from, or a judge."""
    return len(processes_of(run.token)) > 1


def has_sandbox(run: Watched) -> bool:
    """See a process in a sandbox of the run."""
    return bool(sandboxes_of(run.token))


SIGNS = {"process": has_more_processes, "sandbox": has_sandbox}


@pytest.mark.bubblewrap
def test_a_run_that_is_killed_ten_times_gives_the_same_gradebook(tmp_path: Path) -> None:
    """As one quiet run; after each kill all that was recorded is there, and no process is."""
    with ClassRuns(tmp_path / "quiet", CLASS, *BUBBLEWRAP) as quiet:
        quiet.finish()
        expected = quiet.outcomes()
    assert len(expected) == CLASS

    with ClassRuns(tmp_path / "killed", CLASS, *BUBBLEWRAP) as runs:
        kept = runs.grades()
        for sign, more in moments(seed=20260917, count=KILLS):
            with runs.started() as run:
                happened = SIGNS.get(sign, has_recorded(len(kept) + more))
                assert run.wait_for(happened), "it ended before it could be killed"
                left_before = len(runs.sockets_left())
                run.kill()
            if sign == "grade" and more:  # judges clean up; the grader's own first try can not
                assert len(runs.sockets_left()) <= left_before
            with closing(sqlite3.connect(runs.book)) as connection:
                assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
            now = runs.grades()
            assert now[: len(kept)] == kept
            kept = now
        assert 0 < len(kept) < CLASS
        runs.finish()
        everything = runs.grades()
        assert everything[: len(kept)] == kept
        assert len(everything) == CLASS
        assert runs.outcomes() == expected


@pytest.mark.bubblewrap
def test_ctrl_c_ends_a_run_that_goes_on_later(tmp_path: Path) -> None:
    """With exit code 130 and the way on; neither processes nor folders are left."""
    with ClassRuns(tmp_path, 8, *BUBBLEWRAP) as runs:
        with runs.started() as run:
            assert run.wait_for(has_recorded(1))
            said = run.interrupt().decode()
        assert run.process.returncode == exit_codes.INTERRUPTED, said
        assert "the same command goes on with the others" in said
        assert said.rstrip().endswith("interrupted")
        assert "Traceback" not in said
        assert runs.sockets_left() == []
        kept = recorded(runs.book)
        assert 1 <= kept < 8
        runs.finish()
        assert len(runs.grades()) == 8


@pytest.mark.docker
def test_killed_docker_runs_leave_no_container(tmp_path: Path) -> None:
    """Neither the kill of the grader in the middle, nor the run that finishes."""
    with ClassRuns(tmp_path, 6, "--sandbox", "docker") as runs:
        with runs.started() as run:
            assert run.wait_for(has_recorded(2))
            run.kill()
        assert containers_of(runs.folder) == []
        kept = runs.grades()
        runs.finish()
        assert runs.grades()[: len(kept)] == kept
        assert len(runs.grades()) == 6
        assert containers_of(runs.folder) == []


@pytest.mark.docker
def test_a_daemon_that_dies_ends_a_run_that_goes_on_later(tmp_path: Path) -> None:
    """With exit code 3 and nobody blamed; once it is back, the same command finishes."""
    address = tmp_path / "docker.sock"
    with ClassRuns(tmp_path, 6, "--sandbox", "docker", DOCKER_HOST=f"unix://{address}") as runs:
        with docker_proxy(address) as close, runs.started() as run:
            assert run.wait_for(has_recorded(1))
            close()
            _, said = run.process.communicate()
        assert run.process.returncode == exit_codes.ENVIRONMENT, said.decode()
        assert "virtlab doctor" in said.decode()
        assert "Traceback" not in said.decode()
        assert wait_until_gone(run.token) == set()
        kept = runs.grades()
        assert 1 <= len(kept) < 6
        with docker_proxy(address):
            runs.finish()
        assert runs.grades()[: len(kept)] == kept
        assert {grade.student for grade in runs.grades()} == {
            f"student{number:02}" for number in range(6)
        }
        assert runs.failures() == ()
        assert containers_of(runs.folder) == []
