"""Strategies: inputs of the ciphers, and histories of a machine."""

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from exercises.process_cipher.tests.machine import Machine, honest, text_of

BLOCK_SIZE = 16
_SEEDS = st.integers(0, 2**32)
_CARRY_WIDTHS = (1, 2, 4, 8, 12, 16)
_WIDTHS = st.sampled_from((0, 0, 0, *_CARRY_WIDTHS))
_SIZES = st.sampled_from((0, 1, 15, 16, 17, 31, 32, 33, 64)) | st.integers(0, 130)


def _drawn_bytes(draw: st.DrawFn, size: int) -> bytes:
    """Draw bytes by their seed: each of them by itself would cost more than the call."""
    return Random(draw(_SEEDS)).randbytes(size)


@dataclass(frozen=True, slots=True)
class StreamCase:
    """A call of ``aes_encrypt_block``, and one of ``ctr`` that begins with that block."""

    key: bytes
    block: bytes
    data: bytes
    source: str = ""


def carries() -> list[StreamCase]:
    """Return streams whose counter carries out of its last 1, 2, 4, 8, 12 and 16 bytes."""
    return [
        StreamCase(bytes(range(16)), bytes(range(0x10, 0x20 - width)) + b"\xff" * width, bytes(40))
        for width in _CARRY_WIDTHS
    ]


@st.composite
def streams(draw: st.DrawFn) -> StreamCase:
    """Draw a key, a block that is often about to carry, and data around whole blocks."""
    block, width = _drawn_bytes(draw, BLOCK_SIZE), draw(_WIDTHS)
    block = block[: BLOCK_SIZE - width] + b"\xff" * width
    return StreamCase(_drawn_bytes(draw, BLOCK_SIZE), block, _drawn_bytes(draw, draw(_SIZES)))


@dataclass(frozen=True, slots=True)
class TagCase:
    """Calls of ``cmac`` under one key."""

    key: bytes
    messages: tuple[bytes, ...]
    source: str = ""


def every_length() -> list[TagCase]:
    """Return messages of all lengths from 0 to 65."""
    text = bytes(range(1, 66))
    return [
        TagCase(bytes([first]) * 16, tuple(text[:size] for size in range(66)))
        for first in (0, 1, 2, 0xFF)
    ]


@st.composite
def tags(draw: st.DrawFn) -> TagCase:
    """Draw a key and messages, most of them around whole blocks."""
    messages = (_drawn_bytes(draw, draw(_SIZES)), _drawn_bytes(draw, draw(_SIZES)))
    return TagCase(_drawn_bytes(draw, BLOCK_SIZE), messages)


READ, WRITE, CYCLE = "read", "write", "cycle"

Deed = tuple[str, int]
"""What is done, and to which line."""


@dataclass(frozen=True, slots=True)
class History:
    """A machine of so many lines, and what is done with it; ``seed`` fills its memory."""

    lines: int
    deeds: tuple[Deed, ...]
    seed: int = 0


_NUMBERS = st.integers(0, 2**16)
_KINDS = st.sampled_from((READ, WRITE, WRITE, CYCLE))


@st.composite
def deeds(draw: st.DrawFn, lines: int, least: int = 4, most: int = 16) -> tuple[Deed, ...]:
    """Draw the number of deeds, then so many; a few lines get most of them."""
    count = draw(st.integers(least, most))
    favourites = [draw(_NUMBERS) % lines for _ in range(3)]
    return tuple((draw(_KINDS), favourites[draw(_NUMBERS) % 3]) for _ in range(count))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a small machine and its deeds."""
    lines = draw(st.integers(1, 20))
    return History(lines, draw(deeds(lines)), draw(_NUMBERS))


def every_line(lines: int) -> History:
    """Return a history that writes every line, the last ones twice, and cuts the power between."""
    writes = [(WRITE, line) for line in range(lines)]
    ends = [(WRITE, lines - 1), (READ, lines - 1), (WRITE, 0)]
    return History(lines, (*writes, (CYCLE, 0), *ends))


def written(machine: Machine, line: int, number: int) -> None:
    """Write a line while nobody touches the memory."""
    honest(machine, f"write({line}, ...)", machine.write(line, text_of(line, number)), None)
