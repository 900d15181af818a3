"""Databases to keep gradebooks in: a file, and a PostgreSQL server of our own where one is installed."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

DATABASE_NUMBERS = count(1)


def _leave_out(reason: str) -> NoReturn:
    """Skip a test, or fail it where the environment requires it."""
    if "postgres" in os.environ.get("VIRTLAB_REQUIRE", "").split():
        pytest.fail(f"postgres is required, but {reason}", pytrace=False)
    pytest.skip(reason)


def _server_program(name: str) -> str | None:
    found = shutil.which(name)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return found or (str(versions[-1]) if versions else None)


def _start(folder: Path, run: Callable[[list[str]], None]) -> str:
    initdb, pg_ctl = _server_program("initdb"), _server_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        _leave_out("PostgreSQL is not installed (apt-get install postgresql)")
    if importlib.util.find_spec("psycopg") is None:
        _leave_out("psycopg is not installed (pip install 'psycopg[binary]')")
    data = str(folder / "data")
    run([initdb, "-D", data, "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = f"-c listen_addresses= -c fsync=off -k {folder}"
    run([pg_ctl, "-D", data, "-w", "-s", "-l", str(folder / "log"), "-o", options, "start"])
    return pg_ctl


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """Run a PostgreSQL server on a socket in a folder of its own; yield the folder."""
    as_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="virtlab-pg-") as name:
        folder = Path(name)
        if as_root:  # the server refuses to run as root
            try:
                shutil.chown(folder, "postgres")
            except LookupError:
                _leave_out("running as root, and there is no user postgres to run the server")

        def run(command: list[str]) -> None:
            user = "postgres" if as_root else None
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

        pg_ctl = _start(folder, run)
        try:
            yield folder
        finally:
            run([pg_ctl, "-D", str(folder / "data"), "-w", "-s", "-m", "immediate", "stop"])


@pytest.fixture
def postgres_url(postgres_folder: Path) -> str:
    """Return the URL of an empty PostgreSQL database."""
    import psycopg  # noqa: PLC0415 - may be absent where these tests are skipped

    name = f"grades_{next(DATABASE_NUMBERS)}"
    with psycopg.connect(
        host=str(postgres_folder), user="teacher", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql://teacher@/{name}?host={postgres_folder}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'grades.sqlite'}"
    found = request.getfixturevalue("postgres_url")
    assert isinstance(found, str)
    return found
