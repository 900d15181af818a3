"""Where grades are kept; ``gradebook.py`` is the only door, SQLAlchemy stays behind it."""
