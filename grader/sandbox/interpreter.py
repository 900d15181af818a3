"""Which Python bubblewrap shows to a solution: one that any user may read."""

import functools
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.sandbox.runtime_libraries import shared_objects
from harness.remote.sandbox import SandboxError

_OLDEST = (3, 11)
_SYSTEM = Path("/usr/bin/python3")
_FACTS = (
    "import sys, sysconfig as s; print(sys.version.split()[0], *map(s.get_path, "
    "['stdlib', 'platstdlib', 'purelib', 'platlib']), sep='\\n')"
)
# Those of the standard library that are linked to more than the C library, and of use to a solution.
# What cryptography needs is not among them: a cipher is to be written, not to be loaded.
_LINKED_EXTENSIONS = ("_bz2", "_ctypes", "_lzma", "zlib")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and what must be visible for it to start.

    Attributes:
        path: The executable, as seen inside.
        version: Like "3.11.2".
        shown: Files and folders to show read-only: where, and the one of this machine.
        hidden: Folders in those to cover with an empty one (installed packages).
    """

    path: str
    version: str
    shown: Mapping[str, str]
    hidden: tuple[str, ...]


@functools.cache
def choose_interpreter() -> Interpreter:
    """Return this interpreter where others can read it, else the system's.

    Raises:
        SandboxError: Neither will do.
    """
    own = Path(sys.executable).resolve()
    for path in (own, _SYSTEM):
        if path.is_file() and is_readable(path):
            found = _describe(path.resolve())
            if found is not None:
                return found
    raise SandboxError(
        f"no Python {_OLDEST[0]}.{_OLDEST[1]} or newer that an unprivileged user can read: "
        f"{own} is hidden and {_SYSTEM} is missing or too old"
    )


def is_readable(path: Path) -> bool:
    """Tell whether those whom a solution runs as, and where we are root that is nobody, can start it."""
    if os.geteuid() != 0:
        return os.access(path, os.X_OK)
    resolved = path.resolve()
    prefix = resolved.parent.parent
    return all(folder.stat().st_mode & 0o001 for folder in (prefix, *resolved.parents))


def _describe(path: Path) -> Interpreter | None:
    asked = subprocess.run(
        [str(path), "-I", "-S", "-c", _FACTS], capture_output=True, text=True, check=False
    )
    lines = asked.stdout.splitlines()
    if asked.returncode or len(lines) != 5:  # noqa: PLR2004 - as many as are asked for
        return None
    version, *folders = lines
    if tuple(map(int, version.split(".")[:2])) < _OLDEST:
        return None
    library, *extensions = dict.fromkeys(folders[:2])
    shown = {folder: folder for folder in (library, *extensions)}
    packages = {
        Path(library, "dist-packages"),
        Path(library, "site-packages"),
        *map(Path, folders[2:]),
    }
    hidden = sorted(str(one) for one in packages if _lies_in(one, shown))
    return Interpreter(
        str(path),
        version,
        {str(path): str(path), **shown, **_libraries(path, shown)},
        tuple(hidden),
    )


def _libraries(path: Path, folders: Mapping[str, str]) -> dict[str, str]:
    linked = [
        found
        for folder in folders
        for name in _LINKED_EXTENSIONS
        for found in Path(folder, "lib-dynload").glob(f"{name}.*.so")
    ]
    try:
        libraries = shared_objects([path, *linked])
    except GraderError as error:
        raise SandboxError(f"{error}; {error.hint}") from error
    return {str(place): str(source) for place, source in libraries.items()}


def _lies_in(folder: Path, shown: Mapping[str, str]) -> bool:
    return folder.is_dir() and any(folder.is_relative_to(one) for one in shown)
