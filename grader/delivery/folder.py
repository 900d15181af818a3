"""Delivery into a shared folder: whole or not at all, never over another, for no other student's eyes.

The folder is a drop box (mode 1733): students can add and can not list. A parcel is written under a
hidden name, synced, and then linked to a name that nobody can guess; linking fails where a file is,
so nothing is ever overwritten. Files belong to the student and only the student can read them; in a
folder that hands its group on (mode 3733) that group can, unless the student is in it.
"""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.delivery.receipt import SubmissionReceipt
from grader.errors import GraderError
from grader.submissions.parcel import (
    MAX_PARCEL_BYTES,
    Parcel,
    ParcelError,
    new_parcel_name,
    read_parcel,
)

_PRIVATE = 0o600
_FOR_TEACHERS = 0o640
_ASK = "Tell your instructor; how an inbox is made is in grader/delivery/README.md."
_READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER_FLAGS = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC


def deliver_to_folder(folder: Path, parcel: Parcel) -> SubmissionReceipt:
    """Put a parcel into an inbox; return its receipt, with the time of the folder's own clock.

    Raises:
        GraderError: The inbox is missing, unsafe or full, or can not be written.
    """
    with _opened(folder) as inbox:
        name = new_parcel_name(parcel.exercise)
        try:
            received = _put(inbox, name, parcel.to_bytes())
        except OSError as error:
            raise _failure(folder, error) from error
    return SubmissionReceipt(
        exercise=parcel.exercise,
        student=parcel.student,
        digest=parcel.digest,
        received=received,
        to=folder.absolute().as_uri(),
        entry=name,
    )


@dataclass(frozen=True, slots=True)
class Delivered:
    """What an inbox has of a receipt: whose file it is and when it came in, by the file system."""

    uid: int
    received: datetime


def find_delivered(folder: Path, receipt: SubmissionReceipt) -> Delivered | None:
    """Return what lies in the inbox for a receipt; None if it is gone, changed or not readable.

    Raises:
        GraderError: The inbox can not be reached.
    """
    if not receipt.entry:
        return None
    with _opened(folder) as inbox:
        try:
            descriptor = os.open(receipt.entry, _READ_FLAGS, dir_fd=inbox)
            with os.fdopen(descriptor, "rb") as stream:
                parcel = read_parcel(stream.read(MAX_PARCEL_BYTES + 1))
                status = os.fstat(descriptor)
        except (OSError, ParcelError):
            return None
    if (parcel.digest, parcel.exercise) != (receipt.digest, receipt.exercise):
        return None
    return Delivered(status.st_uid, _time_of(status))


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open an inbox that may not be readable, and refuse one in which others could do harm."""
    try:
        descriptor = os.open(folder, _FOLDER_FLAGS)
    except OSError as error:
        raise _failure(folder, error) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
            raise GraderError(
                f"the inbox {folder} is unsafe: whoever can write to it can delete yours", _ASK
            )
        yield descriptor
    finally:
        os.close(descriptor)


def _put(inbox: int, name: str, content: bytes) -> datetime:
    draft = f".{secrets.token_hex(16)}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(draft, flags, _PRIVATE, dir_fd=inbox)
    with os.fdopen(descriptor, "wb") as stream:
        try:
            stream.write(content)
            stream.flush()
            os.fchmod(descriptor, _mode_in(inbox, descriptor))
            os.fsync(descriptor)
            os.link(draft, name, src_dir_fd=inbox, dst_dir_fd=inbox, follow_symlinks=False)
        finally:
            os.unlink(draft, dir_fd=inbox)
        # The folder can not be opened for syncing by those who may not read it. The file's count
        # of links changed, so syncing the file writes the journal with the new name.
        os.fsync(descriptor)
        return _time_of(os.fstat(descriptor))


def _time_of(status: os.stat_result) -> datetime:
    """Return when a file was changed last in any way, which its owner can not set."""
    return datetime.fromtimestamp(status.st_ctime_ns // 10**9, UTC)


def _mode_in(inbox: int, file: int) -> int:
    """Return who may read the file: its owner, and teachers where the folder names a group of theirs."""
    hands_group_on = bool(os.fstat(inbox).st_mode & stat.S_ISGID)
    group = os.fstat(file).st_gid
    is_students_own = group in {os.getegid(), *os.getgroups()}
    return _FOR_TEACHERS if hands_group_on and not is_students_own else _PRIVATE


def _failure(folder: Path, error: OSError) -> GraderError:
    hints = {
        errno.ENOENT: "Is the address right, and is the course's drive connected?",
        errno.ENOTDIR: "Is the address right?",
        errno.ENOSPC: "The disk is full: nothing was sent. " + _ASK,
        errno.EDQUOT: "Your quota is used up: nothing was sent. Make room and send again.",
        errno.EPERM: "The inbox must lie on a file system that has hard links. " + _ASK,
    }
    hint = hints.get(error.errno or 0, "Nothing was sent. " + _ASK)
    return GraderError(f"the inbox {folder}: {error.strerror}", hint)
