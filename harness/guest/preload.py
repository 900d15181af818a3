"""Modules that solutions often import, loaded once before the fork instead of once a child."""

import importlib

_COMMON = [
    "abc",
    "array",
    "base64",
    "bisect",
    "collections",
    "collections.abc",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "statistics",
    "string",
    "struct",
    "typing",
]


def import_common_modules() -> None:
    """Import them; a child that is forked later finds them loaded."""
    for name in _COMMON:
        importlib.import_module(name)
