"""What an evil disk does to a container without any key, and which reads must notice."""

from collections.abc import Iterator
from dataclasses import dataclass

from exercises.file_cipher.stub.solution import HEADER_SIZE, TAG_SIZE
from exercises.file_cipher.tests import model
from exercises.file_cipher.tests.messages import place
from exercises.file_cipher.tests.model import Container, Secret


@dataclass(frozen=True, slots=True)
class Damage:
    """The bytes that lie there now, and a sentence about them."""

    what: str
    stored: bytes
    position: int
    """Where the damage begins."""
    is_only_end: bool = False
    """Whether every chunk is as somebody with the key wrote it, and only the end breaks a rule."""


def flip(container: Container, position: int, bit: int) -> Damage:
    """Flip one bit."""
    stored = bytearray(container.stored)
    stored[position] ^= 1 << bit
    what = f"bit {bit} of byte {position} is flipped ({place(container, position)})"
    return Damage(what, bytes(stored), position)


def cut(container: Container, size: int) -> Damage:
    """Keep the first ``size`` bytes."""
    stored = container.stored
    borders = {container.border(index): index for index in range(1, len(container.chunks))}
    where = f", the border after chunk {borders[size] - 1}" if size in borders else ""
    return Damage(f"only {size} of {len(stored)} bytes are left{where}", stored[:size], size)


def extend(container: Container, tail: bytes, what: str) -> Damage:
    """Append bytes."""
    stored = container.stored
    return Damage(f"{what} follows the last chunk", stored + tail, len(stored))


def extensions(container: Container, other: Container) -> Iterator[Damage]:
    """Yield what may follow the last chunk; ``other`` is a file of the same key and context."""
    yield extend(container, b"\0", "a zero byte")
    yield extend(container, bytes(TAG_SIZE), "a tag of zero bytes")
    yield extend(container, bytes(container.stride), "a chunk of zero bytes")
    yield extend(container, container.chunks[0], "a copy of chunk 0")
    yield extend(container, container.chunks[-1], "a copy of the last chunk")
    yield extend(container, other.chunks[-1], "the last chunk of another file")


def rearrangements(container: Container, other: Container) -> Iterator[Damage]:
    """Yield containers made of valid pieces; ``other`` is as long, of the same key and context."""
    chunks, numbers = list(container.chunks), range(len(container.chunks))
    for index in numbers:
        without = chunks[:index] + chunks[index + 1 :]
        yield _arranged(container, f"chunk {index} is dropped", index, without)
        twice = chunks[: index + 1] + chunks[index:]
        yield _arranged(container, f"chunk {index} is there twice", index + 1, twice)
        mixed = [*chunks[:index], other.chunks[index], *chunks[index + 1 :]]
        yield _arranged(container, f"chunk {index} comes from another file", index, mixed)
    for one in numbers:
        for two in numbers[one + 1 :]:
            swapped = list(chunks)
            swapped[one], swapped[two] = chunks[two], chunks[one]
            yield _arranged(container, f"chunks {one} and {two} are swapped", one, swapped)
    stored = other.header + container.stored[HEADER_SIZE:]
    yield Damage("the header comes from another file", stored, 0)


def _arranged(container: Container, what: str, first: int, chunks: list[bytes]) -> Damage:
    return Damage(what, container.header + b"".join(chunks), container.border(first))


def cuts(container: Container) -> Iterator[Damage]:
    """Yield the cuts at and beside each border: of the header, of chunks, of tags."""
    end = len(container.stored)
    borders = {0, 4, 5, HEADER_SIZE, HEADER_SIZE + TAG_SIZE, end}
    for index, chunk in enumerate(container.chunks):
        start = container.border(index)
        borders |= {start, start + TAG_SIZE, start + len(chunk) - TAG_SIZE, start + len(chunk)}
    sizes = {border + by for border in borders for by in (-1, 0, 1)}
    for size in sorted(sizes, reverse=True):
        if 0 <= size < end:
            yield cut(container, size)


def bad_writers(secret: Secret, container: Container) -> Iterator[Damage]:
    """Yield what somebody with the key wrote who does not keep to the format."""
    prefix, text = container.header[5:], container.text
    for exponent in (0, 5, 17):
        other = model.encrypt(secret, prefix, 1 << exponent, text)
        yield Damage(
            f"a writer that breaks rule 1 used the exponent e = {exponent}", other.stored, 4
        )
    other = model.encrypt(secret, prefix, container.chunk_size, text, b"VLF2")
    yield Damage("a writer that breaks rule 1 used the magic VLF2", other.stored, 0)
    yield from _empty_end(secret, container)


def _empty_end(secret: Secret, container: Container) -> Iterator[Damage]:
    text_size = len(container.text)
    if text_size and text_size % container.chunk_size == 0:
        what = "a writer that breaks rule 2 put an empty last chunk after the full ones"
        position = container.border(len(container.chunks))
        yield Damage(what, model.with_empty_end(secret, container), position, is_only_end=True)


def why_refuse_read(container: Container, damage: Damage, wanted: tuple[int, int]) -> str | None:
    """Return why a read of at least one byte must fail after a damage; None if it may succeed.

    It must fail where the header, a chunk that the range overlaps or, for a range that goes beyond the
    end, the last chunk or the end itself is not as it was written.
    """
    offset, length = wanted
    stored, is_beyond = damage.stored, offset + length > len(container.text)
    if stored[:HEADER_SIZE] != container.header:
        return "the header is not that of the file, and every chunk proves it"
    if is_beyond and len(stored) != len(container.stored):
        return "the range goes beyond the end of the file, and the store does not end where it does"
    if not damage.is_only_end:
        for index in container.needed(offset, length):
            if _chunk_at(container, stored, index) != container.chunks[index]:
                return f"the read needs chunk {index}, and that is not what was encrypted"
    return None


def why_refuse_size(container: Container, damage: Damage) -> str | None:
    """Return why ``size`` must fail after a damage; None if it may succeed."""
    if why_refuse_read(container, damage, (len(container.text), 1)) is None:
        return None
    return "only the last chunk, whole and at its place, proves where the file ends"


def _chunk_at(container: Container, stored: bytes, index: int) -> bytes:
    start = container.border(index)
    return stored[start : start + len(container.chunks[index])]
