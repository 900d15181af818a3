"""Turn source text into the module ``solution``."""

import sys
from types import ModuleType

from harness.wire.values import Record

MODULE_NAME = "solution"
FILE_NAME = "solution.py"


def load_solution(source: str) -> ModuleType:
    """Run ``source`` as a module; whatever it raises comes out."""
    module = ModuleType(MODULE_NAME)
    module.__file__ = FILE_NAME
    sys.modules[MODULE_NAME] = module
    code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    exec(code, module.__dict__)  # noqa: S102 - this is what the sandbox is for
    return module


def records_of(module: ModuleType, fields: dict[str, list[str]]) -> dict[str, Record]:
    """Return the solution's own classes for the dataclasses of the stub.

    Raises:
        AttributeError: The solution lacks one.
    """
    return {name: Record(getattr(module, name), tuple(names)) for name, names in fields.items()}
