"""What a container may do, and how its end reads."""

from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.docker_container import describe_end, host_settings
from harness.remote.sandbox import Limits


def _state(code: int = 0, *, oom: bool = False, running: bool = False) -> dict[str, Any]:
    return {"ExitCode": code, "OOMKilled": oom, "Running": running}


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (_state(137, oom=True), "memory limit"),
        (_state(running=True), "still running"),
        (_state(0), "exit code 0"),
        (_state(3), "exit code 3"),
        (_state(137), "exit code 137 (SIGKILL)"),
        (_state(255), "exit code 255"),
    ],
)
def test_an_end_is_named(state: dict[str, Any], text: str) -> None:
    """Memory is said only when the kernel said it; a signal is named."""
    assert describe_end(state, b"") == text


def test_the_last_complaint_is_quoted() -> None:
    """The last line of standard error is the one that explains."""
    assert (
        describe_end(_state(1), b"Traceback\nKeyError: 1\n\n")
        == "exit code 1; it wrote: KeyError: 1"
    )


def test_a_complaint_can_not_write_to_the_terminal() -> None:
    """Control characters go, length is limited, bytes that are no text do no harm."""
    text = describe_end(_state(1), b"ok\n\x1b[2J\xff\x07\xe2\x80\xae" + b"x" * 5000)
    assert text.isprintable()
    assert len(text) < 300


def test_memory_has_room_for_the_supervisor_and_none_for_swap() -> None:
    """The whole sandbox gets 64 MiB more than the child, and no swap."""
    settings = host_settings(Limits(memory_bytes=2**28), None, None)
    assert settings["mem_limit"] == settings["memswap_limit"] == 2**28 + 2**26


def test_a_core_and_a_folder_are_given_only_when_asked_for(tmp_path: Path) -> None:
    """Without them nothing is pinned and nothing mounted; the mount can not be written."""
    assert host_settings(Limits(), None, None)["cpuset_cpus"] is None
    assert host_settings(Limits(), None, None)["mounts"] == []
    settings = host_settings(Limits(), 0, tmp_path)
    assert settings["cpuset_cpus"] == "0"
    [mount] = settings["mounts"]
    assert mount["Source"] == str(tmp_path)
    assert mount["Target"] == "/virtlab"
    assert mount["ReadOnly"] is True
