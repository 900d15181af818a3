"""How a solution's text becomes a module, and which imports it may make."""

import sys

import pytest

from harness.guest.load_solution import MODULE_NAME, load_copy, load_solution


@pytest.fixture(autouse=True)
def _no_module_is_left() -> None:
    sys.modules.pop(MODULE_NAME, None)


def test_any_import_is_allowed_where_nothing_is_said() -> None:
    """A solution may use the standard library."""
    assert load_solution("import json\nx = json.loads('1')").x == 1


@pytest.mark.parametrize(
    "line",
    ["import hashlib", "from hashlib import sha256", "__import__('hashlib')", "import os.path"],
)
def test_other_imports_are_refused(line: str) -> None:
    """By name of the topmost package, however they are written."""
    with pytest.raises(ImportError, match=r"does not allow (hashlib|os\.path); allowed are math"):
        load_solution(line, ["math"])


def test_an_import_inside_a_function_is_refused_when_it_is_made() -> None:
    """Also in a copy of the module."""
    source = "def f():\n    import hashlib"
    load_solution(source, [])
    with pytest.raises(ImportError):
        load_copy(source, []).f()


def test_allowed_modules_import_what_they_like() -> None:
    """The rule holds for the solution's own lines alone; `from __future__` is no import."""
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "import collections.abc\n@dataclass(frozen=True)\nclass Pair:\n    left: int = 1\n"
    )
    assert load_solution(source, ["dataclasses", "collections"]).Pair().left == 1
