"""A daemon behind a network: data is relayed, and its death or silence becomes an error in time."""

import contextlib
import os
import selectors
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import APIClient

from grader.sandbox.docker_daemon import connect
from grader.sandbox.docker_engine import DockerEngine
from grader.sandbox.image import build_image
from harness.remote.sandbox import Limits, SandboxError

pytestmark = pytest.mark.docker

_LONG_SECONDS = 30.0
_SHORT_SECONDS = 2
_ECHO = "import os\nwhile data := os.read(0, 65536): os.write(1, data)"


class _Network:
    """A TCP address of the local daemon that can be cut or silenced."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._server, selectors.EVENT_READ)
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._silent = threading.Event()
        self._thread = threading.Thread(target=self._forward)
        self._thread.start()

    @property
    def address(self) -> str:
        """What ``DOCKER_HOST`` would say."""
        return f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    def fall_silent(self) -> None:
        """Take bytes from now on, and deliver none."""
        self._silent.set()

    def cut(self) -> None:
        """End all connections and refuse new ones."""
        self._wake.close()
        self._thread.join(_LONG_SECONDS)

    def _forward(self) -> None:
        running = True
        while running:
            for key, _ in self._selector.select():
                if key.fileobj is self._server:
                    self._accept()
                elif key.fileobj is self._woken:
                    running = False
                elif key.fileobj in self._selector.get_map():
                    self._pass_on(key.fileobj, key.data)  # type: ignore[arg-type] # a socket
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr] # a socket
        self._selector.close()

    def _accept(self) -> None:
        near, _ = self._server.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect("/var/run/docker.sock")
        self._selector.register(near, selectors.EVENT_READ, far)
        self._selector.register(far, selectors.EVENT_READ, near)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        data = b""
        with contextlib.suppress(OSError):
            data = source.recv(1 << 16)
            if data and not self._silent.is_set():
                target.sendall(data)
        if not data:
            for end in (source, target):
                self._selector.unregister(end)
                end.close()


@pytest.fixture
def network() -> Iterator[_Network]:
    """Open a way to the local daemon over TCP."""
    if "DOCKER_HOST" in os.environ:
        pytest.skip("the tests' own network needs the daemon's usual socket")
    build_image(from_host=True)
    network = _Network()
    yield network
    network.cut()


@pytest.fixture
def engine(network: _Network) -> Iterator[DockerEngine]:
    """Use an engine whose calls have two seconds each; clean up over the direct way."""
    run_id = f"test-{uuid.uuid4().hex}"
    far = APIClient(base_url=network.address, version="auto", timeout=_SHORT_SECONDS)
    engine = DockerEngine(far, run_id=run_id)
    yield engine
    engine.close()
    DockerEngine(connect(), run_id=run_id).close()


def _soon() -> float:
    return time.monotonic() + _LONG_SECONDS


def test_a_remote_daemon_gets_everything_relayed(engine: DockerEngine, tmp_path: Path) -> None:
    """No folder is shared over a network, and the control stream works."""
    sandbox = engine.launch(("-c", _ECHO), Limits(), tmp_path, None)
    assert sandbox.socket_folder is None
    sandbox.control.send(b"hello", _soon())
    received = b""
    while len(received) < 5:
        received += sandbox.control.receive(5, _soon())
    assert received == b"hello"
    sandbox.destroy()


def test_a_daemon_that_dies_is_an_error(
    network: _Network, engine: DockerEngine, tmp_path: Path
) -> None:
    """A running sandbox looks ended, a new one can not be started, cleaning up does not raise."""
    sandbox = engine.launch(("-c", _ECHO), Limits(), tmp_path, None)
    network.cut()
    with contextlib.suppress(ConnectionError):
        assert sandbox.control.receive(5, _soon()) == b""
    assert "does not say" in sandbox.why_ended()
    with pytest.raises(SandboxError, match="does not answer"):
        engine.launch(("-c", _ECHO), Limits(), tmp_path, None)
    with pytest.raises(SandboxError, match="does not answer"):
        engine.sweep()
    sandbox.destroy()


def test_a_daemon_that_hangs_is_an_error_in_time(
    network: _Network, engine: DockerEngine, tmp_path: Path
) -> None:
    """No call waits longer than the connection's time limit."""
    sandbox = engine.launch(("-c", _ECHO), Limits(), tmp_path, None)
    network.fall_silent()
    begun = time.monotonic()
    with pytest.raises(SandboxError, match="timed out"):
        engine.launch(("-c", _ECHO), Limits(), tmp_path, None)
    assert "does not say" in sandbox.why_ended()
    sandbox.destroy()
    assert time.monotonic() - begun < 10 * _SHORT_SECONDS
