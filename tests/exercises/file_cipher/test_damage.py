"""What is done to containers, and which reads must notice it."""

import pytest

from exercises.file_cipher.tests import damage, model
from exercises.file_cipher.tests.model import Container, Secret

SECRET = Secret(bytes(32), b"name")
FULL = model.encrypt(SECRET, b"A: nineteen bytes..", 64, model.numbered_text("A", 128))
SHORT_END = model.encrypt(SECRET, b"A: nineteen bytes..", 64, model.numbered_text("A", 130))
OTHER = model.encrypt(SECRET, b"B: nineteen bytes..", 64, model.numbered_text("B", 130))


def test_a_flip_is_noticed_by_the_reads_that_need_its_chunk() -> None:
    """A flip in chunk 1 concerns chunk 1 alone."""
    flipped = damage.flip(SHORT_END, SHORT_END.border(1) + 3, 0)
    assert damage.why_refuse_read(SHORT_END, flipped, (0, 64)) is None
    assert "chunk 1" in str(damage.why_refuse_read(SHORT_END, flipped, (63, 2)))
    assert damage.why_refuse_read(SHORT_END, flipped, (128, 100)) is None
    assert damage.why_refuse_size(SHORT_END, flipped) is None


def test_a_flip_in_the_header_is_noticed_by_every_read() -> None:
    """The header is part of what every chunk proves."""
    flipped = damage.flip(SHORT_END, 23, 7)
    assert "header" in str(damage.why_refuse_read(SHORT_END, flipped, (0, 1)))
    assert damage.why_refuse_size(SHORT_END, flipped) is not None


def test_a_cut_is_noticed_beyond_it() -> None:
    """What lies before a cut may still be read; its end may not be believed."""
    cut = damage.cut(SHORT_END, SHORT_END.border(2))
    assert "the border after chunk 1" in cut.what
    assert damage.why_refuse_read(SHORT_END, cut, (0, 128)) is None
    assert damage.why_refuse_read(SHORT_END, cut, (127, 2)) is not None
    assert damage.why_refuse_read(SHORT_END, cut, (5000, 1)) is not None
    assert damage.why_refuse_size(SHORT_END, cut) is not None


@pytest.mark.parametrize(
    "change", list(damage.extensions(SHORT_END, OTHER)), ids=lambda change: change.what
)
def test_what_follows_the_end_is_noticed_by_reads_beyond_it(change: damage.Damage) -> None:
    """Inside the file nothing changed; the end did."""
    assert damage.why_refuse_read(SHORT_END, change, (0, 130)) is None
    assert damage.why_refuse_read(SHORT_END, change, (0, 131)) is not None
    assert damage.why_refuse_size(SHORT_END, change) is not None


def test_a_bad_end_is_noticed_at_the_end_only() -> None:
    """Full chunks before an empty last one were sealed by somebody with the key."""
    (bad,) = [one for one in damage.bad_writers(SECRET, FULL) if one.is_only_end]
    assert damage.why_refuse_read(FULL, bad, (64, 64)) is None
    assert damage.why_refuse_read(FULL, bad, (64, 65)) is not None
    assert damage.why_refuse_size(FULL, bad) is not None


@pytest.mark.parametrize("container", [FULL, SHORT_END], ids=["full", "short end"])
def test_every_damage_changes_the_container(container: Container) -> None:
    """None of them leaves the bytes as they were: refusing would then be wrong."""
    size = len(container.text)
    other = model.encrypt(SECRET, b"B: nineteen bytes..", 64, model.numbered_text("B", size))
    changes = [
        *damage.rearrangements(container, other),
        *damage.cuts(container),
        *damage.extensions(container, other),
        *damage.bad_writers(SECRET, container),
    ]
    assert all(change.stored != container.stored for change in changes)
    names = [change.what for change in changes]
    assert len(set(names)) == len(names)
