"""Bring a database to today's tables, or say why it can not be done.

The whole way is one transaction: a kill in the middle leaves the tables as they were.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from grader.errors import GraderError
from grader.gradebook.engine import WRITES
from grader.gradebook.failures import shown

VERSION_TABLE = "gradebook_version"


def bring_up_to_date(engine: Engine) -> None:
    """Create or migrate the tables where needed.

    Raises:
        GraderError: The tables are of a newer program, or are not a gradebook's.
    """
    config = Config(attributes={"version_table": VERSION_TABLE})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if _revision(connection) == scripts.get_current_head():
            return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        _refuse_strangers(connection, {script.revision for script in scripts.walk_revisions()})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _refuse_strangers(connection: Connection, known: set[str]) -> None:
    revision = _revision(connection)
    where = shown(connection.engine.url)
    if revision is None and inspect(connection).get_table_names():
        raise GraderError(
            f"{where} holds the tables of another program", "give a database of its own"
        )
    if revision is not None and revision not in known:
        raise GraderError(
            f"{where} was written by a newer virtlab (tables of version {revision})",
            "update virtlab, or give another gradebook",
        )
