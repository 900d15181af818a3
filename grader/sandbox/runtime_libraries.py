"""Which shared objects a set of ELF files needs, and where the loader finds them elsewhere.

The loader goes to the very path that the executables name. Everything else goes into one folder, the one
in which this machine keeps its C library: that folder is searched by default, so neither a cache file
nor an rpath nor a variable is needed, whatever the executables were linked with.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from grader.errors import GraderError

# glibc: "libm.so.6 => /lib/libm.so.6 (0x7f..)", loader alone: "/lib64/ld-linux-x86-64.so.2 (0x7f..)".
_NEEDED = re.compile(r"^\s+(?P<name>\S+)(?: => (?P<found>/.*?))? \(0x[0-9a-f]+\)$", re.MULTILINE)
_C_LIBRARY = re.compile(r"libc\.(so|musl)")
# Opened by the C library itself when a thread ends, so no file lists it.
_OPENED_LATER = "libgcc_s.so.1"


def parse_needed(listing: str) -> dict[str, Path]:
    """Return what ``ldd`` found, by the name under which it is asked for; the kernel's own is left out."""
    needed: dict[str, Path] = {}
    for match in _NEEDED.finditer(listing):
        name, found = match["name"], match["found"]
        if found is not None or name.startswith("/"):
            needed.setdefault(name, Path(found or name))
    return needed


def place_libraries(needed: dict[str, Path]) -> dict[PurePosixPath, Path]:
    """Return where each library belongs inside (absolute), and the file of this machine it comes from.

    Raises:
        GraderError: There is no C library among them.
    """
    folders = [found.parent for name, found in needed.items() if _C_LIBRARY.match(name)]
    if not folders:
        raise GraderError(
            "the interpreter names no C library: only a dynamically linked one can be packed"
        )
    folder = folders[0]
    if (folder / _OPENED_LATER).exists():
        needed = {_OPENED_LATER: folder / _OPENED_LATER, **needed}
    # A name that is a path stays one: `/` replaces the folder then.
    return {PurePosixPath(folder) / name: found.resolve() for name, found in needed.items()}


def shared_objects(executables: Sequence[Path]) -> dict[PurePosixPath, Path]:
    """Return what ``executables`` need at run time; see ``place_libraries`` for the shape.

    Raises:
        GraderError: ``ldd`` is missing or understood none of them.
    """
    try:
        listing = subprocess.run(
            ["ldd", *map(str, executables)],  # noqa: S607 # comes with the C library, wherever that is
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,  # 1 as soon as one file is static
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise GraderError(
            f"can not list the libraries of the interpreter: {error}",
            "install the package that brings `ldd` (libc-bin on Debian, glibc-common on Fedora)",
        ) from error
    return place_libraries(parse_needed(listing.stdout))
