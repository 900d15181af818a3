"""Algorithm: the ciphers are the standards', the container is the format's, a read is a slice."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.file_cipher.stub.solution import AuthenticationError
from exercises.file_cipher.tests import model, vectors
from exercises.file_cipher.tests.arguments import (
    FAR,
    LAST_BLOCK,
    PREFIX,
    SECRETS,
    File,
    Range,
    SealCase,
    StreamCase,
    TagCase,
    files,
    formats,
    ranges,
    seals,
    streams,
    sums_beyond_the_prime,
    tags,
)
from exercises.file_cipher.tests.messages import container_difference, shown
from exercises.file_cipher.tests.store import REFUSED, Store, read, size
from harness.byte_strings import difference
from harness.graded import graded
from harness.strategies import with_examples

KEY = bytes(32)
WORKED_EXAMPLE = File(SECRETS[1], PREFIX, 64, 130)
EMPTY, ONE_FULL, TWO_FULL = (File(SECRETS[1], PREFIX, 64, size) for size in (0, 64, 128))
MORE_THAN_A_BYTE_COUNTS = File(SECRETS[1], PREFIX, 64, 64 * 259 + 1)
LARGEST_CHUNK = File(SECRETS[0], PREFIX, 65536, 65536 + 1)


def _named(source: str) -> str:
    return f" ({source})" if source else ""


@graded("cipher-matches-the-standard")
@settings(max_examples=80)
@with_examples(
    *(
        StreamCase(v.key, v.counter, v.nonce, v.data, vectors.SUBKEY_NONCE, v.source)
        for v in vectors.STREAMS
    ),
    StreamCase(KEY, LAST_BLOCK, bytes(12), bytes(64), bytes(16)),
)
@given(case=streams())
def test_cipher_matches_the_standard(submission: Any, case: StreamCase) -> None:
    """Key stream and subkey are those of OpenSSL."""
    cipher = submission.FileCipher(KEY)
    found = cipher.chacha20(case.key, case.counter, case.nonce, case.data)
    right = model.chacha20(case.key, case.counter, case.nonce, case.data)
    assert found == right, (
        f"chacha20 of {len(case.data)} bytes from block {case.counter} on{_named(case.source)}:"
        f" {difference(found, right)}"
    )
    found = cipher.hchacha20(case.key, case.long_nonce)
    right = model.hchacha20(case.key, case.long_nonce)
    source = "draft-irtf-cfrg-xchacha, 2.2.1" if case.source else ""
    assert found == right, f"hchacha20{_named(source)}: {difference(found, right)}"


@graded("tag-matches-the-standard")
@settings(max_examples=120)
@with_examples(
    *(TagCase(v.key, v.message, v.source) for v in vectors.TAGS), *sums_beyond_the_prime()
)
@given(case=tags())
def test_tag_matches_the_standard(submission: Any, case: TagCase) -> None:
    """Tags are those of OpenSSL, also where the sum lies at the edge of the prime."""
    found = submission.FileCipher(KEY).poly1305(case.key, case.message)
    right = model.poly1305(case.key, case.message)
    assert found == right, (
        f"poly1305 of {len(case.message)} bytes, r = {case.key[:16].hex()} before clamping,"
        f" s = {case.key[16:].hex()}{_named(case.source)}: {found.hex()}, right is {right.hex()}"
    )


@graded("sealing-matches-the-standard")
@settings(max_examples=80)
@with_examples(
    SealCase(
        vectors.SEALED_KEY,
        vectors.SEALED_NONCE,
        vectors.SEALED_TEXT,
        vectors.SEALED_ASSOCIATED_DATA,
        flipped=0,
        kept=15,
        source="RFC 8439, 2.8.2",
    )
)
@given(case=seals())
def test_sealing_matches_the_standard(submission: Any, case: SealCase) -> None:
    """What is sealed is what OpenSSL seals; it opens, and nothing else does."""
    cipher = submission.FileCipher(KEY)
    sealed = model.seal(case.key, case.nonce, case.text, case.associated_data)
    associated = f"{len(case.associated_data)} of associated data"
    sizes = ", ".join(filter(None, (f"{len(case.text)} bytes of text", associated, case.source)))
    found = cipher.seal(case.key, case.nonce, case.text, case.associated_data)
    is_text_right = found[: len(case.text)] == sealed[: len(case.text)]
    part = "the tag is wrong, what is before it is right" if is_text_right else "the text is wrong"
    assert found == sealed, f"seal ({sizes}): {part}: {difference(found, sealed)}"
    opened = cipher.open(case.key, case.nonce, sealed, case.associated_data)
    assert opened == case.text, f"open ({sizes}): {difference(opened, case.text)}"
    at, bit = divmod(case.flipped, 8)
    flipped = bytearray(sealed)
    flipped[at] ^= 1 << bit
    for wrong, why in (
        (bytes(flipped), f"bit {bit} of byte {at} of {len(sealed)} is flipped"),
        (sealed[: case.kept], f"{case.kept} bytes are shorter than a tag"),
    ):
        try:
            opened = cipher.open(case.key, case.nonce, wrong, case.associated_data)
        except AuthenticationError:
            continue
        raise AssertionError(
            f"open ({sizes}) returned {shown(opened)}; it must raise AuthenticationError: {why}"
        )


@graded("container-matches-the-format")
@settings(max_examples=50)
@with_examples(WORKED_EXAMPLE, EMPTY, ONE_FULL, TWO_FULL, MORE_THAN_A_BYTE_COUNTS, LARGEST_CHUNK)
@given(case=formats())
def test_container_matches_the_format(submission: Any, case: File) -> None:
    """A container is the format byte for byte, and another object reads it.

    The two calls are batches of one: a batch has the seconds that the two long files may take. They
    are two, because one would show the container to the solution before it makes its own.
    """
    container, secret = case.container, case.secret
    what = f"{case.size} bytes in chunks of {case.chunk_size}"
    writer = submission.FileCipher(secret.key, secret.context)
    found = only_answer(submission, writer, "encrypt", case.prefix, case.chunk_size, container.text)
    assert found == container.stored, f"encrypt ({what}): {container_difference(found, container)}"
    reader = submission.FileCipher(secret.key, secret.context)
    found = only_answer(submission, reader, "decrypt", container.stored)
    assert found == container.text, f"decrypt ({what}): {difference(found, container.text)}"


def only_answer(submission: Any, target: Any, method: str, *args: object) -> bytes:
    """Make one call in a batch; what it raises is raised here."""
    batch = submission.batch()
    batch.call(target, method, *args)
    return bytes(batch.run()[0].returned())


@st.composite
def reads(draw: st.DrawFn) -> tuple[File, list[Range]]:
    """Draw a file and three ranges of it."""
    file = draw(files())
    return file, [draw(ranges(file.size, file.chunk_size)) for _ in range(3)]


@graded("reads-return-the-slice")
@settings(max_examples=60)
@with_examples(
    (WORKED_EXAMPLE, [(0, 130), (60, 8), (64, 64), (128, 2), (127, FAR), (130, 1), (FAR, 1)]),
    (EMPTY, [(0, 1), (0, FAR), (1, 1)]),
    (TWO_FULL, [(0, 128), (127, 1), (127, 2), (128, 1), (64, FAR)]),
    (
        MORE_THAN_A_BYTE_COUNTS,
        [(64 * 255 + 60, 8), (64 * 256, 64), (64 * 257 - 1, 2), (64 * 258, FAR)],
    ),
    (LARGEST_CHUNK, [(65530, 7), (FAR, 1)]),
)
@given(case=reads())
def test_reads_return_the_slice(submission: Any, case: tuple[File, list[Range]]) -> None:
    """A read gives plaintext[offset:offset + length], size the length of the plaintext."""
    file, wanted = case
    container = file.container
    cipher = submission.FileCipher(file.secret.key, file.secret.context)
    what = f"of a file of {file.size} bytes in chunks of {file.chunk_size}"
    for offset, length in [*wanted, (file.size // 2, 0)]:
        found = read(cipher, (offset, length), Store.holding(container.stored))
        right = container.text[offset : offset + length]
        assert found == right, (
            f"read({offset}, {length}) {what} gave {shown(found)}; right is {shown(right)}{_why(found)}"
        )
    found = size(cipher, Store.holding(container.stored))
    assert found == file.size, (
        f"size() {what} gave {shown(found)}; right is {file.size}{_why(found)}"
    )


def _why(found: object) -> str:
    return ": nothing is wrong with the store" if found is REFUSED else ""
