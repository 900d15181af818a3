"""Packs the running Python into a tree that starts anywhere with the same kernel interface.

The tree holds the interpreter and its standard library under ``/opt/python``, the shared objects they
need, and ``/usr/bin/python3``. Nothing in it belongs to a user, depends on this machine's folders or
asks for a network, so it serves as the whole file system of a sandbox. Packing the same Python twice
gives the same bytes. Nothing of ``site-packages`` goes in.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from grader.errors import GraderError
from grader.sandbox.runtime_libraries import shared_objects

_ROOT = PurePosixPath("opt/python")
_STARTED_AS = PurePosixPath("usr/bin/python3")
# Part of the digest: raise it when the same files are laid out or compiled differently.
_RECIPE = 2
_LEFT_OUT = {
    *("__pycache__", "dist-packages", "ensurepip", "idlelib", "lib2to3", "pydoc_data"),
    *("site-packages", "test", "tests", "tkinter", "turtledemo"),
}
# A static copy of the interpreter for those who embed it, 45 MB.
_LEFT_OUT_PREFIX = "config-"
# `_hashlib` and `_ssl` would bring a library of ciphers, and a cipher is to be written, not loaded;
# `hashlib` has digests of its own.
_LEFT_OUT_EXTENSIONS = (
    *("_ctypes_test.", "_test", "_tkinter.", "_xxtestfuzz.", "xxlimited"),
    *("_hashlib.", "_ssl."),
)
_EXECUTABLE, _READABLE = 0o755, 0o644


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    """One file of the tree.

    Attributes:
        path: Where it belongs, relative to the root of the tree.
        source: The file of this machine to copy or, as text, the target of a symbolic link.
        mode: Permission bits; nothing is writable by others.
    """

    path: PurePosixPath
    source: Path | str
    mode: int


def runtime_files() -> tuple[RuntimeFile, ...]:
    """List the running interpreter, its library and the shared objects, sorted by path.

    A virtual environment counts as the Python that it was made from.

    Raises:
        GraderError: This Python can not be packed.
    """
    if sys.platform != "linux":
        raise GraderError(
            "only a Linux Python can be packed", "build the image without --from-host"
        )
    interpreter = Path(sys.executable).resolve()
    library = Path(os.__file__).resolve().parent
    inside = _ROOT / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    files = [
        RuntimeFile(inside, interpreter, _EXECUTABLE),
        RuntimeFile(_STARTED_AS, f"../../{inside}", 0o777),
        *_library_files(library, _stdlib_folder()),
    ]
    extensions = [
        file.source for file in files if file.path.suffix == ".so" and isinstance(file.source, Path)
    ]
    files += [
        RuntimeFile(place.relative_to("/"), source, _EXECUTABLE)
        for place, source in shared_objects([interpreter, *extensions]).items()
    ]
    return tuple(sorted(files, key=lambda file: file.path))


def digest(files: Iterable[RuntimeFile]) -> str:
    """Return the SHA-256 of the tree that ``files`` make, in hexadecimal."""
    whole = hashlib.sha256(f"recipe {_RECIPE} {sys.version}\n".encode())
    for file in files:
        if isinstance(file.source, str):
            content = f"-> {file.source}"
        else:
            with file.source.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
        whole.update(f"{file.path}\0{file.mode:o}\0{content}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def write_tree(files: Iterable[RuntimeFile], folder: Path) -> None:
    """Write the tree into ``folder`` (made if missing, else empty), compiled and readable by everyone.

    Raises:
        GraderError: A module of the standard library does not compile.
    """
    _make_folder(folder, folder)
    for file in files:
        target = folder / file.path
        _make_folder(target.parent, folder)
        if isinstance(file.source, str):
            target.symlink_to(file.source)
        else:
            shutil.copyfile(file.source, target)
            target.chmod(file.mode)
    _compile(folder)
    for made in folder.rglob("__pycache__"):
        made.chmod(_EXECUTABLE)
        for compiled in made.iterdir():
            compiled.chmod(_READABLE)


def write_tar(files: Iterable[RuntimeFile], stream: IO[bytes]) -> None:
    """Write the tree as a tar archive in which owner, time and order are always the same.

    Raises:
        GraderError: As ``write_tree``.
    """
    with tempfile.TemporaryDirectory(prefix="virtlab-runtime-") as name:
        folder = Path(name)
        write_tree(files, folder)
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for path in sorted(folder.rglob("*")):
                entry = _anonymous(archive.gettarinfo(path, str(path.relative_to(folder))))
                if entry.isreg():
                    with path.open("rb") as content:
                        archive.addfile(entry, content)
                else:
                    archive.addfile(entry)


def _stdlib_folder() -> PurePosixPath:
    return (
        _ROOT
        / sys.platlibdir
        / f"python{sys.version_info.major}.{sys.version_info.minor}{sys.abiflags}"
    )


def _library_files(library: Path, inside: PurePosixPath) -> Iterator[RuntimeFile]:
    for folder, names, found in os.walk(library):
        names[:] = [
            name
            for name in names
            if name not in _LEFT_OUT and not name.startswith(_LEFT_OUT_PREFIX)
        ]
        for name in found:
            source = Path(folder, name)
            if not name.startswith(_LEFT_OUT_EXTENSIONS) and source.is_file():
                mode = _EXECUTABLE if source.suffix == ".so" else _READABLE
                yield RuntimeFile(inside / source.relative_to(library), source.resolve(), mode)


def _make_folder(folder: Path, root: Path) -> None:
    """Make ``folder`` and its parents below ``root``, whatever the umask says."""
    if not folder.exists():
        if folder != root:
            _make_folder(folder.parent, root)
        folder.mkdir(parents=folder == root)
        folder.chmod(_EXECUTABLE)


def _compile(folder: Path) -> None:
    """Compile the standard library so that no file's time is ever looked at.

    A process of its own, with a fixed hash seed and no other variable: what is shared between constants
    of a compiled module depends on all that its process did before.
    """
    library = folder / _stdlib_folder()
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/"]
    command: Sequence[str] = [
        sys.executable,
        "-s",
        "-S",
        "-m",
        "compileall",
        *options,
        str(library),
    ]
    done = subprocess.run(
        command,
        env={"PYTHONHASHSEED": "0"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise GraderError(f"the standard library does not compile: {done.stdout[-2000:].strip()}")


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    return entry
