"""No isolation: the solution runs as an ordinary process of the person who calls.

For students judging their own code where nothing better runs. A class is never graded with it.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.sandbox.child_sandbox import ChildSandbox
from harness.remote.sandbox import ENVIRONMENT, Limits, SandboxError


class ProcessEngine:
    """See ``harness.remote.sandbox.Engine``."""

    name = "process"
    isolates = False

    def launch(
        self, argv: Sequence[str], limits: Limits, socket_folder: Path, core: int | None
    ) -> ChildSandbox:
        """See ``Engine``; the limits are the guest's own business here."""
        del limits
        command = [sys.executable, *argv]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"process: {error}") from error
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        return ChildSandbox(process, str(socket_folder))

    def close(self) -> None:
        """See ``Engine``: there is nothing to give back."""

    def identity(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return {"guest_python": platform.python_version(), "image_digest": ""}
