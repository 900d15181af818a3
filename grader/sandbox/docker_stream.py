"""Docker's attach stream as a ``harness.remote.sandbox.Control``.

Outwards (to the guest) it carries plain bytes. Inwards the daemon puts a header of 8 bytes before each
piece: which stream it belongs to (1 standard output, 2 standard error, 3 the daemon itself), three
zeros, and the length as a 4-byte big-endian number (source: Docker Engine API, ContainerAttach). The
headers are the daemon's and can be trusted; what lies between them is the guest's.
"""

import contextlib
import math
import select
import socket
import ssl
import struct
import time
from collections.abc import Callable

from docker import APIClient

_HEADER = struct.Struct(">B3xL")
_STDOUT, _LAST_KIND = 1, 3
_CHUNK_BYTES = 1 << 16
_COMPLAINT_BYTES = 4096
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Demultiplexer:
    """Takes the stream apart; bytes may come in pieces of any size.

    Attributes:
        complaints: The last 4 kB that came on any stream but standard output.
    """

    def __init__(self) -> None:
        self.complaints = b""
        self._header = b""
        self._kind = _STDOUT
        self._left_bytes = 0

    def feed(self, data: bytes) -> bytes:
        """Return what ``data`` holds of standard output.

        Raises:
            OSError: No such stream exists, so this is not Docker's format.
        """
        output = []
        rest = memoryview(data)
        while rest:
            if not self._left_bytes:
                rest = self._read_header(rest)
                continue
            piece, rest = bytes(rest[: self._left_bytes]), rest[self._left_bytes :]
            self._left_bytes -= len(piece)
            if self._kind == _STDOUT:
                output.append(piece)
            else:
                self.complaints = (self.complaints + piece)[-_COMPLAINT_BYTES:]
        return b"".join(output)

    def _read_header(self, data: memoryview) -> memoryview:
        missing = _HEADER.size - len(self._header)
        self._header += data[:missing]
        if len(self._header) == _HEADER.size:
            self._kind, self._left_bytes = _HEADER.unpack(self._header)
            self._header = b""
            if self._kind > _LAST_KIND:
                raise OSError(f"the daemon's stream has no kind {self._kind}")
        return data[missing:]


class AttachStream:
    """Standard input and output of a sandbox over one connected socket. For one thread.

    What was received and not yet taken never exceeds one chunk (64 kB): more is read only when that is
    used up, and the daemon holds the guest back meanwhile.
    """

    def __init__(
        self, connection: socket.socket, on_close: Callable[[], object] = lambda: None
    ) -> None:
        self._socket = connection
        self._socket.settimeout(0.0)
        self._on_close = on_close
        self._streams = Demultiplexer()
        self._output = b""

    @property
    def complaints(self) -> bytes:
        """What the sandbox wrote to standard error so far, as far as it was read: the last 4 kB."""
        return self._streams.complaints

    def send(self, data: bytes, deadline: float) -> None:
        """See ``Control.send``."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except _WOULD_BLOCK as reason:
                self._wait(select.POLLOUT, reason, deadline)

    def receive(self, size: int, deadline: float) -> bytes:
        """See ``Control.receive``."""
        while not self._output:
            try:
                data = self._socket.recv(_CHUNK_BYTES)
            except _WOULD_BLOCK as reason:
                self._wait(select.POLLIN, reason, deadline)
                continue
            if not data:
                return b""
            self._output = self._streams.feed(data)
            if not self._output and time.monotonic() >= deadline:
                raise TimeoutError("only complaints came in time")
        output, self._output = self._output[:size], self._output[size:]
        return output

    def close(self) -> None:
        """See ``Control.close``. The daemon then closes the guest's standard input."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._on_close()

    def _wait(self, events: int, reason: OSError, deadline: float) -> None:
        """Wait until the socket may be ready; a TLS one may need to read in order to write."""
        if isinstance(reason, ssl.SSLWantReadError):
            events = select.POLLIN
        elif isinstance(reason, ssl.SSLWantWriteError):
            events = select.POLLOUT
        left_seconds = deadline - time.monotonic()
        poller = select.poll()
        poller.register(self._socket, events)
        if left_seconds <= 0 or not poller.poll(math.ceil(left_seconds * 1000)):
            raise TimeoutError("the sandbox neither took nor gave anything in time")


def attach(api: APIClient, identifier: str) -> AttachStream:
    """Attach to a container that was created and not yet started.

    Raises:
        OSError: The connection to the daemon is of a kind that can not be polled (ssh).
    """
    stream = api.attach_socket(
        identifier, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
    )
    # docker-py hands out the reading end of a response; the socket below it can also write.
    connection = getattr(stream, "_sock", stream)
    response = getattr(stream, "_response", stream)
    if not isinstance(connection, socket.socket):
        response.close()
        raise OSError("attaching works over unix:// and tcp:// addresses only")
    return AttachStream(connection, on_close=response.close)
