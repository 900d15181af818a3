"""Sandboxes of a real daemon: what they let through, what they keep in, what they leave behind."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.docker_daemon import connect
from grader.sandbox.docker_engine import DockerEngine, DockerSandbox
from grader.sandbox.image import build_image
from harness.remote.sandbox import Limits, SandboxError

pytestmark = pytest.mark.docker

_LONG_SECONDS = 30.0
_ECHO = """
import os, struct
while head := os.read(0, 4):
    left = struct.unpack(">L", head)[0]
    os.write(1, head)
    while left:
        piece = memoryview(os.read(0, min(left, 1 << 16)))
        left -= len(piece)
        while piece:
            piece = piece[os.write(1, piece):]
"""
_LOOK_AROUND = """
import json, os, resource, socket

def attempt(action, *arguments):
    try:
        action(*arguments)
    except OSError as error:
        return type(error).__name__ + " " + str(error.errno)
    return "done"

status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps({
    "pid": os.getpid(),
    "ids": [os.getuid(), os.geteuid(), os.getgid(), os.getegid()],
    "capabilities": [int(status["Cap" + name], 16) for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")],
    "new_privileges": status["NoNewPrivs"].strip(),
    "seccomp": status["Seccomp"].strip(),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "connect": attempt(socket.create_connection, ("192.0.2.1", 80), 1),
    "writes": [attempt(open, path, "w") for path in ("/x", "/tmp/x", "/etc/x", "/opt/python/x", "/virtlab/x")],
    "shared_memory": os.path.exists("/dev/shm"),
    "variables": sorted(os.environ),
    "hostname": socket.gethostname(),
    "limits": [resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in ("NOFILE", "CORE", "FSIZE", "MEMLOCK", "CPU")],
    "cores": sorted(os.sched_getaffinity(0)),
}))
"""


@pytest.fixture(scope="module", autouse=True)
def _image() -> None:
    """Build the image if need be."""
    build_image(from_host=True)


@pytest.fixture
def run_id() -> str:
    """Name a run as no other test of this or another process does."""
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture(scope="module")
def engine() -> Iterator[DockerEngine]:
    """Use one engine."""
    engine = DockerEngine()
    yield engine
    engine.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder that the user of the sandbox may enter."""
    made = tmp_path / "sockets"
    made.mkdir()
    made.chmod(0o711)
    return made


def _soon() -> float:
    return time.monotonic() + _LONG_SECONDS


@contextlib.contextmanager
def _running(
    engine: DockerEngine,
    folder: Path,
    program: str,
    *,
    limits: Limits | None = None,
    core: int | None = None,
    more: Sequence[str] = (),
) -> Iterator[DockerSandbox]:
    sandbox = engine.launch(("-I", "-S", "-c", program, *more), limits or Limits(), folder, core)
    try:
        yield sandbox
    finally:
        sandbox.destroy()


def _take(sandbox: DockerSandbox, size: int) -> bytes:
    parts = []
    while size and (part := sandbox.control.receive(size, _soon())):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _take_all(sandbox: DockerSandbox) -> bytes:
    return b"".join(iter(lambda: sandbox.control.receive(1 << 16, _soon()), b""))


def _take_line(sandbox: DockerSandbox) -> bytes:
    """Read no further than a line: a child may still hold the output open."""
    line = b""
    while not line.endswith(b"\n") and (letter := _take(sandbox, 1)):
        line += letter
    return line


def _containers(run_id: str) -> list[dict[str, Any]]:
    api = connect()
    try:
        found: list[dict[str, Any]] = api.containers(
            all=True, filters={"label": [f"virtlab.run={run_id}"]}
        )
    finally:
        api.close()
    return found


