"""An inbox: the shared folder that ``virtlab submit`` delivers to, as a source of submissions.

Whose a parcel is and when it came in are told by the file system: the owner of the file, and the
time of its last change of any kind, which no student can set back. What a parcel says of itself is
believed only of files that belong to the inbox's own owner, who put them there or copied the inbox.
A student can fill the folder with anything: only the newest parcels of each account are read.
"""

import os
import pwd
import stat
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from grader.submissions.disk import MAX_ITEMS
from grader.submissions.owners import UnmatchedError
from grader.submissions.parcel import (
    MAX_PARCEL_BYTES,
    PARCEL_SUFFIX,
    Parcel,
    ParcelError,
    is_parcel_of,
    read_parcel,
)
from grader.submissions.places import UnreadableError
from grader.submissions.submission import Action
from grader.submissions.taking import Found, Taking

MAX_PARCELS_OF_ONE = 50
"""How many parcels of one account are read for an exercise, the newest first."""

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    uid: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class _Arrived:
    parcel: Parcel
    entry: _Entry


def is_inbox(path: Path) -> bool:
    """Return whether a folder is an inbox with something in it."""
    try:
        with os.scandir(path) as entries:
            looked_at = (entry for entry, _ in zip(entries, range(MAX_ITEMS), strict=False))
            return any(entry.name.endswith(PARCEL_SUFFIX) for entry in looked_at)
    except OSError:
        return False


def take_inbox(taking: Taking, path: Path, exercise: str) -> None:
    """Take in the parcels for an exercise, several of a student by time.

    Raises:
        UnreadableError: The folder can not be read.
    """
    oddities: Counter[tuple[str, str]] = Counter()
    by_student: defaultdict[str, list[Found]] = defaultdict(list)
    try:
        folder = os.open(path, _FOLDER_FLAGS)
    except OSError as error:
        raise UnreadableError(f"the inbox can not be opened: {error.strerror}") from error
    try:
        keeper = os.fstat(folder).st_uid
        for entries in _entries_by_account(folder, exercise).values():
            account = _account(entries[0].uid)
            if len(entries) > MAX_PARCELS_OF_ONE:
                reason = f"more than {MAX_PARCELS_OF_ONE} parcels: only the newest are read"
                oddities[account, reason] += 1
            for entry in entries[-MAX_PARCELS_OF_ONE:]:
                try:
                    arrived = _read(folder, entry, exercise)
                    student = _student(arrived.parcel, entry.uid, keeper)
                except (UnreadableError, ParcelError) as error:
                    oddities[account, str(error)] += 1
                else:
                    by_student[student].append(_found(path, arrived))
    finally:
        os.close(folder)
    _take_students(taking, by_student)
    for (account, reason), count in oddities.items():
        times = f" ({count} parcels)" if count > 1 else ""
        taking.note(account, f"{reason}{times}", Action.IGNORED)


def _entries_by_account(folder: int, exercise: str) -> dict[int, list[_Entry]]:
    """Return what is there by owner, oldest first; drafts and other exercises are passed over."""
    found: defaultdict[int, list[_Entry]] = defaultdict(list)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_parcel_of(entry.name, exercise):
                    status = entry.stat(follow_symlinks=False)
                    one = _Entry(entry.name, status.st_uid, status.st_ctime_ns)
                    found[one.uid].append(one)
    except OSError as error:
        raise UnreadableError(f"the inbox can not be listed: {error.strerror}") from error
    for listed in found.values():
        listed.sort(key=lambda one: (one.changed_ns, one.name))
    return dict(sorted(found.items()))


def _read(folder: int, entry: _Entry, exercise: str) -> _Arrived:
    try:
        descriptor = os.open(entry.name, _FILE_FLAGS, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableError("not a regular file")
            content = stream.read(MAX_PARCEL_BYTES + 1)
            status = os.fstat(descriptor)  # after reading: what was changed meanwhile came in later
    except OSError as error:
        raise UnreadableError(f"the parcel can not be read: {error.strerror}") from error
    if status.st_uid != entry.uid:
        raise UnreadableError("its owner changed while it was read")
    parcel = read_parcel(content)
    if parcel.exercise != exercise:
        raise ParcelError("it is for another exercise than its name says")
    return _Arrived(parcel, _Entry(entry.name, status.st_uid, status.st_ctime_ns))


def _student(parcel: Parcel, uid: int, keeper: int) -> str:
    """Return whose a parcel is: its account, or whoever the keeper of the inbox says."""
    account = _account(uid)
    if uid != keeper and parcel.student != account:
        raise ParcelError("it says that it is somebody else's")
    return parcel.student


def _found(path: Path, arrived: _Arrived) -> Found:
    content = arrived.parcel.source.encode("utf-8", "surrogatepass")
    seconds = arrived.entry.changed_ns // 10**9
    submitted = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return Found(f"{path}/{arrived.entry.name}", lambda: content, submitted)


def _take_students(taking: Taking, by_student: dict[str, list[Found]]) -> None:
    by_key: defaultdict[str, list[Found]] = defaultdict(list)  # one may have two accounts
    for name, versions in sorted(by_student.items()):
        try:
            by_key[taking.owners.named(name)] += versions
        except UnmatchedError as error:
            taking.note(name, str(error), Action.NOT_GRADED)
    for student, versions in by_key.items():
        taking.take(student, sorted(versions, key=lambda one: one.submitted))


@cache
def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
