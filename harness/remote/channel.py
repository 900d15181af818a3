"""The judge's end of one child's data stream: whole frames, each before a deadline.

A channel is either a socket that the child itself connected, or a relay through the supervisor.
Deadlines are of ``time.monotonic``.
"""

import math
import os
import socket
import struct
import time
from pathlib import Path
from typing import Protocol

from harness.wire.frames import HEADER_BYTES, OUTWARD_LIMIT_BYTES, FrameError, unpack_length

_CHUNK_BYTES = 1 << 16


class ChannelClosedError(Exception):
    """The child is gone."""


class Channel(Protocol):
    """Frames to and from one child."""

    def send(self, frame: bytes, deadline: float) -> None:
        """Send an already packed frame. Raises TimeoutError or ChannelClosedError."""

    def receive(self, deadline: float) -> bytes:
        """Return one frame's payload. Raises TimeoutError, ChannelClosedError or FrameError."""

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
    """A Unix socket that the child connected; the kernel vouches for the child's process id.

    The kernel keeps the time limit of each send and receive, so that a frame costs one system call;
    between pieces of a frame the deadline is looked at here.
    """

    def __init__(self, link: socket.socket) -> None:
        link.settimeout(None)
        self._link = link
        self._limit_seconds = 0.0
        credentials = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        self._pid = struct.unpack("3i", credentials)[0]
        self._clock = process_cpu_clock(self._pid)
        self._partial = b""

    def _limit(self, deadline: float) -> None:
        """Let the next system call take until the deadline at most, in steps of a tenth of a second."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        seconds = math.ceil(left * 10) / 10
        if seconds != self._limit_seconds:
            value = struct.pack("ll", int(seconds), round(seconds % 1 * 1_000_000))
            self._link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
            self._link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)
            self._limit_seconds = seconds

    def send(self, frame: bytes, deadline: float) -> None:
        """See ``Channel``."""
        view = memoryview(frame)
        try:
            while view:
                self._limit(deadline)
                view = view[self._link.send(view) :]
        except BlockingIOError:
            raise TimeoutError from None
        except TimeoutError:
            raise
        except OSError:
            raise ChannelClosedError from None

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
        self._limit(deadline)
        try:
            data = self._link.recv(_CHUNK_BYTES)
        except BlockingIOError:
            raise TimeoutError from None
        except OSError:
            raise ChannelClosedError from None
        if not data:
            raise ChannelClosedError
        return data

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
    try:
        listener.bind(path)
    except OSError:
        listener.close()
        raise
    os.chmod(path, 0o666)  # noqa: PTH101, S103 - a child runs as another user; a token tells it from a stranger
    listener.listen(8)
    return listener
