"""Sentences for students: where two byte strings part, and what lies there."""

from exercises.file_cipher.stub.solution import HEADER_SIZE, TAG_SIZE
from exercises.file_cipher.tests.model import Container
from harness.byte_strings import first_difference

MOST_SHOWN = 96
_MAGIC_END = 4


def shown(value: object) -> str:
    """Return a value for a sentence; long bytes are cut."""
    if isinstance(value, bytes) and len(value) > MOST_SHOWN:
        return f"{value[:MOST_SHOWN]!r}... ({len(value)} bytes)"
    return repr(value)


def place(container: Container, position: int) -> str:
    """Return what lies at a position of a container."""
    if position < HEADER_SIZE:
        names = ("the magic", "the exponent e", "the prefix")
        return f"header: {names[(position >= _MAGIC_END) + (position > _MAGIC_END)]}"
    index = min((position - HEADER_SIZE) // container.stride, len(container.chunks) - 1)
    within = position - container.border(index)
    text_size = len(container.chunks[index]) - TAG_SIZE
    is_tag = within >= text_size
    part = f"tag, byte {within - text_size}" if is_tag else f"text, byte {within}"
    last = ", the last" if index == len(container.chunks) - 1 else ""
    return f"chunk {index}{last}: {part}"


def container_difference(found: bytes, container: Container) -> str:
    """Return where a container departs from the format, and what that place depends on."""
    right = container.stored
    at = first_difference(found, right)
    if at == len(right) or at == len(found):
        return f"it is {len(found)} bytes long, right are {len(right)}"
    where = place(container, at)
    wrong = f"byte {at} ({where}) is 0x{found[at]:02x}, right is 0x{right[at]:02x}"
    if len(found) != len(right):
        return f"it has {len(found)} bytes, right are {len(right)}: count the chunks; {wrong}"
    return f"{wrong}{_hint(where)}"


def _hint(where: str) -> str:
    if where.startswith("header"):
        return ""
    if "tag" in where:
        return "; the text before it is right: look at the associated data and the lengths"
    if where.startswith("chunk 0"):
        return "; look at the subkey, the nonce (number and last byte) and the first block"
    return "; the chunks before it are right: look at its number and its last byte in the nonce"
