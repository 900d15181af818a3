"""Which tests can run here: engines that are missing are skipped by name, or required by the environment.

``VIRTLAB_REQUIRE="docker bubblewrap"`` turns such a skip into a failure: CI says so.
"""

import functools
import os

import pytest

from grader.sandbox.choice import why_not

ENGINE_MARKS = ("docker", "bubblewrap")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks."""
    config.addinivalue_line("markers", "docker: needs a Docker daemon and the guest image")
    config.addinivalue_line("markers", "bubblewrap: needs unprivileged user namespaces")
    config.addinivalue_line("markers", "postgres: needs a PostgreSQL server's programs")


@functools.cache
def reason_against(engine: str) -> str:
    """Return why an engine does not work here, "" if it does; tried once a process."""
    return why_not(engine)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a test whose engine is missing."""
    for engine in ENGINE_MARKS:
        if item.get_closest_marker(engine) is None:
            continue
        reason = reason_against(engine)
        if reason and engine in os.environ.get("VIRTLAB_REQUIRE", "").split():
            pytest.fail(f"{engine} is required, but {reason}", pytrace=False)
        if reason:
            pytest.skip(f"{engine} does not work here: {reason}")
