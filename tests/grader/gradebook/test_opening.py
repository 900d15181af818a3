"""Databases that can not be opened, written or understood, and what the operator is told."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from grader.errors import GraderError
from grader.gradebook.engine import ADVISORY_LOCK, parse_url, sqlite_url
from grader.gradebook.gradebook import open_gradebook
from grader.gradebook.tables import Table
from tests.grader.sample_grades import failed, sample_grade


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a gradebook may be made."""
    return tmp_path / "grades?#%.sqlite"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "grades.sqlite",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:grades?mode=memory&uri=true",
        "nonsense://x/y",
        "sqlite+nonsense:///x",
        "postgresql://user:port@host:x/y",
        "oracle://user@host/db",
    ],
)
def test_a_url_that_can_not_be_used_is_explained(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hint shows URLs that can, and no file is made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraderError) as caught:
        open_gradebook(url)
    assert list(tmp_path.iterdir()) == []
    assert "sqlite:///" in caught.value.hint


def test_passwords_are_not_shown() -> None:
    """An unreachable server is named without its password."""
    pytest.importorskip("psycopg")
    with pytest.raises(GraderError) as caught:
        open_gradebook("postgresql://teacher:secret@127.0.0.1:1/grades")
    assert "secret" not in str(caught.value)
    assert "teacher:***@127.0.0.1" in str(caught.value)
    assert "server runs" in caught.value.hint


@pytest.mark.parametrize("where", ["missing/grades.sqlite", "file/grades.sqlite", ".", "a\0b"])
def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, where: str) -> None:
    """A missing folder, a file in the folder's place, a folder in the file's place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(GraderError, match="can not be opened") as caught:
        open_gradebook(sqlite_url(tmp_path / where))
    assert "writable" in caught.value.hint


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    """A wrong file is refused and not changed."""
    path.write_text("student,points\n")
    with pytest.raises(GraderError, match="not a gradebook"):
        open_gradebook(sqlite_url(path))
    assert path.read_text() == "student,points\n"


def test_a_damaged_file_is_named(path: Path) -> None:
    """A file that only begins like a database is an error with a hint, not a traceback."""
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(GraderError) as caught:
        open_gradebook(sqlite_url(path))
    assert "another file" in caught.value.hint


def test_the_tables_of_another_program_are_left_alone(path: Path) -> None:
    """A database in use by something else gets no tables of ours."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(GraderError, match="another program"):
        open_gradebook(sqlite_url(path))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


def test_a_newer_gradebook_is_refused(path: Path) -> None:
    """Tables of a version that this program does not know are not touched."""
    open_gradebook(sqlite_url(path)).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE gradebook_version SET version_num = '9999'")
    with pytest.raises(GraderError, match="newer virtlab") as caught:
        open_gradebook(sqlite_url(path))
    assert "update virtlab" in caught.value.hint


def test_a_new_file_is_readable_by_its_owner_alone(path: Path) -> None:
    """Grades are private."""
    open_gradebook(sqlite_url(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_migrations_make_the_tables_that_the_program_uses(url: str) -> None:
    """The steps together give exactly the tables that are declared."""
    open_gradebook(url).close()
    engine = create_engine(parse_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "gradebook_version"}
        )
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_sqlite_is_durable_and_checks_its_keys(path: Path) -> None:
    """Connections use the write-ahead log, sync each commit and enforce foreign keys."""
    seen: list[tuple[object, ...]] = []
    wanted = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")

    def look(connection: sqlite3.Connection, record: object, proxy: object) -> None:
        del record, proxy
        seen.append(tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted))

    event.listen(Engine, "checkout", look)
    try:
        open_gradebook(sqlite_url(path), wait_seconds=2).close()
    finally:
        event.remove(Engine, "checkout", look)
    assert set(seen) == {("wal", 2, 1, 2000)}


def test_a_locked_file_is_explained(path: Path) -> None:
    """Another writer that does not end is named as the reason."""
    with open_gradebook(sqlite_url(path), wait_seconds=0.01) as book:
        book.record(sample_grade("Ada"))
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(GraderError, match="locked") as caught:
                book.record(sample_grade("Lin"))
            assert "another command" in caught.value.hint
            assert len(book.grades()) == 1
        book.record(sample_grade("Lin"))
        assert len(book.grades()) == 2


@pytest.mark.postgres
def test_a_locked_server_is_explained(postgres_url: str) -> None:
    """The same on PostgreSQL, where writers queue at an advisory lock."""
    import psycopg  # noqa: PLC0415 - may be absent where this test is skipped

    with (
        open_gradebook(postgres_url, wait_seconds=0.01) as book,
        psycopg.connect(postgres_url) as other,
    ):
        other.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        with pytest.raises(GraderError) as caught:
            book.record(sample_grade("Lin"))
    assert "another command" in caught.value.hint


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Forbid the file to grow, as a full disk does; SQLite reports both alike."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]

    def limit(connection: sqlite3.Connection, record: object) -> None:
        del record
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_a_full_disk_is_explained_and_loses_nothing(path: Path) -> None:
    """The grade being written is lost, those before are not, and recording goes on afterwards."""
    kept = sample_grade("Ada")
    large = sample_grade("Lin", failed("claims-are-kept", message="x" * 200_000))
    with open_gradebook(sqlite_url(path)) as book:
        book.record(kept)
    with full_disk(path), open_gradebook(sqlite_url(path)) as book:
        with pytest.raises(GraderError, match="full") as caught:
            book.record(large)
        assert "make room" in caught.value.hint
        assert book.grades() == (kept,)
    with open_gradebook(sqlite_url(path)) as book:
        book.record(large)
        assert book.grades() == (kept, large)


def test_a_fault_of_ours_is_not_dressed_up(path: Path) -> None:
    """What no operator can mend keeps its own exception."""
    with open_gradebook(sqlite_url(path)) as book:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE unjudged")
        with pytest.raises(OperationalError, match="no such table"):
            book.failures()
