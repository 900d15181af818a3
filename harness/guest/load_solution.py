"""Turn source text into the module ``solution``."""

import functools
import sys
from types import CodeType, ModuleType

from harness.wire.values import Record

MODULE_NAME = "solution"
FILE_NAME = "solution.py"


def load_solution(source: str) -> ModuleType:
    """Run ``source`` as a module; whatever it raises comes out."""
    module = ModuleType(MODULE_NAME)
    module.__file__ = FILE_NAME
    sys.modules[MODULE_NAME] = module
    exec(_compiled(source), module.__dict__)  # noqa: S102 - this is what the sandbox is for
    return module


def load_copy(source: str) -> ModuleType:
    """Run ``source`` as one more module, which shares nothing with the one loaded first."""
    first = sys.modules[MODULE_NAME]
    try:
        return load_solution(source)
    finally:
        sys.modules[MODULE_NAME] = first


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> CodeType:
    return compile(source, FILE_NAME, "exec", dont_inherit=True)


def records_of(module: ModuleType, fields: dict[str, list[str]]) -> dict[str, Record]:
    """Return the solution's own classes for the dataclasses of the stub.

    Raises:
        AttributeError: The solution lacks one.
    """
    return {name: Record(getattr(module, name), tuple(names)) for name, names in fields.items()}
