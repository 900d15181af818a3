"""The first process of the sandbox. It forks, kills and reaps; it never loads a solution.

It is process 1 of its own process namespace under the isolating engines: nothing inside can kill
or stop it, and ``kill(-1)`` by it ends everything else.
"""

import os
import platform
import select
import signal
import socket
from typing import Any

from harness.guest import preload
from harness.guest.child import connect, run_child
from harness.guest.lockdown import hide_memory
from harness.guest.streams import EndOfStreamError, read_exactly, read_frame, write_frame
from harness.wire import messages
from harness.wire.frames import (
    HEADER_BYTES,
    INWARD_LIMIT_BYTES,
    OUTWARD_LIMIT_BYTES,
    FrameError,
    unpack_length,
)
from harness.wire.values import dump, parse

_CONTROL_IN, _CONTROL_OUT = 0, 1
_RELAY_LIMIT_BYTES = INWARD_LIMIT_BYTES + 1


class Supervisor:
    """Obeys the judge's control frames until the control stream ends."""

    def __init__(self, *, lockdown_required: bool) -> None:
        self._required = lockdown_required
        self._child = 0
        self._relay: socket.socket | None = None

    def run(self) -> None:
        """Say hello, then serve; returns when the judge is gone."""
        hide_memory()
        preload.import_common_modules()
        self._say([messages.HELLO, {"python": platform.python_version(), "pid": os.getpid()}])
        try:
            while True:
                self._wait()
        except (EndOfStreamError, FrameError, OSError):
            self._end_child()

    def _wait(self) -> None:
        """Handle what comes next: a frame of the judge, or one of a relayed child."""
        if self._relay is not None:
            ready, _, _ = select.select([_CONTROL_IN, self._relay.fileno()], [], [])
            if _CONTROL_IN not in ready:
                self._relay_outward(self._relay)
                return
        frame = read_frame(_CONTROL_IN, _RELAY_LIMIT_BYTES)
        if frame[:1] == messages.DATA_FRAME:
            self._relay_inward(frame[1:])
            return
        word, *fields = parse(frame[1:])
        if word == messages.SPAWN:
            self._spawn(*fields)
        elif word == messages.KILL:
            self._say([messages.GONE, *self._end_child()])

    def _say(self, message: list[Any]) -> None:
        write_frame(_CONTROL_OUT, messages.CONTROL_FRAME + dump(message), OUTWARD_LIMIT_BYTES)

    def _spawn(self, token: str, limits: dict[str, Any], path: str | None) -> None:
        ours = theirs = None
        if path is None:
            ours, theirs = socket.socketpair()
        self._child = os.fork()
        if self._child == 0:
            os.setpgid(0, 0)
            descriptor = connect(path) if path is not None else theirs.detach()  # type: ignore[union-attr] # made above
            run_child(descriptor, token, limits, required=self._required)
        if theirs is not None:
            theirs.close()
        self._relay = ours

    def _end_child(self) -> list[Any]:
        """Kill and reap whatever runs here; return the child's status and processor seconds."""
        if self._relay is not None:
            self._relay.close()
            self._relay = None
        status, seconds = 0, 0.0
        if self._child:
            self._kill()
            while True:
                try:
                    found, found_status, usage = os.wait4(-1, 0)
                except ChildProcessError:
                    break
                if found == self._child:
                    status, seconds = found_status, usage.ru_utime + usage.ru_stime
            self._child = 0
        return [status, seconds]

    def _kill(self) -> None:
        for kill, target in (
            ((os.kill, -1),)
            if os.getpid() == 1
            else ((os.killpg, self._child), (os.kill, self._child))
        ):
            try:
                kill(target, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue

    def _relay_inward(self, payload: bytes) -> None:
        if self._relay is None:
            return
        try:
            write_frame(self._relay.fileno(), payload, INWARD_LIMIT_BYTES)
        except OSError:
            self._relay_ended()

    def _relay_outward(self, relay: socket.socket) -> None:
        """Forward one whole frame of the child; anything else ends the relay."""
        try:
            length = unpack_length(read_exactly(relay.fileno(), HEADER_BYTES), OUTWARD_LIMIT_BYTES)
            payload = read_exactly(relay.fileno(), length) if length else b""
        except FrameError:
            self._relay_ended(b"an oversized frame")
            return
        except (EndOfStreamError, OSError):
            self._relay_ended()
            return
        write_frame(_CONTROL_OUT, messages.DATA_FRAME + payload, OUTWARD_LIMIT_BYTES + 1)

    def _relay_ended(self, last_word: bytes = b"") -> None:
        """Tell the judge with an empty data frame that nothing more will come.

        A last word that is no reply lets the judge see a broken protocol instead.
        """
        if self._relay is not None:
            self._relay.close()
            self._relay = None
            write_frame(_CONTROL_OUT, messages.DATA_FRAME + last_word, OUTWARD_LIMIT_BYTES)
