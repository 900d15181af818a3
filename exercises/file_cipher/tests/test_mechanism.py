"""Mechanism: flipped bits, rearranged chunks, damaged stores.

Every trial first asks for the right answer with nothing wrong, so that refusing everything earns
nothing. Damage needs no key, but for that of writers who do not keep to the format.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.file_cipher.stub.solution import HEADER_SIZE, TAG_SIZE, AuthenticationError
from exercises.file_cipher.tests import damage
from exercises.file_cipher.tests.arguments import (
    FAR,
    OTHER_PREFIX,
    PREFIX,
    SECRETS,
    SMALLEST_CHUNK,
    File,
    Range,
    files,
    ranges,
)
from exercises.file_cipher.tests.changes import Question
from exercises.file_cipher.tests.damage import Damage
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.model import Container, Secret
from exercises.file_cipher.tests.store import REFUSED, Store, stranger
from harness.graded import graded
from harness.remote.errors import GuestRaised
from harness.strategies import pick, with_examples

BITS = st.integers(0, 7)


def open_intact(submission: Any, file: File) -> Any:
    """Return an object that has decrypted the file as it was written."""
    cipher = submission.FileCipher(file.secret.key, file.secret.context)
    try:
        found = cipher.decrypt(file.container.stored)
    except GuestRaised as error:
        raise AssertionError(f"with nothing damaged, decrypt raised {error}") from None
    assert found == file.container.text, (
        f"with nothing damaged, decrypt gave {shown(found)}; right is {shown(file.container.text)}"
    )
    return cipher


@st.composite
def flips(draw: st.DrawFn) -> tuple[File, Damage]:
    """Draw a file and one bit of it: of the header, of a tag or of any place."""
    file = draw(files())
    container = file.container
    places = (range(HEADER_SIZE), pick(draw, tag_places(container)), range(len(container.stored)))
    return file, damage.flip(container, pick(draw, pick(draw, places)), draw(BITS))


def tag_places(container: Container) -> list[range]:
    """Return where the tag of each chunk lies."""
    ends = [container.border(at) + len(chunk) for at, chunk in enumerate(container.chunks)]
    return [range(end - TAG_SIZE, end) for end in ends]


@graded("every-bit-is-authenticated")
@settings(max_examples=120)
@given(case=flips())
def test_every_bit_is_authenticated(submission: Any, case: tuple[File, Damage]) -> None:
    """A container with one flipped bit raises AuthenticationError, made without arguments."""
    file, damaged = case
    cipher = open_intact(submission, file)
    error = refusal(cipher, damaged)
    assert error.argument_count == 0, (
        f"{damaged.what}: decrypt raised AuthenticationError with {error.argument_count} argument(s)"
        f" ({error.text}); it must have none, so that no forgery is told how far it got"
    )


def refusal(cipher: Any, damaged: Damage) -> GuestRaised:
    """Return the AuthenticationError with which decrypt refuses; anything else is wrong."""
    try:
        found = cipher.decrypt(damaged.stored)
    except GuestRaised as error:
        if isinstance(error, AuthenticationError):
            return error
        raise AssertionError(f"{damaged.what}: {stranger('decrypt', error)}") from None
    raise AssertionError(
        f"{damaged.what}: decrypt returned {shown(found)}; it must raise AuthenticationError"
    )


Foreign = tuple[File, Secret, Damage]
"""A file, who reads it, and what became of it."""


def every_rearrangement() -> list[Foreign]:
    """Return all that M2 tries: files of 0 to 4 chunks, some of which end with a full one."""
    cases: list[Foreign] = []
    for length in (130, 192, 64, 10, 0):
        file = File(SECRETS[1], PREFIX, SMALLEST_CHUNK, length)
        other = File(SECRETS[1], OTHER_PREFIX, SMALLEST_CHUNK, length, "B")
        one, two = file.container, other.container
        changes = [
            *damage.rearrangements(one, two),
            *damage.cuts(one),
            *damage.extensions(one, two),
            *damage.bad_writers(file.secret, one),
        ]
        cases += [(file, file.secret, change) for change in changes]
        cases += [(file, reader, change) for reader, change in _wrong_readers(file)]
    return cases


def _wrong_readers(file: File) -> list[tuple[Secret, Damage]]:
    key, context, stored = file.secret.key, file.secret.context, file.container.stored
    readers = [
        ("the reader has another key", Secret(key[:-1] + b"\xff", context)),
        ("the reader has another context", Secret(key, context[:-1] + b"x")),
        ("the reader's context lacks the last byte", Secret(key, context[:-1])),
        ("the reader's context has a zero byte more", Secret(key, context + b"\0")),
        ("the reader has no context", Secret(key)),
    ]
    return [(reader, Damage(what, stored, 0)) for what, reader in readers]


REARRANGEMENTS = every_rearrangement()


@graded("rearranged-containers-are-refused")
@settings(max_examples=1)
@with_examples(*REARRANGEMENTS)
@given(case=st.sampled_from(REARRANGEMENTS))
def test_rearranged_containers_are_refused(submission: Any, case: Foreign) -> None:
    """Valid pieces in another order, number or place, or for another reader, are refused."""
    file, reader, damaged = case
    open_intact(submission, file)
    refusal(submission.FileCipher(reader.key, reader.context), damaged)


class Kind(Enum):
    """What may happen to a store."""

    CUT_AT_A_CHUNK = auto()
    FLIP = auto()
    EXTEND = auto()
    CUT = auto()
    REARRANGE = auto()


KINDS = st.sampled_from(Kind)


@st.composite
def damages(draw: st.DrawFn, file: File) -> Damage:
    """Draw what happened to a file: a flip, a cut, an extension, a rearrangement."""
    container = file.container
    other = File(file.secret, OTHER_PREFIX, file.chunk_size, file.size, "B").container
    borders = [container.border(index) for index in range(len(container.chunks))]
    places = [range(HEADER_SIZE), *tag_places(container), range(len(container.stored))]
    kind = draw(KINDS)
    if kind is Kind.FLIP:
        return damage.flip(container, pick(draw, pick(draw, places)), draw(BITS))
    if kind is Kind.CUT_AT_A_CHUNK:
        return damage.cut(container, pick(draw, borders))
    if kind is Kind.CUT:
        return pick(draw, list(damage.cuts(container)))
    if kind is Kind.REARRANGE:
        return pick(draw, list(damage.rearrangements(container, other)))
    ends = [*damage.extensions(container, other), *damage.bad_writers(file.secret, container)]
    return pick(draw, ends)


@st.composite
def damaged_reads(draw: st.DrawFn) -> tuple[File, Damage, Range | None]:
    """Draw a file, its damage, and a range around what was damaged; None stands for the size."""
    file = draw(files(least_size=1))
    damaged = draw(damages(file))
    chunk = max(0, damaged.position - HEADER_SIZE) // file.container.stride
    marks = (chunk * file.chunk_size, (chunk + 1) * file.chunk_size)
    wanted = draw(ranges(file.size, file.chunk_size, marks))
    return file, damaged, pick(draw, (wanted, wanted, wanted, None))


def directed_damages() -> Iterator[tuple[File, Damage, Range | None]]:
    """Yield every cut at a chunk, extension and bad end, with the reads that meet it."""
    for length in (192, 130, 64):
        file = File(SECRETS[1], PREFIX, SMALLEST_CHUNK, length)
        other = File(SECRETS[1], OTHER_PREFIX, SMALLEST_CHUNK, length, "B").container
        container = file.container
        borders = [container.border(index) for index in range(len(container.chunks))]
        for damaged in (
            *(damage.cut(container, border) for border in borders),
            *damage.extensions(container, other),
            *damage.bad_writers(file.secret, container),
        ):
            intact = sum(border < damaged.position for border in borders)
            end = min(length, intact * SMALLEST_CHUNK)
            for wanted in ((max(0, end - 1), 2), (end, FAR), (FAR, 1), None):
                yield file, damaged, wanted


@graded("damaged-stores-never-mislead")
@settings(max_examples=120)
@with_examples(*directed_damages())
@given(case=damaged_reads())
def test_damaged_stores_never_mislead(
    submission: Any, case: tuple[File, Damage, Range | None]
) -> None:
    """Read and size tell the truth or nothing; nothing where the damage lies in what proves it."""
    file, damaged, wanted = case
    question = Question(wanted)
    cipher = submission.FileCipher(file.secret.key, file.secret.context)
    question.must_be_right(cipher, file, "a file with nothing damaged")
    found = question.ask(cipher, Store.holding(damaged.stored, damaged.what))
    if found is REFUSED:
        return
    why = why_refuse(file.container, damaged, wanted)
    assert why is None, (
        f"{damaged.what}: {question} gave {shown(found)}; it must raise AuthenticationError: {why}"
    )
    right = question.right(file)
    assert found == right, (
        f"{damaged.what}: {question} gave {shown(found)}; right is AuthenticationError or {shown(right)}"
    )


def why_refuse(container: Container, damaged: Damage, wanted: Range | None) -> str | None:
    """Return why the solution must refuse, or None."""
    if wanted is None:
        return damage.why_refuse_size(container, damaged)
    return damage.why_refuse_read(container, damaged, wanted)
