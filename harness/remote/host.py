"""The sandbox of one submission, replaced when the submission breaks it."""

from collections.abc import Callable
from typing import Self

from harness.remote.channel import Channel
from harness.remote.sandbox import SandboxError
from harness.remote.supervisor_link import SupervisorLink


class Host:
    """Gives fresh children, in one sandbox as long as it lives. Use as a context manager."""

    def __init__(self, launch: Callable[[], SupervisorLink]) -> None:
        self._launch = launch
        self._link: SupervisorLink | None = launch()
        self.hello = dict(self._link.hello)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def relays(self) -> bool:
        """Whether the child's clock is out of sight (data is relayed)."""
        return self._link is not None and self._link.relays

    def spawn(self) -> Channel:
        """Return the channel of a fresh child.

        Raises:
            SandboxError: Not even a new sandbox can make one.
        """
        if self._link is not None:
            try:
                return self._link.spawn()
            except SandboxError:
                self._drop()
        self._link = self._launch()
        return self._link.spawn()

    def end_child(self) -> int | None:
        """End the current child; return its wait status, or None if the sandbox broke with it."""
        if self._link is None:
            return None
        ended = self._link.end_child()
        if ended is None:
            self._drop()
            return None
        return ended[0]

    def why_ended(self) -> str:
        """Return what the engine knows of a broken sandbox."""
        return self._link.why_ended() if self._link is not None else ""

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def close(self) -> None:
        """Destroy the sandbox. Idempotent."""
        self._drop()
