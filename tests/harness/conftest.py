"""Settings for all tests of the harness: the same examples each run, no clock."""

from hypothesis import settings

settings.register_profile("harness", derandomize=True, deadline=None, database=None)
settings.load_profile("harness")
