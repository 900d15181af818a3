"""Run by Alembic, on the connection and in the transaction that ``schema.py`` hands over."""

from alembic import context

from grader.gradebook.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=Table.metadata,
)
context.run_migrations()
