"""No isolation: the solution runs as an ordinary process of the person who calls.

For students judging their own code where nothing better runs. A class is never graded with it.
Called by root, as in an autograder's container, it runs the solution as a user that nobody has, so
that what is closed to others is closed to it; unless only root can read this Python.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.sandbox.child_sandbox import ChildSandbox
from grader.sandbox.interpreter import is_readable
from harness.remote.sandbox import ENVIRONMENT, Limits, SandboxError

_FIRST_UNUSED_USER = 1_800_000_000


class ProcessEngine:
    """See ``harness.remote.sandbox.Engine``."""

    name = "process"
    isolates = False

    def launch(
        self, argv: Sequence[str], limits: Limits, socket_folder: Path, core: int | None
    ) -> ChildSandbox:
        """See ``Engine``; the limits are the guest's own business here."""
        del limits
        command = [str(Path(sys.executable).resolve()), *argv]
        user = _user_to_be()
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=[] if user is not None else None,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SandboxError(f"process: {error}") from error
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        return ChildSandbox(process, str(socket_folder))

    def close(self) -> None:
        """See ``Engine``: there is nothing to give back."""

    def identity(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return {"guest_python": platform.python_version(), "image_digest": ""}


def _user_to_be() -> int | None:
    """Return who the solution is to run as; None for whoever we are."""
    if os.geteuid() != 0 or not is_readable(Path(sys.executable)):
        return None
    return _FIRST_UNUSED_USER + os.getpid()
