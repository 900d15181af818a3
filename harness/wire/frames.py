"""Length-prefixed frames: the only shape in which bytes cross the sandbox wall.

A frame is a 4-byte big-endian length and that many bytes. A length above the reader's limit is
refused before anything is allocated: the other side may be hostile.
"""

import struct

INWARD_LIMIT_BYTES = 16 * 2**20
"""The longest frame that a guest accepts."""
OUTWARD_LIMIT_BYTES = 4 * 2**20
"""The longest frame that a judge accepts."""
HEADER_BYTES = 4

_HEADER = struct.Struct(">I")


class FrameError(Exception):
    """A frame is longer than its reader accepts, or the stream ended inside one."""


def pack_frame(payload: bytes, limit_bytes: int) -> bytes:
    """Return ``payload`` with its length in front.

    Raises:
        FrameError: It is longer than ``limit_bytes``.
    """
    if len(payload) > limit_bytes:
        raise FrameError(f"a frame of {len(payload)} bytes; the limit is {limit_bytes}")
    return _HEADER.pack(len(payload)) + payload


def unpack_length(header: bytes, limit_bytes: int) -> int:
    """Return the length that a frame's first four bytes announce.

    Raises:
        FrameError: It exceeds ``limit_bytes``.
    """
    (length,) = _HEADER.unpack(header)
    if length > limit_bytes:
        raise FrameError(f"a frame of {length} bytes; the limit is {limit_bytes}")
    return int(length)
