"""The judge's end of the control stream: start a sandbox, fork children in it, end them.

The supervisor is only half trusted: what it says is used for texts and never for points. A child
is known by a token that only its supervisor was told, before any code of the solution existed.
"""

import secrets
import shutil
import socket
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from harness.remote.boot import interpreter_arguments, payload_frame
from harness.remote.channel import Channel, ChannelClosedError, SocketChannel, listen
from harness.remote.relay_channel import RelayChannel
from harness.remote.sandbox import Engine, Limits, SandboxError
from harness.wire import messages
from harness.wire.frames import (
    HEADER_BYTES,
    INWARD_LIMIT_BYTES,
    OUTWARD_LIMIT_BYTES,
    FrameError,
    pack_frame,
    unpack_length,
)
from harness.wire.values import ValueRefusedError, dump, parse

START_SECONDS = 20.0
SPAWN_SECONDS = 10.0
END_SECONDS = 2.0
_SOCKET_NAME = "judge"


def _meeting_point() -> tuple[Path, socket.socket]:
    """Return a folder that a sandbox can be shown, and the socket in it.

    Raises:
        SandboxError: The folder for temporary files is full, hidden, or its path is too long.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="virtlab-"))
    except OSError as error:
        raise SandboxError(f"no folder can be made for temporary files: {error}") from error
    try:
        folder.chmod(0o711)
        return folder, listen(str(folder / _SOCKET_NAME))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SandboxError(f"no socket can be made in {folder}: {error}") from error


class SupervisorLink:
    """One sandbox with its supervisor, from start to destruction. Use as a context manager."""

    def __init__(self, engine: Engine, limits: Limits, core: int | None = None) -> None:
        self._engine = engine
        self._limits = limits
        self._folder, self._listener = _meeting_point()
        self._buffer = b""
        try:
            arguments = interpreter_arguments(lockdown_required=engine.isolates)
            self._sandbox = engine.launch(arguments, limits, self._folder, core)
        except BaseException:
            self._remove_folder()
            raise
        try:
            self.hello = self._greet()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def relays(self) -> bool:
        """Whether data frames travel over the control stream."""
        return self._sandbox.socket_folder is None

    def _greet(self) -> dict[str, Any]:
        deadline = time.monotonic() + START_SECONDS
        try:
            self._sandbox.control.send(payload_frame(), deadline)
            word, facts = parse(self.receive_frame(deadline)[1:])
        except (
            TimeoutError,
            OSError,
            FrameError,
            ValueRefusedError,
            ValueError,
            TypeError,
        ) as error:
            why = self._sandbox.why_ended()
            raise SandboxError(
                f"{self._engine.name}: the sandbox did not say hello ({why or type(error).__name__})"
            ) from error
        if word != messages.HELLO or not isinstance(facts, dict):
            raise SandboxError(f"{self._engine.name}: the sandbox said something else than hello")
        return facts

    def spawn(self) -> Channel:
        """Fork a fresh child and return its channel.

        Raises:
            SandboxError: The child did not appear, or could not give up its rights.
        """
        token = secrets.token_hex(16)
        inside = self._sandbox.socket_folder
        path = None if inside is None else f"{inside}/{_SOCKET_NAME}"
        deadline = time.monotonic() + SPAWN_SECONDS
        try:
            self.send_control([messages.SPAWN, token, asdict(self._limits), path], deadline)
            channel = RelayChannel(self) if path is None else self._accept(deadline)
            said = parse(channel.receive(deadline))
        except (TimeoutError, OSError, ChannelClosedError, FrameError, ValueRefusedError) as error:
            why = self._sandbox.why_ended()
            raise SandboxError(
                f"{self._engine.name}: no child in the sandbox ({why or type(error).__name__})"
            ) from error
        if said != [token, ""]:
            channel.close()
            raise SandboxError(f"{self._engine.name}: a child could not be locked down: {said}")
        return channel

    def _accept(self, deadline: float) -> SocketChannel:
        self._listener.settimeout(max(0.01, deadline - time.monotonic()))
        link, _ = self._listener.accept()
        return SocketChannel(link)

    def end_child(self) -> tuple[int, float] | None:
        """End the child and all it left; return its wait status and CPU seconds.

        None means that the sandbox no longer answers: it must be closed.
        """
        deadline = time.monotonic() + END_SECONDS
        try:
            self.send_control([messages.KILL], deadline)
            while True:
                frame = self.receive_frame(deadline)
                if frame[:1] == messages.CONTROL_FRAME:
                    word, status, seconds = parse(frame[1:])
                    return (int(status), float(seconds)) if word == messages.GONE else None
        except (
            TimeoutError, OSError, FrameError, ValueRefusedError, ValueError, TypeError, OverflowError
        ):  # fmt: skip
            return None

    def send_control(self, message: list[Any], deadline: float) -> None:
        """Send one control message."""
        payload = messages.CONTROL_FRAME + dump(message)
        self._sandbox.control.send(pack_frame(payload, INWARD_LIMIT_BYTES), deadline)

    def send_data(self, payload: bytes, deadline: float) -> None:
        """Send one frame to be relayed to the child."""
        frame = pack_frame(messages.DATA_FRAME + payload, INWARD_LIMIT_BYTES + 1)
        self._sandbox.control.send(frame, deadline)

    def receive_frame(self, deadline: float) -> bytes:
        """Return the next frame of the control stream, its kind in the first byte.

        Raises:
            TimeoutError, OSError, FrameError: No whole frame came.
        """
        length = unpack_length(
            self._receive_exactly(HEADER_BYTES, deadline), OUTWARD_LIMIT_BYTES + 1
        )
        return self._receive_exactly(length, deadline)

    def _receive_exactly(self, size: int, deadline: float) -> bytes:
        parts = [self._buffer]
        have = len(self._buffer)
        while have < size:
            chunk = self._sandbox.control.receive(size - have, deadline)
            if not chunk:
                raise FrameError("the control stream ended")
            parts.append(chunk)
            have += len(chunk)
        data = b"".join(parts)
        self._buffer = data[size:]
        return data[:size]

    def why_ended(self) -> str:
        """Return what the engine knows of a sandbox that ended by itself."""
        return self._sandbox.why_ended()

    def close(self) -> None:
        """Destroy the sandbox. Idempotent, never raises."""
        self._sandbox.destroy()
        self._remove_folder()

    def _remove_folder(self) -> None:
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)
