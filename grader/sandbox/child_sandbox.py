"""A sandbox whose first process is our own child: shared by bubblewrap and process."""

import contextlib
import os
import subprocess
from typing import IO

from grader.sandbox.pipe_control import PipeControl
from harness.remote.sandbox import SandboxError

_END_SECONDS = 5


class ChildSandbox:
    """See ``harness.remote.sandbox.RunningSandbox``."""

    def __init__(self, process: subprocess.Popen[bytes], socket_folder: str) -> None:
        self._process = process
        self.socket_folder = socket_folder
        self.control = PipeControl(_detach(process.stdin), _detach(process.stdout))

    def why_ended(self) -> str:
        """See ``RunningSandbox``."""
        try:
            code = self._process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            return ""
        said = self._process.stderr.read() if self._process.stderr is not None else b""
        text = said.decode("utf-8", "replace").strip().splitlines()
        return text[-1] if text else f"it ended with code {code}"

    def destroy(self) -> None:
        """See ``RunningSandbox``: closing its input ends the supervisor, killing it all the rest."""
        self.control.close()
        try:
            # Patiently: killed without isolation, it would leave a solution behind that hangs.
            self._process.wait(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_END_SECONDS)
        finally:
            if self._process.stderr is not None:
                self._process.stderr.close()


def _detach(stream: IO[bytes] | None) -> int:
    """Return a descriptor of our own for one of the child's pipes."""
    if stream is None:
        raise SandboxError("the process was started without pipes")
    descriptor = os.dup(stream.fileno())
    stream.close()
    return descriptor
