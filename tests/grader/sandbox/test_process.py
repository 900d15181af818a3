"""The engine without isolation, called by root: the solution is nobody's user."""

import os
import sys
from pathlib import Path

import pytest

from grader.sandbox.interpreter import is_readable
from grader.sandbox.process import ProcessEngine
from grader.sandbox.self_test import broken_walls
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink
from tests.harness.solutions import SOLUTION, running

SYSTEM = Path("/usr/bin/python3")
WHO = f"""{SOLUTION}
    def echo(self, value):
        import os
        who = [os.getuid(), os.getgid(), os.getgroups()]
        try:
            return [*who, open(value).read()]
        except OSError as error:
            return [*who, type(error).__name__]
"""

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else"),
    pytest.mark.skipif(not (SYSTEM.is_file() and is_readable(SYSTEM)), reason="no Python for all"),
]


def test_the_solution_of_root_reads_nothing_that_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has another user, no group of ours, and not our files: results, tests, keys."""
    secret = tmp_path / "results.json"
    secret.write_text("{}")
    secret.chmod(0o600)
    monkeypatch.setattr(sys, "executable", str(SYSTEM))
    with running(WHO) as submission:
        user, group, groups, read = submission.Box().echo(str(secret))
    assert user == group >= 1_800_000_000
    assert groups == []
    assert read == "PermissionError"


def test_it_is_no_sandbox_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever the solution is, it sees the machine's files."""
    monkeypatch.setattr(sys, "executable", str(SYSTEM))
    with SupervisorLink(ProcessEngine(), Limits()) as link:
        assert "files" in broken_walls(link)
