"""Exceptions of the solution, as the judge's tests meet them."""

import builtins
import contextlib
import functools
from typing import Any

from harness.exercise.interface import Interface
from harness.remote.errors import GuestBrokeProtocolError, GuestRaised
from harness.wire import messages

_NEVER = (StopIteration, StopAsyncIteration)


def read_raised(body: Any, interface: Interface) -> GuestRaised:
    """Return an exception to be raised for a ``raised`` reply.

    Its class derives from ``GuestRaised`` and, if a name along the solution's MRO is known, from
    the stub's or the builtin exception of that name.

    Raises:
        GuestBrokeProtocolError: The body is malformed.
    """
    names, text, line, count = _checked(body)
    known = [_known(name, tuple(interface.exceptions.items())) for name in names]
    parent = next((kind for kind in known if kind is not None), None)
    error = _make(names[0], parent)
    error.names = names
    error.text = text
    error.line = line
    error.argument_count = count
    return error


def _checked(body: Any) -> tuple[tuple[str, ...], str, int | None, int]:
    if type(body) is list and len(body) == 4:  # noqa: PLR2004 - names, text, line, arguments
        names, text, line, count = body
        if (
            type(names) is list
            and 0 < len(names) <= messages.MAX_NAMES
            and all(type(name) is str for name in names)
            and type(text) is str
            and (line is None or type(line) is int)
            and type(count) is int
        ):
            cut = tuple(_encodable(name[: messages.MAX_NAME]) for name in names)
            return cut, _encodable(text[: messages.MAX_TEXT]), line, count
    raise GuestBrokeProtocolError("the answer broke the protocol: a malformed exception")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@functools.lru_cache(maxsize=1024)
def _known(
    name: str, exceptions: tuple[tuple[str, type[Exception]], ...]
) -> type[Exception] | None:
    found = dict(exceptions).get(name) or getattr(builtins, name, None)
    if (
        isinstance(found, type)
        and issubclass(found, Exception)
        and found not in (Exception, *_NEVER)
    ):
        return found
    return None


def _make(name: str, parent: type[Exception] | None) -> GuestRaised:
    kind = GuestRaised if parent is None else _combined(name, parent)  # type: ignore[arg-type] # a class is hashable
    with contextlib.suppress(TypeError):
        return kind.__new__(kind)  # without __init__, which may want arguments
    with contextlib.suppress(TypeError):
        return kind()  # MemoryError refuses the other way
    return GuestRaised()  # ExceptionGroup refuses both


@functools.lru_cache(maxsize=256)
def _combined(name: str, parent: type) -> type[GuestRaised]:
    # A metaclass of the solution may call its class anything, even what no class may be called.
    shown = name if name.isidentifier() else parent.__name__
    return type(shown, (GuestRaised, parent), {})
