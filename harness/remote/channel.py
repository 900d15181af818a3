"""The judge's end of one child's data stream: whole frames, each before a deadline.

A channel is either a socket that the child itself connected, or a relay through the supervisor.
Deadlines are of ``time.monotonic``.
"""

import os
import select
import socket
import struct
import time
from pathlib import Path
from typing import Protocol

from harness.wire.frames import HEADER_BYTES, OUTWARD_LIMIT_BYTES, FrameError, unpack_length

_CHUNK_BYTES = 1 << 20


class ChannelClosedError(Exception):
    """The child is gone."""


class Channel(Protocol):
    """Frames to and from one child."""

    def send(self, frame: bytes, deadline: float) -> None:
        """Send an already packed frame. Raises TimeoutError or ChannelClosedError."""

    def receive(self, deadline: float) -> bytes:
        """Return one frame's payload. Raises TimeoutError, ChannelClosedError or FrameError."""

    def has_more(self) -> bool:
        """Tell whether bytes wait that nobody asked for."""

    def cpu_seconds(self) -> float | None:
        """Return the processor time the child has used, as the kernel counts it, if it can be told."""

    def wants_processor(self) -> bool:
        """Tell whether the child is running or waiting for a core (and not asleep or gone)."""

    def close(self) -> None:
        """Close it. Idempotent."""


def process_cpu_clock(pid: int) -> int:
    """Return the id of a process's CPU clock for ``time.clock_gettime`` (Linux: ~pid << 3 | 2)."""
    return (~pid << 3) | 2


class SocketChannel:
    """A Unix socket that the child connected; the kernel vouches for the child's process id."""

    def __init__(self, link: socket.socket) -> None:
        link.settimeout(0)
        self._link = link
        self._poll = select.poll()
        self._poll.register(link, select.POLLIN)
        credentials = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        self._pid = struct.unpack("3i", credentials)[0]
        self._clock = process_cpu_clock(self._pid)
        self._partial = b""

    def send(self, frame: bytes, deadline: float) -> None:
        """See ``Channel``."""
        view = memoryview(frame)
        while view:
            try:
                view = view[self._link.send(view) :]
            except BlockingIOError:
                self._wait_to_write(deadline)
            except OSError:
                raise ChannelClosedError from None

    def _wait_to_write(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([], [self._link], [], left)[1]:
            raise TimeoutError

    def receive(self, deadline: float) -> bytes:
        """See ``Channel``; what came before a TimeoutError is kept for the next call."""
        data, self._partial = self._partial, b""
        needed = HEADER_BYTES
        while True:
            if len(data) >= HEADER_BYTES:
                needed = HEADER_BYTES + unpack_length(data[:HEADER_BYTES], OUTWARD_LIMIT_BYTES)
            if len(data) >= needed:
                break
            try:
                data += self._receive_some(deadline)
            except TimeoutError:
                self._partial = data
                raise
        if len(data) > needed:
            raise FrameError("bytes after the reply")
        return data[HEADER_BYTES:]

    def _receive_some(self, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0 or not self._poll.poll(left * 1000):
            raise TimeoutError
        try:
            data = self._link.recv(_CHUNK_BYTES)
        except OSError:
            raise ChannelClosedError from None
        if not data:
            raise ChannelClosedError
        return data

    def has_more(self) -> bool:
        """See ``Channel``."""
        return any(event & select.POLLIN for _, event in self._poll.poll(0)) and self._peek()

    def _peek(self) -> bool:
        try:
            return bool(self._link.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def cpu_seconds(self) -> float | None:
        """See ``Channel``."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def wants_processor(self) -> bool:
        """See ``Channel``."""
        try:
            stat = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        # The state follows the name, which is in brackets and may hold anything.
        return stat.rpartition(")")[2].split()[0] in ("R", "D")

    def close(self) -> None:
        """See ``Channel``."""
        self._link.close()


def listen(path: str) -> socket.socket:
    """Return a socket that a guest's children can connect to, whoever they run as."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    os.chmod(path, 0o666)  # noqa: PTH101, S103 - a child runs as another user; a token tells it from a stranger
    listener.listen(8)
    return listener
