"""A child's data stream relayed by the supervisor, where no socket can be shared."""

from typing import Protocol

from harness.remote.channel import ChannelClosedError
from harness.wire import messages
from harness.wire.frames import HEADER_BYTES, FrameError


class Relay(Protocol):
    """What a relayed channel needs of the control stream."""

    def send_data(self, payload: bytes, deadline: float) -> None:
        """Send one frame to the child."""

    def receive_frame(self, deadline: float) -> bytes:
        """Return the next frame, its kind in the first byte."""


class RelayChannel:
    """Frames of one child inside frames of the supervisor: slower, the same meaning.

    The child's CPU clock can not be read from here.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def send(self, frame: bytes, deadline: float) -> None:
        """See ``Channel``."""
        try:
            self._relay.send_data(frame[HEADER_BYTES:], deadline)
        except TimeoutError:
            raise
        except OSError:
            raise ChannelClosedError from None

    def receive(self, deadline: float) -> bytes:
        """See ``Channel``; an empty frame is the supervisor's word for "nothing more will come"."""
        try:
            frame = self._relay.receive_frame(deadline)
        except TimeoutError:
            raise
        except (OSError, FrameError):
            raise ChannelClosedError from None
        if frame[:1] != messages.DATA_FRAME or len(frame) == 1:
            raise ChannelClosedError
        return frame[1:]

    def cpu_seconds(self) -> float | None:
        """Return None: the child is out of sight."""
        return None

    def wants_processor(self) -> bool:
        """Return False: the child is out of sight."""
        return False

    def close(self) -> None:
        """Do nothing: the stream is the supervisor's."""
