"""The connection to the daemon and its failures, without a daemon."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from docker import APIClient
from docker.errors import APIError, DockerException, ImageNotFound

from grader.errors import GraderError
from grader.sandbox.docker_daemon import can_share_sockets, connect, daemon_failures, read_facts
from grader.sandbox.docker_engine import DockerEngine
from grader.sandbox.docker_probe import describe_daemon, probe
from harness.remote.sandbox import Limits, SandboxError

_LOCAL = "http+docker://localhost"


@contextlib.contextmanager
def _deaf_daemon() -> Iterator[str]:
    """Give the address of somebody who accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("base_url", "info", "shares"),
    [
        (_LOCAL, {"KernelVersion": "6.1"}, True),
        (
            _LOCAL,
            {"KernelVersion": "6.1", "SecurityOptions": ["name=seccomp,profile=default"]},
            True,
        ),
        (_LOCAL, {"KernelVersion": "6.1", "SecurityOptions": ["name=selinux"]}, False),
        (_LOCAL, {"KernelVersion": "5.15-linuxkit"}, False),
        (_LOCAL, {}, False),
        ("http://10.0.0.7:2375", {"KernelVersion": "6.1"}, False),
        ("https://10.0.0.7:2376", {"KernelVersion": "6.1"}, False),
    ],
)
def test_sockets_are_shared_with_this_very_machine_only(
    base_url: str,
    info: dict[str, Any],
    shares: bool,  # noqa: FBT001 # a parameter
) -> None:
    """A daemon elsewhere, in a virtual machine or behind SELinux gets its data relayed."""
    assert can_share_sockets(base_url, info, "6.1") is shares


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ImageNotFound("no"), "virtlab image build"),
        (APIError("no", explanation="out of space"), "out of space"),
        (DockerException("odd"), "does not answer: odd"),
        (ConnectionResetError("gone"), "does not answer: gone"),
    ],
)
def test_what_docker_raises_becomes_a_sandbox_error(error: Exception, text: str) -> None:
    """Callers see one kind of failure, and it says what was being done."""
    with pytest.raises(SandboxError, match=text) as caught, daemon_failures("start a sandbox"):
        raise error
    assert str(caught.value).startswith("could not start a sandbox: ")


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "unix:///nowhere/docker.sock", "what://ever"]
)
def test_no_daemon_is_the_operators_matter(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the address and what to do."""
    monkeypatch.setenv("DOCKER_HOST", address)
    with pytest.raises(GraderError, match=address) as caught:
        probe()
    assert "bubblewrap" in caught.value.hint


@pytest.mark.skipif(os.getuid() == 0, reason="root may do everything")
def test_a_forbidden_socket_is_told_from_a_missing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lacks the permission is not told to start Docker."""
    path = tmp_path / "docker.sock"
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        path.chmod(0)
        with pytest.raises(GraderError, match="may not use") as caught:
            connect()
    assert "group `docker`" in caught.value.hint


def test_an_ssh_address_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can not be attached to is refused before anything is started."""
    monkeypatch.setenv("DOCKER_HOST", "ssh://user@host")
    with pytest.raises(GraderError) as caught:
        connect()
    assert "ssh -L" in caught.value.hint


def test_a_daemon_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting ends after the time given."""
    with _deaf_daemon() as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        with pytest.raises(GraderError, match="timed out"):
            connect(timeout_seconds=1)


class _RootlessDaemon:
    """Answers as a rootless daemon does that was given no control over memory."""

    base_url = _LOCAL
    api_version = "1.46"

    def version(self) -> dict[str, Any]:
        return {"Version": "27.0"}

    def info(self) -> dict[str, Any]:
        return {"KernelVersion": "6.1", "MemoryLimit": False, "PidsLimit": True, "CPUSet": True}

    def inspect_image(self, _: str) -> dict[str, Any]:
        return {"Id": "sha256:1", "Config": {}, "Size": 1}

    def containers(self, **_: Any) -> list[dict[str, Any]]:
        return []

    def close(self) -> None:
        """Have nothing to close."""


def test_a_daemon_without_limits_is_not_used(tmp_path: Path) -> None:
    """A daemon that can not limit memory would let a solution take all of it: nothing is started."""
    engine = DockerEngine(cast("APIClient", _RootlessDaemon()))
    with pytest.raises(SandboxError, match="can not limit memory"):
        engine.launch((), Limits(), tmp_path, None)
    engine.close()


def test_the_doctor_names_a_missing_limit() -> None:
    """The row does not work, and its hint says what the daemon needs."""
    facts = read_facts(cast("APIClient", _RootlessDaemon()))
    [row] = [row for row in describe_daemon(facts) if not row.works]
    assert row.subject == "limits"
    assert "memory" in row.found
    assert "cgroup v2" in row.hint
