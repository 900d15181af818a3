"""Docker's attach stream, over socket pairs: no daemon takes part."""

import contextlib
import itertools
import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.docker_stream import AttachStream, Demultiplexer

_LONG_SECONDS = 20.0
_pieces = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.binary(max_size=40)), max_size=12)


def _pack(kind: int, payload: bytes) -> bytes:
    return struct.pack(">B3xL", kind, len(payload)) + payload


def _soon() -> float:
    return time.monotonic() + _LONG_SECONDS


@contextlib.contextmanager
def _connected() -> Iterator[tuple[AttachStream, socket.socket]]:
    ours, theirs = socket.socketpair()
    stream = AttachStream(ours)
    with theirs:
        yield stream, theirs
    stream.close()


@given(pieces=_pieces, cuts=st.lists(st.integers(0, 600), max_size=30))
def test_output_is_found_wherever_the_bytes_are_cut(
    pieces: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    """Standard output comes out whole and nothing else, however the stream arrives."""
    whole = b"".join(_pack(kind, payload) for kind, payload in pieces)
    borders = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    streams = Demultiplexer()
    output = b"".join(streams.feed(whole[a:b]) for a, b in itertools.pairwise(borders))
    assert output == b"".join(payload for kind, payload in pieces if kind == 1)
    assert streams.complaints == b"".join(payload for kind, payload in pieces if kind != 1)


def test_only_the_end_of_the_complaints_is_kept() -> None:
    """Standard error can not fill the judge's memory."""
    streams = Demultiplexer()
    for _ in range(100):
        assert streams.feed(_pack(2, b"noise " * 1000)) == b""
    streams.feed(_pack(2, b"the end"))
    assert len(streams.complaints) == 4096
    assert streams.complaints.endswith(b"noise the end")


def test_another_format_is_refused() -> None:
    """A stream that is not multiplexed, as a terminal's, is an error and not taken for output."""
    with pytest.raises(OSError, match="no kind 104"):
        Demultiplexer().feed(b"hello world")


@given(payload=st.binary(min_size=1, max_size=200), size=st.integers(1, 50))
def test_receive_gives_at_most_what_was_asked(payload: bytes, size: int) -> None:
    """Pieces of the wanted size add up to the output, then comes the end."""
    with _connected() as (stream, theirs):
        theirs.sendall(_pack(2, b"complaint") + _pack(1, payload))
        theirs.close()
        pieces = list(iter(lambda: stream.receive(size, _soon()), b""))
    assert all(len(piece) <= size for piece in pieces)
    assert b"".join(pieces) == payload
    assert stream.complaints == b"complaint"


def test_silence_ends_at_the_deadline() -> None:
    """A guest that says nothing costs the time given and no more."""
    with _connected() as (stream, _):
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            stream.receive(10, begun + 0.05)
        assert 0.05 <= time.monotonic() - begun < _LONG_SECONDS


def test_complaints_do_not_keep_the_judge_reading() -> None:
    """After the deadline standard error is no reason to go on, however much of it there is."""
    with _connected() as (stream, theirs):
        theirs.sendall(_pack(2, b"!" * 100_000) + _pack(1, b"late"))
        with pytest.raises(TimeoutError):
            stream.receive(10, time.monotonic() - 1)
        assert stream.receive(10, _soon()) == b"late"


def test_data_that_is_there_is_taken_after_the_deadline() -> None:
    """A passed deadline forbids waiting, not taking what came in time."""
    with _connected() as (stream, theirs):
        theirs.sendall(_pack(1, b"in time"))
        assert stream.receive(100, time.monotonic() - 1) == b"in time"


def test_more_than_the_socket_holds_is_sent_in_parts() -> None:
    """A large message arrives whole although the socket takes little at a time."""
    data = bytes(range(256)) * 20_000
    taken = bytearray()
    with _connected() as (stream, theirs):

        def take() -> None:
            while len(taken) < len(data):
                taken.extend(theirs.recv(30_000))

        taker = threading.Thread(target=take)
        taker.start()
        stream.send(data, _soon())
        taker.join(_LONG_SECONDS)
    assert bytes(taken) == data


def test_sending_to_nobody_ends_at_the_deadline() -> None:
    """A guest that does not read can not hold the judge."""
    with _connected() as (stream, _), pytest.raises(TimeoutError):
        stream.send(b"x" * 2**24, time.monotonic() + 0.05)


def test_sending_to_the_dead_is_an_error() -> None:
    """The other end being gone is not a matter of time."""
    with _connected() as (stream, theirs):
        theirs.close()
        with pytest.raises(BrokenPipeError):
            stream.send(b"x", _soon())


def test_close_tells_the_other_end_and_may_be_repeated() -> None:
    """Closing ends the guest's input, runs what belongs to it, and is idempotent."""
    closed = []
    ours, theirs = socket.socketpair()
    stream = AttachStream(ours, on_close=lambda: closed.append("response"))
    with theirs:
        stream.close()
        assert theirs.recv(1) == b""
    stream.close()
    assert "response" in closed
