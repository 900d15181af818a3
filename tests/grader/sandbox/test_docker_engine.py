"""Sandboxes of a real daemon: what they let through, how they end, what they leave behind."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.docker_engine import DockerEngine
from harness.remote.sandbox import Limits, SandboxError
from tests.grader.sandbox.docker_talk import (
    ECHO,
    LONG_SECONDS,
    containers_of,
    opened,
    running,
    soon,
    take,
    take_all,
)

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def engine() -> Iterator[DockerEngine]:
    """Use one engine."""
    with opened() as engine:
        yield engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder that the user of the sandbox may enter."""
    made = tmp_path / "sockets"
    made.mkdir()
    made.chmod(0o711)
    return made


@pytest.fixture
def run_id() -> str:
    """Name a run as no other test of this or another process does."""
    return f"test-{uuid.uuid4().hex}"


def test_bytes_go_in_and_come_out_unchanged(engine: DockerEngine, folder: Path) -> None:
    """Small and large messages come back as they were sent."""
    with running(engine, folder, ECHO) as sandbox:
        for size in (1, 50, 3_000_000):
            message = struct.pack(">L", size) + os.urandom(size)
            # Both ends must be read at once for more than the pipes in between hold.
            received = b""
            for start in range(0, len(message), 1 << 15):
                piece = message[start : start + (1 << 15)]
                sandbox.control.send(piece, soon())
                received += take(sandbox, len(piece))
            assert received == message


def test_standard_error_does_not_mix_with_the_output(engine: DockerEngine, folder: Path) -> None:
    """Complaints are kept aside."""
    program = "import sys; print('out'); print('complaint', file=sys.stderr); sys.exit(3)"
    with running(engine, folder, program) as sandbox:
        assert take_all(sandbox) == b"out\n"
        assert sandbox.why_ended() == "exit code 3; it wrote: complaint"


def test_closing_the_control_ends_the_sandbox(engine: DockerEngine, folder: Path) -> None:
    """A supervisor that reads sees the end of its input, so nothing outlives the judge."""
    with running(engine, folder, ECHO) as sandbox:
        sandbox.control.send(b"\0\0\0\1x", soon())
        assert take(sandbox, 5) == b"\0\0\0\1x"
        sandbox.control.close()
        assert sandbox.why_ended() == "exit code 0"


def test_destroy_leaves_nothing_and_may_be_repeated(folder: Path, run_id: str) -> None:
    """A sandbox that never stops by itself is gone after one call; more calls do nothing."""
    with (
        opened(run_id=run_id) as other,
        running(other, folder, "while True: pass") as sandbox,
    ):
        assert len(containers_of(run_id)) == 1
        sandbox.destroy()
        assert containers_of(run_id) == []
        sandbox.destroy()
        assert sandbox.why_ended() == "it was removed"


def test_a_flood_that_nobody_reads_does_not_delay_the_end(
    engine: DockerEngine, folder: Path
) -> None:
    """A guest stuck in writing is removed at once (moby#41827 hangs if the client stays attached)."""
    program = "import os\nwhile True: os.write(1, b'x' * 65536)"
    with running(engine, folder, program) as sandbox:
        assert take(sandbox, 1 << 20) == b"x" * (1 << 20)
        begun = time.monotonic()
        sandbox.destroy()
        assert time.monotonic() - begun < 10


def test_a_shared_socket_connects_the_two_sides(engine: DockerEngine, folder: Path) -> None:
    """The folder is visible inside, its socket works, and nothing can be made in it."""
    program = """
import socket, sys
with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(sys.argv[1] + "/data")
    connection.sendall(connection.recv(100).upper())
try:
    open(sys.argv[1] + "/mine", "w")
except OSError as error:
    print(error.errno)"""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "data"))
        (folder / "data").chmod(0o666)
        server.listen()
        server.settimeout(LONG_SECONDS)
        with running(engine, folder, program, more=["/virtlab"]) as sandbox:
            assert sandbox.socket_folder == "/virtlab"
            connection, _ = server.accept()
            with connection:
                connection.settimeout(LONG_SECONDS)
                connection.sendall(b"hello")
                assert connection.recv(100) == b"HELLO"
            assert take_all(sandbox) == b"30\n"


def test_a_folder_that_the_daemon_does_not_see_is_not_shared(tmp_path: Path) -> None:
    """A daemon that looks local and is not, as from inside a container, gets its data relayed."""
    with (
        opened() as engine,
        running(engine, tmp_path / "elsewhere", "print(1)") as sandbox,
    ):
        assert sandbox.socket_folder is None
        assert take_all(sandbox) == b"1\n"


def test_a_missing_image_says_how_to_get_it(folder: Path) -> None:
    """The first launch fails with the command to run."""
    with (
        opened(image="virtlab/guest:never-built") as engine,
        pytest.raises(SandboxError, match="virtlab image build"),
    ):
        engine.launch((), Limits(), folder, None)


def test_a_core_that_does_not_exist_is_refused(engine: DockerEngine, folder: Path) -> None:
    """The daemon's reason reaches the caller."""
    with pytest.raises(SandboxError, match="4095"):
        engine.launch((), Limits(), folder, 4095)


def test_a_runtime_that_does_not_exist_is_refused_without_a_trace(
    folder: Path, run_id: str
) -> None:
    """What fails after the container was made leaves no container."""
    with opened(run_id=run_id, runtime="no-such-runtime") as engine:
        with pytest.raises(SandboxError, match="no-such-runtime"):
            engine.launch((), Limits(), folder, None)
        assert containers_of(run_id) == []


def test_the_identity_names_the_versions(engine: DockerEngine) -> None:
    """A receipt can tell which daemon, image and Python judged."""
    identity = engine.identity()
    assert identity["image_digest"].startswith("sha256:")
    assert identity["guest_python"] == ".".join(map(str, sys.version_info[:3]))
    assert identity["sandbox"] == "docker"
    assert all(identity.values())


def test_closing_an_engine_removes_what_it_started(folder: Path, run_id: str) -> None:
    """Sandboxes that nobody destroyed go with their engine."""
    engine = DockerEngine(run_id=run_id)
    sandboxes = [engine.launch(("-c", ECHO), Limits(), folder, None) for _ in range(2)]
    assert len(containers_of(run_id)) == 2
    for sandbox in sandboxes:
        sandbox.control.close()
    engine.close()
    engine.close()
    assert containers_of(run_id) == []


def test_a_sweep_takes_the_dead_graders_sandbox_and_no_other(
    engine: DockerEngine, folder: Path, run_id: str
) -> None:
    """What a killed grader left is removed by the next one; those of living graders stay."""
    grader = f"""
import sys, time
from pathlib import Path
from grader.sandbox.docker_engine import DockerEngine
from harness.remote.sandbox import Limits
engine = DockerEngine(run_id={run_id!r})
sandbox = engine.launch(("-c", {ECHO!r}), Limits(), Path({str(folder)!r}), None)
print("launched", flush=True)
sys.stdin.read()
"""
    with (
        running(engine, folder, ECHO) as ours,
        subprocess.Popen(
            [sys.executable, "-c", grader], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as killed,
    ):
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"launched\n"
        engine.sweep()
        assert len(containers_of(run_id)) == 1
        killed.send_signal(signal.SIGKILL)
        killed.wait(LONG_SECONDS)
        engine.sweep()
        assert containers_of(run_id) == []
        ours.control.send(b"\0\0\0\1x", soon())
        assert take(ours, 5) == b"\0\0\0\1x"
