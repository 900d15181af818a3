"""Frames: what is packed can be read back, and what is too long never costs memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wire.frames import HEADER_BYTES, FrameError, pack_frame, unpack_length


@given(payload=st.binary(max_size=300))
def test_a_frame_announces_its_length(payload: bytes) -> None:
    """The header is the payload's length, the rest the payload itself."""
    frame = pack_frame(payload, 300)
    assert unpack_length(frame[:HEADER_BYTES], 300) == len(payload)
    assert frame[HEADER_BYTES:] == payload


def test_a_payload_above_the_limit_is_not_sent() -> None:
    """The sender refuses what the reader would refuse."""
    with pytest.raises(FrameError, match="limit is 3"):
        pack_frame(b"four", 3)


@pytest.mark.parametrize("header", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x04"])
def test_an_announced_length_above_the_limit_is_refused(header: bytes) -> None:
    """The length alone decides, before a byte of the payload is read."""
    with pytest.raises(FrameError):
        unpack_length(header, 3)
