"""One request, one reply, one deadline.

Whatever else arrives, or does not, is the submission's failure and ends its child: see
``harness.remote.errors``.
"""

import os
import time
from typing import Any

from harness.remote.channel import Channel, ChannelClosedError
from harness.remote.errors import (
    GuestBrokeProtocolError,
    GuestCrashedError,
    GuestTimedOutError,
    WrongAnswerError,
)
from harness.wire import messages
from harness.wire.frames import INWARD_LIMIT_BYTES, FrameError, pack_frame
from harness.wire.values import ValueRefusedError, dump, parse

STARVED_FACTOR = 3
"""How much longer a child may take that wants the processor and did not get half of it."""


class Connection:
    """Talks to one child.

    Attributes:
        prints: What the solution printed so far, capped.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.prints = ""

    def ask(self, word: str, fields: list[Any], seconds: float) -> tuple[str, Any]:
        """Send a request of already plain fields; return the reply's word and plain body.

        Raises:
            GuestError: No proper reply came in time.
        """
        number = int.from_bytes(os.urandom(6), "big")
        frame = pack_frame(dump([number, word, *fields]), INWARD_LIMIT_BYTES)
        try:
            payload = self._exchange(frame, seconds)
        except TimeoutError:
            raise GuestTimedOutError(f"no answer within {seconds:g} s") from None
        except ChannelClosedError:
            raise GuestCrashedError("the process that runs the solution ended") from None
        except FrameError as error:
            raise GuestBrokeProtocolError(f"the answer broke the protocol: {error}") from None
        return self._read_reply(payload, number, messages.EXPECTED[word])

    def _exchange(self, frame: bytes, seconds: float) -> bytes:
        channel = self._channel
        cpu_before = channel.cpu_seconds()
        start = time.monotonic()
        channel.send(frame, start + seconds)
        try:
            return channel.receive(start + seconds)
        except TimeoutError:
            # A busy machine must not fail anybody: a child that was kept waiting gets more.
            used = (channel.cpu_seconds() or 0.0) - (cpu_before or 0.0)
            if used > seconds / 2 or not channel.wants_processor():
                raise
            return channel.receive(start + STARVED_FACTOR * seconds)

    def _read_reply(self, payload: bytes, number: int, expected: set[str]) -> tuple[str, Any]:
        try:
            reply = parse(payload)
        except ValueRefusedError as error:
            raise GuestBrokeProtocolError(f"the answer broke the protocol: {error}") from None
        if type(reply) is not list or len(reply) != 4:  # noqa: PLR2004 - id, word, body, prints
            raise GuestBrokeProtocolError("the answer broke the protocol: an unknown shape")
        found, word, body, prints = reply
        if type(found) is not int or found != number:
            raise GuestBrokeProtocolError("the answer belongs to no question that was asked")
        if type(word) is not str or type(prints) is not str:
            raise GuestBrokeProtocolError("the answer broke the protocol: an unknown shape")
        if prints:
            self._keep(prints)
        if word == messages.UNSENDABLE and type(body) is str:
            raise WrongAnswerError(f"the answer was {body[: messages.MAX_TEXT]}")
        if word != messages.RAISED and word not in expected:
            raise GuestBrokeProtocolError("the answer broke the protocol: not what was asked for")
        return word, body

    def _keep(self, prints: str) -> None:
        room = messages.MAX_PRINTS - len(self.prints)
        self.prints += prints.encode("utf-8", "replace").decode("utf-8")[:room]

    def cpu_seconds(self) -> float | None:
        """Return the processor time that the child has used, if it can be told."""
        return self._channel.cpu_seconds()

    def close(self) -> None:
        """Close the channel."""
        self._channel.close()
