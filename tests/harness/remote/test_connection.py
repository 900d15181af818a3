"""One request, one reply: everything else a guest may send is its own fault, named so."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harness.remote.channel import SocketChannel
from harness.remote.connection import Connection
from harness.remote.errors import (
    GuestBrokeProtocolError,
    GuestCrashedError,
    GuestTimedOutError,
    WrongAnswerError,
)
from harness.wire.frames import HEADER_BYTES, unpack_length

Script = Callable[[socket.socket, int], None]


def _frame(reply: Any) -> bytes:
    payload = json.dumps(reply).encode()
    return len(payload).to_bytes(4, "big") + payload


def _request_id(link: socket.socket) -> int:
    length = unpack_length(link.recv(HEADER_BYTES, socket.MSG_WAITALL), 10**6)
    number = json.loads(link.recv(length, socket.MSG_WAITALL))[0]
    assert isinstance(number, int)
    return number


@contextmanager
def guest(script: Script) -> Iterator[Connection]:
    """Give a connection whose other end follows a script for each request."""
    ours, theirs = socket.socketpair()

    def run() -> None:
        try:
            script(theirs, _request_id(theirs))
        except (OSError, ValueError):
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    connection = Connection(SocketChannel(ours))
    try:
        yield connection
    finally:
        connection.close()
        theirs.close()
        thread.join()


def _ask(script: Script, seconds: float = 5) -> tuple[str, Any]:
    with guest(script) as connection:
        return connection.ask("call", [1, "method", [], {}], seconds)


def test_a_proper_reply_is_returned() -> None:
    """The word and the body come back as they were sent."""
    assert _ask(lambda link, number: link.sendall(_frame([number, "returned", 7, ""]))) == (
        "returned",
        7,
    )


def test_a_reply_in_pieces_is_put_together() -> None:
    """However the bytes arrive."""

    def script(link: socket.socket, number: int) -> None:
        for byte in _frame([number, "returned", 7, ""]):
            link.sendall(bytes([byte]))

    assert _ask(script) == ("returned", 7)


@pytest.mark.parametrize(
    "reply",
    [
        lambda number: [number + 1, "returned", 7, ""],
        lambda number: [str(number), "returned", 7, ""],
        lambda number: [float(number), "returned", 7, ""],
        lambda number: [number, "returned", 7],
        lambda number: [number, "done", None, ""],
        lambda number: [number, "yielded", 7, ""],
        lambda number: [number, 5, 7, ""],
        lambda number: [number, "returned", 7, 5],
        lambda number: {"id": number},
        lambda _: 5,
    ],
    ids=range(10),
)
def test_any_other_reply_breaks_the_protocol(reply: Callable[[int], Any]) -> None:
    """Another id, another shape, a word that does not answer a call."""
    with pytest.raises(GuestBrokeProtocolError):
        _ask(lambda link, number: link.sendall(_frame(reply(number))))


@pytest.mark.parametrize(
    "data",
    [b"\xff\xff\xff\xff", b"\x00\x00\x00\x05hello", b"\x00\x00\x00\x00", b"\x00\x00\x00\x02[\xff"],
)
def test_bytes_that_are_no_reply_break_the_protocol(data: bytes) -> None:
    """A length above the limit, no JSON, nothing, no UTF-8."""
    with pytest.raises(GuestBrokeProtocolError):
        _ask(lambda link, _: link.sendall(data))


def test_two_replies_break_the_protocol() -> None:
    """The second would be taken for the answer to the next request."""
    with pytest.raises(GuestBrokeProtocolError):
        _ask(lambda link, number: link.sendall(2 * _frame([number, "returned", 7, ""])))


def test_a_reply_before_its_request_breaks_the_protocol() -> None:
    """It can not know the id of a request that is still to come."""
    ours, theirs = socket.socketpair()
    theirs.sendall(_frame([1, "returned", 7, ""]))
    connection = Connection(SocketChannel(ours))
    with pytest.raises(GuestBrokeProtocolError, match="no question"):
        connection.ask("call", [], 5)
    theirs.close()
    connection.close()


def test_an_end_without_a_reply_is_a_crash() -> None:
    """The stream ends; half a frame makes no difference."""

    def half_a_frame(link: socket.socket, number: int) -> None:
        link.sendall(_frame([number, "returned", 7, ""])[:-1])
        link.close()

    with pytest.raises(GuestCrashedError):
        _ask(lambda link, _: link.close())
    with pytest.raises(GuestCrashedError):
        _ask(half_a_frame)


def test_silence_is_a_timeout_and_ends_on_time() -> None:
    """A guest that does not answer costs what its budget says."""
    ours, theirs = socket.socketpair()
    connection = Connection(SocketChannel(ours))
    start = time.monotonic()
    with pytest.raises(GuestTimedOutError, match=r"0\.1 s"):
        connection.ask("call", [], 0.1)
    # The other end is this very process, which wants the processor: at most three times as long.
    assert time.monotonic() - start < 2
    theirs.close()
    connection.close()


def test_an_answer_that_is_no_plain_data_is_a_wrong_answer() -> None:
    """The guest says so itself, with the type's name."""
    with pytest.raises(WrongAnswerError, match="Banana"):
        _ask(
            lambda link, number: link.sendall(
                _frame([number, "unsendable", "a value of type Banana", ""])
            )
        )


def test_prints_are_kept_up_to_a_limit() -> None:
    """What was printed comes with the reply, capped again on this side."""
    with guest(
        lambda link, number: link.sendall(_frame([number, "returned", 7, "x" * 100_000]))
    ) as connection:
        connection.ask("call", [], 5)
        assert connection.prints == "x" * 65_536