@pytest.fixture(scope="module")
def seen(engine: DockerEngine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Let a program look around in a sandbox pinned to the last core."""
    folder = tmp_path_factory.mktemp("sockets")
    core = max(os.sched_getaffinity(0))
    with _running(
        engine, folder, _LOOK_AROUND, core=core, limits=Limits(cpu_seconds=77)
    ) as sandbox:
        said: dict[str, Any] = json.loads(_take_all(sandbox))
    return said


def test_bytes_go_in_and_come_out_unchanged(engine: DockerEngine, folder: Path) -> None:
    """Small and large messages come back as they were sent."""
    with _running(engine, folder, _ECHO) as sandbox:
        for size in (1, 50, 3_000_000):
            message = struct.pack(">L", size) + os.urandom(size)
            # Both ends must be read at once for more than the pipes in between hold.
            received = b""
            for start in range(0, len(message), 1 << 15):
                piece = message[start : start + (1 << 15)]
                sandbox.control.send(piece, _soon())
                received += _take(sandbox, len(piece))
            assert received == message


def test_standard_error_does_not_mix_with_the_output(engine: DockerEngine, folder: Path) -> None:
    """Complaints are kept aside."""
    program = "import sys; print('out'); print('complaint', file=sys.stderr); sys.exit(3)"
    with _running(engine, folder, program) as sandbox:
        assert _take_all(sandbox) == b"out\n"
        assert sandbox.why_ended() == "exit code 3; it wrote: complaint"


def test_the_process_is_nobody_and_may_nothing(seen: dict[str, Any]) -> None:
    """An unprivileged user as process 1, without capabilities or a way to gain any."""
    assert seen["pid"] == 1
    assert seen["ids"] == [65534] * 4
    assert seen["capabilities"] == [0] * 5
    assert seen["new_privileges"] == "1"
    assert seen["seccomp"] == "2"


def test_there_is_no_network(seen: dict[str, Any]) -> None:
    """Only the loopback interface exists, and nothing can be reached."""
    assert seen["interfaces"] == ["lo"]
    assert seen["connect"] == "OSError 101"


def test_nothing_can_be_written(seen: dict[str, Any]) -> None:
    """No place takes a file: not the root, not the shared folder, and there is no other."""
    assert set(seen["writes"]) <= {"OSError 30", "FileNotFoundError 2", "PermissionError 13"}
    assert seen["shared_memory"] is False


def test_nothing_of_the_operator_is_visible(seen: dict[str, Any]) -> None:
    """Neither variables nor the machine's name."""
    assert seen["variables"] == ["HOME", "HOSTNAME", "PATH"]
    assert seen["hostname"] == "sandbox"


def test_limits_are_set_hard_and_soft(seen: dict[str, Any]) -> None:
    """Descriptors, dumps, files, locked memory and processor time are limited."""
    assert seen["limits"] == [[256, 256], [0, 0], [0, 0], [0, 0], [77, 77]]


def test_it_runs_on_the_core_it_was_given(seen: dict[str, Any]) -> None:
    """Pinning to one core works."""
    assert seen["cores"] == [max(os.sched_getaffinity(0))]


def test_pinning_can_not_be_undone(engine: DockerEngine, folder: Path) -> None:
    """A process that asks for another core does not get it."""
    if os.cpu_count() == 1:
        pytest.skip("one core")
    program = """
import os
try:
    os.sched_setaffinity(0, range(os.cpu_count()))
except OSError:
    pass
print(sorted(os.sched_getaffinity(0)))"""
    with _running(engine, folder, program, core=0) as sandbox:
        assert _take_all(sandbox) == b"[0]\n"


def test_processes_are_counted(engine: DockerEngine, folder: Path) -> None:
    """A fork bomb ends at 64 processes, itself included."""
    program = """
import os, signal
count = 1
try:
    while count < 500:
        if not os.fork():
            signal.pause()
        count += 1
except BlockingIOError:
    pass
print(count, flush=True)"""
    with _running(engine, folder, program) as sandbox:
        assert 32 < int(_take_line(sandbox)) <= 64


def test_memory_is_limited_and_named_as_the_reason(engine: DockerEngine, folder: Path) -> None:
    """Who takes more than its share is ended by the kernel, and the sandbox says so."""
    program = "hoard = []\nwhile True: hoard.append(bytearray(b'x') * (1 << 22))"
    with _running(engine, folder, program, limits=Limits(memory_bytes=2**25)) as sandbox:
        assert _take_all(sandbox) == b""
        assert sandbox.why_ended() == "memory limit"


def test_closing_the_control_ends_the_sandbox(engine: DockerEngine, folder: Path) -> None:
    """A supervisor that reads sees the end of its input, so nothing outlives the judge."""
    with _running(engine, folder, _ECHO) as sandbox:
        sandbox.control.send(b"\0\0\0\1x", _soon())
        assert _take(sandbox, 5) == b"\0\0\0\1x"
        sandbox.control.close()
        assert sandbox.why_ended() == "exit code 0"


def test_destroy_leaves_nothing_and_may_be_repeated(folder: Path, run_id: str) -> None:
    """A sandbox that never stops by itself is gone after one call; more calls do nothing."""
    other = DockerEngine(run_id=run_id)
    try:
        with _running(other, folder, "while True: pass") as sandbox:
            assert len(_containers(run_id)) == 1
            sandbox.destroy()
            assert _containers(run_id) == []
            sandbox.destroy()
            assert sandbox.why_ended() == "it was removed"
    finally:
        other.close()


def test_a_flood_that_nobody_reads_does_not_delay_the_end(
    engine: DockerEngine, folder: Path
) -> None:
    """A guest stuck in writing is removed at once (moby#41827 hangs if the client stays attached)."""
    program = "import os\nwhile True: os.write(1, b'x' * 65536)"
    with _running(engine, folder, program) as sandbox:
        assert _take(sandbox, 1 << 20) == b"x" * (1 << 20)
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
        server.settimeout(_LONG_SECONDS)
        with _running(engine, folder, program, more=["/virtlab"]) as sandbox:
            assert sandbox.socket_folder == "/virtlab"
            connection, _ = server.accept()
            with connection:
                connection.settimeout(_LONG_SECONDS)
                connection.sendall(b"hello")
                assert connection.recv(100) == b"HELLO"
            assert _take_all(sandbox) == b"30\n"


def test_without_sharing_nothing_is_mounted(folder: Path) -> None:
    """An engine told to relay gives the sandbox no folder."""
    engine = DockerEngine(share_sockets=False)
    try:
        with _running(engine, folder, "import os; print(os.listdir('/virtlab'))") as sandbox:
            assert sandbox.socket_folder is None
            assert _take_all(sandbox) == b""
            assert "FileNotFoundError" in sandbox.why_ended()
    finally:
        engine.close()


def test_a_folder_that_the_daemon_does_not_see_is_not_shared(tmp_path: Path) -> None:
    """A daemon that looks local and is not, as from inside a container, gets its data relayed."""
    engine = DockerEngine()
    try:
        with _running(engine, tmp_path / "elsewhere", "print(1)") as sandbox:
            assert sandbox.socket_folder is None
            assert _take_all(sandbox) == b"1\n"
    finally:
        engine.close()


def test_a_proxy_of_the_operator_stays_outside(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docker's client would pass a configured proxy on, with its password."""
    settings = {"proxies": {"default": {"httpProxy": "http://user:secret@proxy"}}}
    (tmp_path / "config.json").write_text(json.dumps(settings))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    engine = DockerEngine()
    try:
        with _running(engine, folder, "import os; print(dict(os.environ))") as sandbox:
            assert b"secret" not in _take_all(sandbox)
    finally:
        engine.close()


def test_a_missing_image_says_how_to_get_it(folder: Path) -> None:
    """The first launch fails with the command to run."""
    engine = DockerEngine(image="virtlab/guest:never-built")
    try:
        with pytest.raises(SandboxError, match="virtlab image build"):
            engine.launch((), Limits(), folder, None)
    finally:
        engine.close()


def test_a_core_that_does_not_exist_is_refused(engine: DockerEngine, folder: Path) -> None:
    """The daemon's reason reaches the caller."""
    with pytest.raises(SandboxError, match="4095"):
        engine.launch((), Limits(), folder, 4095)


def test_a_runtime_that_does_not_exist_is_refused_without_a_trace(
    folder: Path, run_id: str
) -> None:
    """What fails after the container was made leaves no container."""
    engine = DockerEngine(run_id=run_id, runtime="no-such-runtime")
    try:
        with pytest.raises(SandboxError, match="no-such-runtime"):
            engine.launch((), Limits(), folder, None)
        assert _containers(run_id) == []
    finally:
        engine.close()


def test_the_identity_names_the_versions(engine: DockerEngine) -> None:
    """A receipt can tell which daemon, image and Python judged."""
    identity = engine.identity()
    assert identity["image"].startswith("sha256:")
    assert identity["python"] == ".".join(map(str, sys.version_info[:3]))
    assert identity["sandbox"] == "docker"
    assert all(identity.values())


def test_closing_an_engine_removes_what_it_started(folder: Path, run_id: str) -> None:
    """Sandboxes that nobody destroyed go with their engine."""
    engine = DockerEngine(run_id=run_id)
    sandboxes = [engine.launch(("-c", _ECHO), Limits(), folder, None) for _ in range(2)]
    assert len(_containers(run_id)) == 2
    for sandbox in sandboxes:
        sandbox.control.close()
    engine.close()
    engine.close()
    assert _containers(run_id) == []


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
sandbox = engine.launch(("-c", {_ECHO!r}), Limits(), Path({str(folder)!r}), None)
print("launched", flush=True)
sys.stdin.read()
"""
    with (
        _running(engine, folder, _ECHO) as ours,
        subprocess.Popen(
            [sys.executable, "-c", grader], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as killed,
    ):
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"launched\n"
        engine.sweep()
        assert len(_containers(run_id)) == 1
        killed.send_signal(signal.SIGKILL)
        killed.wait(_LONG_SECONDS)
        engine.sweep()
        assert _containers(run_id) == []
        ours.control.send(b"\0\0\0\1x", _soon())
        assert _take(ours, 5) == b"\0\0\0\1x"
