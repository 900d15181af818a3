"""Connections as the gradebook needs them: durable, checked, one writer at a time.

SQLite: write-ahead log, every commit synced to disk, foreign keys on, and a wait for the lock
instead of an error. Python's own transaction handling is switched off, because it begins too late
to give a reader one view and a writer its lock (SQLAlchemy manual, "SQLite", transactions).
PostgreSQL: writers queue at one advisory lock. Other databases rely on the unique keys alone.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from grader.errors import GraderError, UsageError
from grader.gradebook.failures import shown

WRITES = "gradebook_writes"
"""Execution option of a connection that is going to write."""

ADVISORY_LOCK = 7_846_031_552
"""Number of the lock at which PostgreSQL's writers queue."""

_SQLITE_MAGIC = b"SQLite format 3\0"
_EXAMPLES = "use a URL such as sqlite:///grades.sqlite or postgresql://user@host/grades"


def sqlite_url(path: Path) -> str:
    """Return the URL of a gradebook in a file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def parse_url(text: str) -> URL:
    """Read a URL; PostgreSQL is reached through psycopg unless the URL says otherwise.

    Raises:
        UsageError: It is no URL, or one of a database that keeps nothing.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UsageError("the gradebook's URL can not be read", _EXAMPLES) from None
    if url.drivername in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise UsageError("a gradebook in memory would be lost", _EXAMPLES)
        if url.query:
            raise UsageError(f"{shown(url)}: options are not supported for SQLite", _EXAMPLES)
    return url


def connect(url: URL, wait_seconds: float) -> Engine:
    """Return an engine whose transactions follow this module's rules.

    Raises:
        GraderError: The folder or the driver is missing, or the file is something else.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError) as error:
        raise GraderError(
            f"{shown(url)}: {error}", "install the driver of that database, or " + _EXAMPLES
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_file(Path(str(url.database)))
        _follow_sqlite_rules(engine, wait_seconds)
    elif engine.dialect.name == "postgresql":
        _follow_postgresql_rules(engine, wait_seconds)
    return engine


def _prepare_file(path: Path) -> None:
    """Create the file if there is none, readable by its owner alone: grades are private."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        with path.open("rb") as stream:
            head = stream.read(len(_SQLITE_MAGIC))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise GraderError(
            f"the gradebook {path} can not be opened: {reason}",
            "its folder must exist, and file and folder must be writable",
        ) from error
    if head not in {b"", _SQLITE_MAGIC}:
        raise GraderError(f"{path} is not a gradebook", "give another file: this one is left alone")


def _follow_sqlite_rules(engine: Engine, wait_seconds: float) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, record: Any) -> None:
        del record
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {round(wait_seconds * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _follow_postgresql_rules(engine: Engine, wait_seconds: float) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(wait_seconds * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
