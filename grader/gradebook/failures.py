"""What a database can not do, said to the operator with what to do about it.

Only what an operator can mend is translated; a fault of ours (a broken constraint, a wrong
statement) propagates as it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from grader.errors import GraderError

_IN_USE = "another command is writing to it: wait for it to end, then run this one again"
_NO_ROOM = "make room on the disk; what was recorded before is safe"
_NO_WRITING = "check the permissions of the file and of its folder"
_DAMAGED = "restore it from a backup, or give another file"
_UNREACHABLE = "check that the server runs and that host, port and database in the URL are right"
_NO_ENTRY = "check user and password in the URL, and the rights of that user in the database"

# Prefixes of SQLite's names of its result codes (sqlite.org/rescode.html).
_SQLITE_HINTS = {
    "SQLITE_BUSY": _IN_USE,
    "SQLITE_LOCKED": _IN_USE,
    "SQLITE_FULL": _NO_ROOM,
    "SQLITE_READONLY": _NO_WRITING,
    "SQLITE_PERM": _NO_WRITING,
    "SQLITE_CANTOPEN": _NO_WRITING,
    "SQLITE_IOERR": "check the disk that holds it: is there room? A network drive can not hold one",
    "SQLITE_PROTOCOL": "a network drive can not hold a gradebook: give a file on a local disk",
    "SQLITE_NOTADB": "give another file: this one was not made by virtlab",
    "SQLITE_CORRUPT": _DAMAGED,
}

# Prefixes of SQLSTATE (PostgreSQL manual, appendix A).
_SQLSTATE_HINTS = {
    "53100": _NO_ROOM,
    "53": "the server is short of resources: try again later",
    "55P03": _IN_USE,
    "57": _UNREACHABLE,
    "08": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "28": _NO_ENTRY,
    "42501": _NO_ENTRY,
}


@contextmanager
def operator_failures(url: URL) -> Iterator[None]:
    """Turn what the operator can mend into a GraderError with a hint."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        hint = _hint(cause, in_operation=isinstance(error, OperationalError))
        if hint is None:
            raise
        raise GraderError(
            f"the gradebook {shown(url)} failed: {_first_line(cause)}", hint
        ) from error


def shown(url: URL) -> str:
    """Return a URL without its password."""
    return url.render_as_string(hide_password=True)


def _hint(cause: BaseException | None, *, in_operation: bool) -> str | None:
    name = getattr(cause, "sqlite_errorname", None)
    if isinstance(name, str):
        return _by_prefix(_SQLITE_HINTS, name)
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return _by_prefix(_SQLSTATE_HINTS, state)
    # A server that can not be reached gives no code.
    return _UNREACHABLE if in_operation else None


def _by_prefix(hints: dict[str, str], code: str) -> str | None:
    return next((hint for prefix, hint in hints.items() if code.startswith(prefix)), None)


def _first_line(cause: BaseException | None) -> str:
    return str(cause).strip().partition("\n")[0]
