"""The port through which the judge starts sandboxes; docker, bubblewrap and process implement it.

An engine only starts a supervisor (``argv``, see ``harness.guest``) in isolation and hands over the
byte stream of its standard input and output. What is said over it is the same for all engines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ENVIRONMENT = {"PYTHONHASHSEED": "0"}
"""All that a sandbox's environment holds: sets of a solution iterate alike in every run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one guest may use.

    ``memory_bytes`` is the address space of the child that runs the solution; the sandbox as a whole
    gets 64 MiB more, for the supervisor.
    """

    memory_bytes: int = 256 * 2**20
    cpu_seconds: int = 130


class SandboxError(Exception):
    """The sandbox itself failed (not the solution in it): nobody is graded by it."""


class Control(Protocol):
    """The byte stream of the supervisor's standard input and output."""

    def send(self, data: bytes, deadline: float) -> None:
        """Send all of it before ``deadline`` (of ``time.monotonic``).

        Raises:
            TimeoutError: It could not be sent in time.
            OSError: The other end is gone.
        """

    def receive(self, size: int, deadline: float) -> bytes:
        """Return at least one and at most ``size`` bytes, or ``b""`` at the end of the stream.

        Raises:
            TimeoutError: Nothing came in time.
            OSError: The stream broke.
        """

    def close(self) -> None:
        """Close both directions; the supervisor then ends itself. Idempotent."""


class RunningSandbox(Protocol):
    """One started sandbox, seen from outside."""

    @property
    def control(self) -> Control:
        """The supervisor's standard input and output."""

    @property
    def socket_folder(self) -> str | None:
        """Where the shared folder appears inside; None if none can be shared (data is relayed)."""

    def why_ended(self) -> str:
        """Return what the engine knows of a sandbox that ended by itself, e.g. "memory limit"."""

    def destroy(self) -> None:
        """End everything in it, remove every trace of it. Idempotent, never raises."""


class Engine(Protocol):
    """A way to isolate."""

    @property
    def name(self) -> str:
        """The name that ``--sandbox`` takes."""

    @property
    def isolates(self) -> bool:
        """Whether a hostile solution is kept in; a class is graded only then."""

    def launch(
        self, argv: Sequence[str], limits: Limits, socket_folder: Path, core: int | None
    ) -> RunningSandbox:
        """Start ``python argv...`` (what follows the interpreter's name) in a fresh sandbox.

        Its environment is ``ENVIRONMENT`` and nothing else.

        Args:
            argv: The interpreter's arguments, e.g. ``("-s", "-S", "-c", ...)``.
            limits: For the whole sandbox.
            socket_folder: A folder of the judge's, shared read-only with the sandbox.
            core: The one processor core to use, or None.

        Raises:
            SandboxError: It could not be started; the message says why.
        """

    def identity(self) -> Mapping[str, str]:
        """Return what a receipt records: ``image_digest`` ("" without one), ``guest_python``, versions."""

    def close(self) -> None:
        """Give back what the engine itself holds, e.g. a connection. Idempotent, never raises."""
