"""Folders in a ZIP archive, read in memory: nothing is ever extracted to disk.

The archive is taken to be hostile: its size, the number of its members, their names, their declared
and actual sizes and how far they are compressed are all limited before a byte is decompressed.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.submissions.disk import read_file
from grader.submissions.places import Item, UnreadableError

MAX_ARCHIVE_BYTES = 64 * 2**20
MAX_MEMBERS = 50_000
MAX_RATIO = 100
"""Text shrinks to a tenth, repetitive text to a fortieth; DEFLATE's bombs reach 1032."""

_MAX_NAME_LENGTH = 1000
_MEMBER_SIGNATURE = b"PK\x01\x02"
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_UNIX = 3
_HINT = "unpack it yourself and give the folder"


@dataclass(slots=True)
class ZipFolder:
    """A folder in an archive."""

    archive: zipfile.ZipFile
    folders: dict[str, "ZipFolder"] = field(default_factory=dict)
    files: dict[str, list[zipfile.ZipInfo]] = field(default_factory=dict)

    def items(self) -> list[Item]:
        """Return what is in it, ordered by name; links and names used twice with their fault."""
        found = [Item(name, is_folder=True) for name in self.folders if name not in self.files]
        for name, members in self.files.items():
            fault = _fault_of_kind(members[0])
            if name in self.folders:
                fault = "both a file and a folder in the archive"
            elif len(members) > 1:
                fault = f"in the archive {len(members)} times"
            found.append(Item(name, is_folder=False, fault=fault))
        return sorted(found, key=lambda item: item.name)

    def read(self, name: str, limit_bytes: int) -> bytes:
        """Return a member's bytes, at most one more than the limit."""
        member = self.files[name][0]
        fault = _fault_of_packing(member, limit_bytes)
        if fault:
            raise UnreadableError(f"the file is {fault}")
        try:
            with self.archive.open(member) as stream:
                return stream.read(limit_bytes + 1)
        except (
            *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
            *(NotImplementedError, RuntimeError, ValueError),
        ) as error:
            raise UnreadableError(f"the file is damaged in the archive: {error}") from error

    @contextmanager
    def open(self, name: str) -> Iterator["ZipFolder"]:
        """Open a folder in it."""
        yield self.folders[name]


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds.

    Attributes:
        top: Its top folder.
        unsafe: Members left out, with a path that must not be used.
        guessed_encodings: How names were read of which the archive does not say it.
    """

    top: ZipFolder
    unsafe: tuple[Item, ...]
    guessed_encodings: frozenset[str]


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a ZIP archive for reading.

    Raises:
        UsageError: It is too large, holds too much, or is no ZIP archive.
        UnreadableError: The file can not be read.
    """
    content = read_file(path, MAX_ARCHIVE_BYTES)
    if len(content) > MAX_ARCHIVE_BYTES:
        raise UsageError(f"{path} is larger than {MAX_ARCHIVE_BYTES >> 20} MiB", _HINT)
    # Each member has such a signature: counted first, because ZipFile makes an object of each.
    if content.count(_MEMBER_SIGNATURE) > MAX_MEMBERS:
        raise UsageError(f"{path} holds more than {MAX_MEMBERS} files", _HINT)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (
        *(zipfile.BadZipFile, struct.error, EOFError, OSError),
        *(NotImplementedError, ValueError, OverflowError),
    ) as error:
        raise UsageError(f"{path} is not a ZIP archive that can be read: {error}", _HINT) from error
    with archive:
        yield _plant(archive)


def _plant(archive: zipfile.ZipFile) -> Archive:
    top = ZipFolder(archive)
    unsafe: list[Item] = []
    guessed: set[str] = set()
    for member in archive.infolist():
        name, guess = _decoded_name(member)
        guessed |= {guess} - {""}
        fault = _fault_of_name(name)
        if fault:
            unsafe.append(Item(name, is_folder=False, fault=fault))
            continue
        *parents, last = name.removesuffix("/").split("/")
        folder = top
        for parent in parents:
            folder = folder.folders.setdefault(parent, ZipFolder(archive))
        if name.endswith("/"):
            folder.folders.setdefault(last, ZipFolder(archive))
        else:
            folder.files.setdefault(last, []).append(member)
    return Archive(top, tuple(unsafe), frozenset(guessed))


def _decoded_name(member: zipfile.ZipInfo) -> tuple[str, str]:
    """Return a member's name, and the encoding that had to be guessed for it, if any.

    An archive marks UTF-8 names. Unmarked ones are code page 437 by the standard, UTF-8 in fact
    where macOS wrote them, and GB18030 where a Chinese Windows did.
    """
    name = member.orig_filename
    if member.flag_bits & _UTF8_FLAG or name.isascii():
        return name, ""
    raw = name.encode("cp437")
    for encoding, guess in (("utf-8", ""), ("gb18030", "GB18030")):
        try:
            return raw.decode(encoding), guess
        except UnicodeDecodeError:
            continue
    return name, "code page 437"


def _fault_of_name(name: str) -> str:
    if name.startswith("/") or name[1:2] == ":":
        return "an absolute path in the archive"
    if "\\" in name:
        return "a path with backslashes in the archive"
    if len(name) > _MAX_NAME_LENGTH:
        return "a path in the archive that is too long"
    components = name.removesuffix("/").split("/")
    if any(component in {"", ".", ".."} for component in components):
        return "a path in the archive that leads elsewhere"
    if any(unicodedata.category(character) == "Cc" for character in name):
        return "a path in the archive with control characters"
    return ""


def _fault_of_kind(member: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(member.external_attr >> 16) if member.create_system == _UNIX else 0
    if kind == stat.S_IFLNK:
        return "a symbolic link"
    return "" if kind in {0, stat.S_IFREG} else "not a regular file"


def _fault_of_packing(member: zipfile.ZipInfo, limit_bytes: int) -> str:
    """Return why a member must not be unpacked, by what the archive declares of it."""
    if member.flag_bits & _ENCRYPTED_FLAG:
        return "encrypted"
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "compressed in a way that is not supported"
    if member.file_size > limit_bytes:
        return f"larger than {limit_bytes // 1024} KiB"
    if member.file_size > MAX_RATIO * max(1, member.compress_size):
        return f"compressed more than {MAX_RATIO} times"
    return ""
