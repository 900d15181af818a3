"""Nothing in the fuzz corpus gets past the layer that must refuse it."""

import socket
import time
from dataclasses import dataclass

import pytest

from harness.exercise.interface import Interface
from harness.remote.channel import ChannelClosedError, SocketChannel
from harness.remote.connection import Connection
from harness.remote.errors import GuestError
from harness.remote.raised import read_raised
from harness.wire import messages
from harness.wire.frames import FrameError
from harness.wire.values import Codec, Record, ValueRefusedError, parse
from tests.harness.wire.malformed_frames import PAYLOADS, RECORDS, REPLIES, STREAMS, VALUES, frame

pytestmark = pytest.mark.timeout(60)
_MOST_SECONDS = 3.0


@dataclass(frozen=True)
class Entry:
    """A dataclass of an interface."""

    index: int
    amount: int
    balance: int


INTERFACE = Interface("Ledger", {"Ledger": {}}, {"Entry": Entry}, {})


def _arriving(data: bytes) -> tuple[SocketChannel, socket.socket]:
    """Return a channel at whose other end ``data`` was written and the stream then ended."""
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * 2**20)
    theirs.sendall(data)
    theirs.shutdown(socket.SHUT_WR)
    return SocketChannel(ours), theirs


@pytest.mark.parametrize("name", STREAMS)
def test_broken_stream_gives_no_frame(name: str) -> None:
    """A stream that is not one whole frame ends in an error, at once, and yields nothing."""
    channel, theirs = _arriving(STREAMS[name])
    with theirs, pytest.raises((FrameError, ChannelClosedError)):
        channel.receive(time.monotonic() + _MOST_SECONDS)
    channel.close()


@pytest.mark.parametrize("name", PAYLOADS)
def test_broken_payload_is_refused(name: str) -> None:
    """Nothing but ValueRefusedError comes out of the parser."""
    with pytest.raises(ValueRefusedError):
        parse(PAYLOADS[name])


@pytest.mark.parametrize("name", VALUES)
def test_broken_value_is_refused_quickly(name: str) -> None:
    """What is outside the closed set is refused, before it costs the judge any time."""
    codec = Codec({"Entry": Record(Entry, RECORDS["Entry"])})
    start = time.process_time()
    with pytest.raises(ValueRefusedError):
        codec.from_plain(parse(VALUES[name]))
    assert time.process_time() - start < _MOST_SECONDS


@pytest.mark.parametrize("name", REPLIES)
def test_broken_reply_is_the_guests_fault(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply that does not belong to the call ends in an error that becomes a verdict."""
    monkeypatch.setattr("os.urandom", lambda size: b"\xff" * size)  # the id is then REQUEST_ID
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 2**20)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * 2**20)
    connection = Connection(_AnsweringChannel(ours, theirs, frame(REPLIES[name])))
    with theirs, pytest.raises(GuestError):
        _call(connection)
    connection.close()


def _call(connection: Connection) -> None:
    word, body = connection.ask(messages.CALL, [1, "add", [1], {}], 2)
    if word == messages.RAISED:
        read_raised(body, INTERFACE)


class _AnsweringChannel(SocketChannel):
    """A channel whose other end answers any request with the same bytes."""

    def __init__(self, ours: socket.socket, theirs: socket.socket, answer: bytes) -> None:
        super().__init__(ours)
        self._theirs = theirs
        self._answer = answer

    def send(self, frame: bytes, deadline: float) -> None:
        """Answer at once."""
        super().send(frame, deadline)
        self._theirs.sendall(self._answer)
