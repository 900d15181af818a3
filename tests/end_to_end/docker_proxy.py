"""A stand-in for the Docker daemon's socket that a test can take away, and what the daemon still holds."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from docker import APIClient

DAEMON = "/var/run/docker.sock"


class _Proxy:
    """Copies bytes between its callers and the daemon until it is closed."""

    def __init__(self, address: Path) -> None:
        address.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(address))
        self._listener.listen(64)
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """Hang up on everybody and answer no more. Idempotent."""
        if self._thread.is_alive():
            self._wake.send(b"x")
            self._thread.join()
            self._wake.close()

    def _serve(self) -> None:
        peers: dict[socket.socket, socket.socket] = {}
        while True:
            ready, _, _ = select.select([self._listener, self._woken, *peers], [], [])
            if self._woken in ready:
                break
            if self._listener in ready:
                peers |= self._connected()
            for one in [peer for peer in ready if peer in peers]:
                _copy(one, peers)
        for one in (self._listener, self._woken, *peers):
            one.close()

    def _connected(self) -> dict[socket.socket, socket.socket]:
        caller, _ = self._listener.accept()
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        daemon.connect(DAEMON)
        return {caller: daemon, daemon: caller}


def _copy(one: socket.socket, peers: dict[socket.socket, socket.socket]) -> None:
    """Pass on what has come; at its end, or where nobody takes it, end the connection."""
    other = peers.get(one)
    if other is None:
        return
    data = b""
    with contextlib.suppress(OSError):
        data = one.recv(65536)
        other.sendall(data)
    if not data:
        for end in (one, other):
            del peers[end]
            end.close()


@contextlib.contextmanager
def docker_proxy(address: Path) -> Iterator[Callable[[], None]]:
    """Listen at ``address`` in the daemon's place; give the means to hang up."""
    proxy = _Proxy(address)
    try:
        yield proxy.close
    finally:
        proxy.close()


def containers_of(folder: Path) -> list[str]:
    """Return the containers, dead or alive, that are shown something below a folder."""
    with contextlib.closing(APIClient(base_url=f"unix://{DAEMON}")) as api:
        return [
            found["Id"]
            for found in api.containers(all=True)
            if any(mount.get("Source", "").startswith(str(folder)) for mount in found["Mounts"])
        ]
