"""Settings for all tests of the grader: the same examples each run, no clock."""

from hypothesis import settings

settings.register_profile("grader", derandomize=True, deadline=None, database=None)
settings.load_profile("grader")
