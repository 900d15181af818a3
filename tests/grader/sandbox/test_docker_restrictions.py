"""What a program in a Docker sandbox can not do."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.docker_container import CPU_GRACE_SECONDS
from grader.sandbox.docker_engine import DockerEngine
from harness.remote.sandbox import ENVIRONMENT, Limits
from tests.grader.sandbox.docker_talk import opened, running, take_all, take_line

pytestmark = pytest.mark.docker

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
    "read_only": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
    "shared_memory": os.path.exists("/dev/shm"),
    "variables": sorted(os.environ),
    "hostname": socket.gethostname(),
    "limits": [resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in ("NOFILE", "CORE", "FSIZE", "MEMLOCK", "CPU")],
    "cores": sorted(os.sched_getaffinity(0)),
}))
"""


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


@pytest.fixture(scope="module")
def seen(engine: DockerEngine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Let a program look around in a sandbox pinned to the last core."""
    folder = tmp_path_factory.mktemp("sockets")
    core = max(os.sched_getaffinity(0))
    with running(engine, folder, _LOOK_AROUND, core=core, limits=Limits(cpu_seconds=77)) as sandbox:
        said: dict[str, Any] = json.loads(take_all(sandbox))
    return said


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
    assert seen["read_only"] is True
    assert seen["shared_memory"] is False


def test_nothing_of_the_operator_is_visible(seen: dict[str, Any]) -> None:
    """Neither variables nor the machine's name."""
    assert seen["variables"] == ["HOME", "HOSTNAME", "PATH", *ENVIRONMENT]
    assert seen["hostname"] == "sandbox"


def test_limits_are_set_hard_and_soft(seen: dict[str, Any]) -> None:
    """Descriptors, dumps, files, locked memory and processor time are limited."""
    assert seen["limits"] == [[256, 256], [0, 0], [0, 0], [0, 0], [77 + CPU_GRACE_SECONDS] * 2]


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
    with running(engine, folder, program, core=0) as sandbox:
        assert take_all(sandbox) == b"[0]\n"


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
    with running(engine, folder, program) as sandbox:
        assert 32 < int(take_line(sandbox)) <= 64


def test_memory_is_limited_and_named_as_the_reason(engine: DockerEngine, folder: Path) -> None:
    """Who takes more than its share is ended by the kernel, and the sandbox says so."""
    program = "hoard = []\nwhile True: hoard.append(bytearray(b'x') * (1 << 22))"
    with running(engine, folder, program, limits=Limits(memory_bytes=2**25)) as sandbox:
        assert take_all(sandbox) == b""
        assert sandbox.why_ended() == "memory limit"


def test_without_sharing_nothing_is_mounted(folder: Path) -> None:
    """An engine told to relay gives the sandbox no folder."""
    with (
        opened(share_sockets=False) as engine,
        running(engine, folder, "import os; print(os.listdir('/virtlab'))") as sandbox,
    ):
        assert sandbox.socket_folder is None
        assert take_all(sandbox) == b""
        assert "FileNotFoundError" in sandbox.why_ended()


def test_a_proxy_of_the_operator_stays_outside(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docker's client would pass a configured proxy on, with its password."""
    settings = {"proxies": {"default": {"httpProxy": "http://user:secret@proxy"}}}
    (tmp_path / "config.json").write_text(json.dumps(settings))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with (
        opened() as engine,
        running(engine, folder, "import os; print(dict(os.environ))") as sandbox,
    ):
        assert b"secret" not in take_all(sandbox)
