"""Sentences for students: values, places in the memory, where two byte strings part."""

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch, Store

MOST_SHOWN = 24
_MOST_PLACES = 8


def shown(value: object) -> str:
    """Return a value for a sentence; long bytes are cut, zeros are called so."""
    if not isinstance(value, bytes) or len(value) <= MOST_SHOWN:
        return repr(value)
    if not any(value):
        return f"{len(value)} zero bytes"
    return f"{value[:MOST_SHOWN]!r}... ({len(value)} bytes)"


def operation(done: Fetch | Store) -> str:
    """Return an operation for a sentence."""
    if isinstance(done, Fetch):
        return f"Fetch({done.address}, {done.length})"
    return f"Store({done.address}, <{len(done.data)} bytes>)"


def place(address: int, length: int, lines: int) -> str:
    """Return what lies at a place of the memory: addresses and, for data, the line."""
    name = f"[{address}, {address + length})"
    if address >= LINE_SIZE * lines:
        return f"metadata {name}"
    line = address // LINE_SIZE
    is_one = (address + length - 1) // LINE_SIZE == line
    return f"line {line} {name}" if is_one else f"lines from {line} on {name}"


def places(found: list[tuple[int, int]], lines: int) -> str:
    """Return a list of places for a sentence."""
    names = [place(*one, lines) for one in found[:_MOST_PLACES]]
    more = f" and {len(found) - _MOST_PLACES} more" if len(found) > _MOST_PLACES else ""
    return ", ".join(names) + more
