"""What a child gives up before it sees a line of the solution."""

import ctypes
import gc
import os
import resource
import signal
from typing import Any

from harness.guest import seccomp

_PR_SET_DUMPABLE = 4
_DESCRIPTORS = 64
_STACK_BYTES = 8 * 2**20


def hide_memory() -> None:
    """Make this process's memory unreadable for others of the same user (ptrace, /proc/N/mem)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_all_but(kept: int) -> None:
    """Point descriptors 0 to 2 at /dev/null and close every other one but ``kept``."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)


def set_limits(limits: dict[str, Any]) -> None:
    """Bound memory, processor time, files and descriptors, for good."""
    seconds = int(limits["cpu_seconds"])
    wanted = {
        resource.RLIMIT_AS: (limits["memory_bytes"],) * 2,
        # soft below hard: SIGXCPU tells a time limit from a kill
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (_DESCRIPTORS, _DESCRIPTORS),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_STACK: (_STACK_BYTES, _STACK_BYTES),
        resource.RLIMIT_MEMLOCK: (0, 0),
        # Docker mounts /dev/mqueue: a plain open() there would make a queue that outlives the child.
        resource.RLIMIT_MSGQUEUE: (0, 0),
    }
    for kind, (soft, hard) in wanted.items():
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)  # noqa: PLW2901 - clamped to what is allowed
        resource.setrlimit(kind, (soft, hard))


def lock_down(limits: dict[str, Any], *, required: bool) -> None:
    """Take everything away that a solution does not need; call it last, just before loading.

    Raises:
        seccomp.SeccompError: ``required``, and the filter could not be installed.
    """
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    set_limits(limits)
    try:
        seccomp.install()
    except seccomp.SeccompError:
        if required:
            raise
    gc.freeze()
