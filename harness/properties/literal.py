"""Plain values as Python expressions, the same whatever a class thinks its ``repr`` should be."""

import dataclasses
from typing import Any

from harness.history import Variable


def literal(value: Any) -> str:
    """Return an expression that makes ``value``: plain data, or a dataclass of the stub by name."""
    kind = type(value)
    if kind is list:
        return f"[{', '.join(map(literal, value))}]"
    if kind is tuple:
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if kind is dict:
        return f"{{{', '.join(f'{literal(k)}: {literal(v)}' for k, v in value.items())}}}"
    if kind is Variable:
        return str(value.name)
    if is_record(value):
        given = ", ".join(f"{name}={literal(getattr(value, name))}" for name in field_names(value))
        return f"{kind.__name__}({given})"
    return repr(value)


def is_record(value: Any) -> bool:
    """Tell whether a value is an instance of a dataclass that a student writes too."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def field_names(record: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass, in order."""
    return tuple(field.name for field in dataclasses.fields(record))
