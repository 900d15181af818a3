"""Turn source text into the module ``solution``."""

import builtins
import functools
import sys
from collections.abc import Callable, Sequence
from types import CodeType, ModuleType
from typing import Any

from harness.wire.values import Record

MODULE_NAME = "solution"
FILE_NAME = "solution.py"


def load_solution(source: str, imports: Sequence[str] | None = None) -> ModuleType:
    """Run ``source`` as a module; whatever it raises comes out.

    Args:
        source: Python text.
        imports: The only modules that it may import; None for any. It keeps an honest solution to the
            exercise's rules; what would earn points is not in the sandbox at all.
    """
    module = ModuleType(MODULE_NAME)
    module.__file__ = FILE_NAME
    if imports is not None:
        guarded = {**vars(builtins), "__import__": _import_only(imports)}
        module.__dict__["__builtins__"] = guarded
    sys.modules[MODULE_NAME] = module
    exec(_compiled(source), module.__dict__)  # noqa: S102 - this is what the sandbox is for
    return module


def load_copy(source: str, imports: Sequence[str] | None = None) -> ModuleType:
    """Run ``source`` as one more module, which shares nothing with the one loaded first."""
    first = sys.modules[MODULE_NAME]
    try:
        return load_solution(source, imports)
    finally:
        sys.modules[MODULE_NAME] = first


def _import_only(allowed: Sequence[str]) -> Callable[..., Any]:
    def guarded(name: str, *rest: Any, **keywords: Any) -> Any:
        if name.partition(".")[0] not in {*allowed, "__future__"}:
            raise ImportError(
                f"this exercise does not allow {name}; allowed are {', '.join(allowed)}"
            )
        return builtins.__import__(name, *rest, **keywords)

    return guarded


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> CodeType:
    return compile(source, FILE_NAME, "exec", dont_inherit=True)


def records_of(module: ModuleType, fields: dict[str, list[str]]) -> dict[str, Record]:
    """Return the solution's own classes for the dataclasses of the stub.

    Raises:
        AttributeError: The solution lacks one.
    """
    return {name: Record(getattr(module, name), tuple(names)) for name, names in fields.items()}
