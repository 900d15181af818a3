"""The oracle of the file cipher agrees with what was published, and builds the format."""

import pytest

from exercises.file_cipher.tests import model, vectors
from exercises.file_cipher.tests.model import Secret
from exercises.file_cipher.tests.vectors import StreamVector, TagVector
from harness.benchmarks.chacha20 import plain_block

SECRET = Secret(bytes(range(32)), b"vm-7/disk.img")
PREFIX = b"A: nineteen bytes.."


@pytest.mark.parametrize("vector", vectors.STREAMS, ids=lambda v: v.source)
def test_streams_are_those_published(vector: StreamVector) -> None:
    """ChaCha20 of the oracle gives what the standard prints."""
    found = model.chacha20(vector.key, vector.counter, vector.nonce, vector.data)
    assert found == vector.result


@pytest.mark.parametrize("vector", vectors.TAGS, ids=lambda v: v.source)
def test_tags_are_those_published(vector: TagVector) -> None:
    """Poly1305 of the oracle gives what the standard prints."""
    assert model.poly1305(vector.key, vector.message) == vector.tag


def test_subkey_is_the_published_one() -> None:
    """HChaCha20, taken out of a block, gives what the draft prints."""
    assert model.hchacha20(vectors.SUBKEY_KEY, vectors.SUBKEY_NONCE) == vectors.SUBKEY


def test_sealed_is_the_published_one() -> None:
    """The AEAD of the oracle gives what the standard prints."""
    found = model.seal(
        vectors.SEALED_KEY,
        vectors.SEALED_NONCE,
        vectors.SEALED_TEXT,
        vectors.SEALED_ASSOCIATED_DATA,
    )
    assert found == vectors.SEALED


def test_subkey_and_seal_make_the_published_long_nonce_cipher() -> None:
    """Subkey and last eight bytes are put together as draft-irtf-cfrg-xchacha, A.3.1 does."""
    long_nonce = bytes(range(0x40, 0x58))
    subkey = model.hchacha20(vectors.SEALED_KEY, long_nonce[:16])
    sealed = model.seal(
        subkey,
        bytes(4) + long_nonce[16:],
        vectors.SEALED_TEXT,
        vectors.SEALED_ASSOCIATED_DATA,
    )
    assert sealed[:16].hex() == "bd6d179d3e83d43b9576579493c0e939"
    assert sealed[-16:].hex() == "c0875924c1c7987947deafd8780acf49"


def test_plain_loop_is_the_cipher() -> None:
    """What costs are measured against computes the right thing."""
    key, nonce = bytes(range(32)), bytes(range(12))
    assert plain_block(key, 7, nonce) == model.chacha20(key, 7, nonce, bytes(64))


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        (0, [16]),
        (1, [17]),
        (63, [79]),
        (64, [80]),
        (65, [80, 17]),
        (128, [80, 80]),
        (130, [80, 80, 18]),
    ],
)
def test_chunks_have_the_sizes_of_the_format(size: int, sizes: list[int]) -> None:
    """Chunks are full but the last; only an empty file has an empty one."""
    container = model.encrypt(SECRET, PREFIX, 64, model.numbered_text("A", size))
    assert [len(chunk) for chunk in container.chunks] == sizes
    assert len(container.stored) == 24 + sum(sizes)
    assert container.header == b"VLF1\x06" + PREFIX


@pytest.mark.parametrize(
    ("wanted", "chunks"),
    [
        ((0, 1), [0]),
        ((63, 2), [0, 1]),
        ((64, 64), [1]),
        ((0, 130), [0, 1, 2]),
        ((100, 30), [1, 2]),
        ((100, 31), [1, 2]),
        ((130, 1), [2]),
        ((1000, 5), [2]),
    ],
)
def test_a_read_needs_its_chunks_and_the_last_beyond_the_end(
    wanted: tuple[int, int], chunks: list[int]
) -> None:
    """The chunks that prove a read, for 130 bytes in chunks of 64."""
    container = model.encrypt(SECRET, PREFIX, 64, model.numbered_text("A", 130))
    assert list(container.needed(*wanted)) == chunks
    assert container.least_bytes(*wanted) == 24 + sum(len(container.chunks[i]) for i in chunks)


def test_an_empty_end_is_sealed_and_wrong() -> None:
    """The bad writer's container has one more chunk, of a tag alone."""
    container = model.encrypt(SECRET, PREFIX, 64, model.numbered_text("A", 128))
    bad = model.with_empty_end(SECRET, container)
    assert len(bad) == len(container.stored) + 16
    assert bad[:104] == container.stored[:104]
    assert bad[104:184] != container.stored[104:184]


def test_numbered_text_names_every_offset() -> None:
    """Eight bytes anywhere in it say where they were read."""
    assert model.numbered_text("B", 20) == b"B000000 B000008 B000"
