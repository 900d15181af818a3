"""Whole frames over blocking descriptors."""

import os

from harness.wire.frames import HEADER_BYTES, pack_frame, unpack_length

_CHUNK_BYTES = 1 << 20
_SMALL_BYTES = 1 << 16


class EndOfStreamError(Exception):
    """The judge closed the stream between two frames, or inside one."""


def read_exactly(descriptor: int, size: int) -> bytes:
    """Read ``size`` bytes.

    Raises:
        EndOfStreamError: The stream ended before.
    """
    chunk = os.read(descriptor, min(size, _CHUNK_BYTES))
    if len(chunk) == size:
        return chunk
    parts = []
    while chunk:
        parts.append(chunk)
        size -= len(chunk)
        if not size:
            return b"".join(parts)
        chunk = os.read(descriptor, min(size, _CHUNK_BYTES))
    raise EndOfStreamError


def read_frame(descriptor: int, limit_bytes: int) -> bytes:
    """Read one frame; see ``harness.wire.frames`` for what is refused."""
    length = unpack_length(read_exactly(descriptor, HEADER_BYTES), limit_bytes)
    return read_exactly(descriptor, length) if length else b""


def read_single_frame(descriptor: int, limit_bytes: int) -> bytes:
    """Read one frame from a peer that sends no other before it is answered: one system call."""
    data = os.read(descriptor, _SMALL_BYTES)
    if len(data) < HEADER_BYTES:
        data += read_exactly(descriptor, HEADER_BYTES - len(data))
    missing = unpack_length(data[:HEADER_BYTES], limit_bytes) + HEADER_BYTES - len(data)
    if missing > 0:
        data += read_exactly(descriptor, missing)
    return data[HEADER_BYTES:]


def write_frame(descriptor: int, payload: bytes, limit_bytes: int) -> None:
    """Write one frame, whole."""
    data = pack_frame(payload, limit_bytes)
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])
