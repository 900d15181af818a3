"""The steps from an empty database to today's tables; Alembic runs them when a gradebook is opened."""
