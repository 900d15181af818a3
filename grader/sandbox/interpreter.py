"""Which Python bubblewrap shows to a solution: one that any user may read."""

import functools
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.exercise.folder import PROJECT
from harness.remote.sandbox import SandboxError

_OLDEST = (3, 11)
_SYSTEM = Path("/usr/bin/python3")
_FACTS = (
    "import sys, sysconfig as s; print(sys.version.split()[0], sys.base_prefix, "
    "s.get_path('purelib'), s.get_path('platlib'), sep='\\n')"
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and what must be visible for it to start.

    Attributes:
        path: The executable, as seen inside.
        version: Like "3.11.2".
        folders: Shown read-only at the same place.
        hidden: Covered with an empty folder (installed packages, this project among them).
        links: Symbolic links to make: link to target.
    """

    path: str
    version: str
    folders: tuple[str, ...]
    hidden: tuple[str, ...]
    links: Mapping[str, str]


@functools.cache
def choose_interpreter() -> Interpreter:
    """Return this interpreter where others can read it, else the system's.

    Raises:
        SandboxError: Neither will do.
    """
    own = Path(sys.executable).resolve()
    for path in (own, _SYSTEM):
        if path.is_file() and _is_readable(path):
            found = _describe(path.resolve())
            if found is not None:
                return found
    raise SandboxError(
        f"no Python {_OLDEST[0]}.{_OLDEST[1]} or newer that an unprivileged user can read: "
        f"{own} is hidden and {_SYSTEM} is missing or too old"
    )


def _is_readable(path: Path) -> bool:
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
    if asked.returncode or len(lines) != 4:  # noqa: PLR2004 - as many as are asked for
        return None
    version, prefix, *packages = lines
    if tuple(map(int, version.split(".")[:2])) < _OLDEST or _shows_too_much(Path(prefix)):
        return None
    folders = ["/usr"] if Path(prefix).is_relative_to("/usr") else ["/usr", prefix]
    links = {
        f"/{name}": f"usr/{name}" for name in ("lib", "lib64") if Path(f"/{name}").is_symlink()
    }
    folders += [
        f"/{name}"
        for name in ("lib", "lib64")
        if Path(f"/{name}").is_dir() and f"/{name}" not in links
    ]
    hidden = [
        *packages,
        str(PROJECT),
        "/usr/lib/python3/dist-packages",
        *map(str, Path("/usr/local").glob("lib/python3*")),
    ]
    return Interpreter(
        str(path),
        version,
        tuple(folders),
        _outermost(one for one in hidden if _lies_in(one, folders)),
        links,
    )


def _shows_too_much(prefix: Path) -> bool:
    """Tell whether a Python is installed so that showing it shows somebody's files."""
    return Path.home().is_relative_to(prefix)


def _lies_in(path: str, folders: list[str]) -> bool:
    return Path(path).is_dir() and any(Path(path).is_relative_to(folder) for folder in folders)


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that lie in none of the others: a covered folder has no room for a cover."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(Path(path).is_relative_to(other) for other in kept):
            kept.append(path)
    return tuple(kept)
