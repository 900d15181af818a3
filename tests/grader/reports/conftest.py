"""A real browser for the tests of pages: Debian's Chromium, driven by Playwright."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW, WIDE, PAPER, LANDSCAPE = 375, 1280, 680, 1009
"""Widths in CSS pixels: a telephone, a screen, and A4 without margins of 15 mm, both ways."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line("markers", "browser: needs Chromium and playwright installed")


def _missing(reason: str) -> None:
    if "browser" in os.environ.get("VIRTLAB_REQUIRE", "").split():
        pytest.fail(f"a browser is required, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Start the browser; without one the test is skipped, or fails where it is required."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _missing("there is no chromium (apt-get install chromium)")
    for package in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(package) is None:
            _missing(f"there is no {package} (pip install playwright axe-playwright-python)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be absent

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program)
        yield started
        started.close()


class Visit:
    """A page in the browser, and all that it did but should not."""

    def __init__(self, page: "Page", path: Path) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self._note(request.url, path))
        page.goto(path.as_uri())

    def _dismiss(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, url: str, path: Path) -> None:
        if url.partition("#")[0] != path.as_uri():
            self.faults.append(f"request: {url}")


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Visitor]:
    """Return a function that opens a page; whatever it does but should not fails the test."""
    visits: list[Visit] = []

    def open_page(path: Path, width: int = WIDE, scheme: str = "light", **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            offline=True,
            **options,
        )
        visits.append(Visit(context.new_page(), path))
        return visits[-1]

    yield open_page
    for one in visits:
        one.page.context.close()
    assert [fault for one in visits for fault in one.faults] == []
