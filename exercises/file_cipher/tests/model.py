"""The oracle: ChaCha20 and Poly1305 as OpenSSL computes them, and containers built from them.

Nothing here shares code or method with a solution: the ciphers are those of the package
``cryptography``, HChaCha20 is taken out of an OpenSSL block, and a container is built from its text,
never by reading one.
"""

import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.poly1305 import Poly1305

from exercises.file_cipher.stub.solution import HEADER_SIZE, MAGIC, TAG_SIZE

_CONSTANT = struct.unpack("<4I", b"expand 32-byte k")


def chacha20(key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
    """Return data XOR the key stream from block ``counter`` on (RFC 8439, 2.4)."""
    return _stream(key, struct.pack("<I", counter) + nonce, data)


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    """Return the subkey (draft-irtf-cfrg-xchacha, 2.2).

    A ChaCha20 block is the state after the rounds plus the state before them; taking the latter away
    leaves what HChaCha20 returns, its words 0-3 and 12-15.
    """
    block = struct.unpack("<16I", _stream(key, nonce, bytes(64)))
    before = (*_CONSTANT, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce))
    words = [(after - start) % 2**32 for after, start in zip(block, before, strict=True)]
    return struct.pack("<8I", *words[:4], *words[12:])


def poly1305(key: bytes, message: bytes) -> bytes:
    """Return the one-time tag (RFC 8439, 2.5)."""
    return Poly1305.generate_tag(key, message)


def seal(key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    """Return ciphertext || tag (RFC 8439, 2.8)."""
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated_data)


def _stream(key: bytes, counter_and_nonce: bytes, data: bytes) -> bytes:
    return Cipher(ChaCha20(key, counter_and_nonce), mode=None).encryptor().update(data)


@dataclass(frozen=True, slots=True)
class Secret:
    """What both sides of a file know."""

    key: bytes
    context: bytes = b""

    def seal_chunk(self, header: bytes, index: int, text: bytes, *, is_last: bool) -> bytes:
        """Return one stored chunk; ``header`` may be any, as a bad writer's would be."""
        long_nonce = header[5:] + struct.pack(">IB", index, is_last)
        subkey = hchacha20(self.key, long_nonce[:16])
        return seal(subkey, bytes(4) + long_nonce[16:], text, header + self.context)


@dataclass(frozen=True, slots=True)
class Container:
    """An encrypted file, and the text it was made from."""

    chunk_size: int
    text: bytes
    header: bytes
    chunks: tuple[bytes, ...]

    @property
    def stored(self) -> bytes:
        """All of its bytes."""
        return self.header + b"".join(self.chunks)

    @property
    def stride(self) -> int:
        """Bytes that a full chunk occupies."""
        return self.chunk_size + TAG_SIZE

    def border(self, index: int) -> int:
        """Return the position at which chunk ``index`` begins."""
        return HEADER_SIZE + index * self.stride

    def needed(self, offset: int, length: int) -> range:
        """Return the chunks that prove a read of at least one byte.

        They are those that the range overlaps, and the last one if it goes beyond the end.
        """
        last = len(self.chunks) - 1
        first, final = offset // self.chunk_size, (offset + length - 1) // self.chunk_size
        return range(min(first, last), min(final, last) + 1)

    def least_bytes(self, offset: int, length: int) -> int:
        """Return how many bytes must be fetched for a read of at least one byte."""
        needed = self.needed(offset, length)
        return HEADER_SIZE + sum(len(self.chunks[index]) for index in needed)


def encrypt(
    secret: Secret, prefix: bytes, chunk_size: int, text: bytes, magic: bytes = MAGIC
) -> Container:
    """Build the container of a text; the format allows neither every chunk size nor another magic."""
    header = magic + bytes([chunk_size.bit_length() - 1]) + prefix
    pieces = [text[at : at + chunk_size] for at in range(0, len(text), chunk_size)] or [b""]
    last = len(pieces) - 1
    chunks = tuple(
        secret.seal_chunk(header, index, piece, is_last=index == last)
        for index, piece in enumerate(pieces)
    )
    return Container(chunk_size, text, header, chunks)


def with_empty_end(secret: Secret, container: Container) -> bytes:
    """Return the bytes of a container whose end breaks the rules: full chunks, then an empty last."""
    header, size = container.header, container.chunk_size
    full = len(container.text) // size
    chunks = [
        secret.seal_chunk(header, index, container.text[index * size :][:size], is_last=False)
        for index in range(full)
    ]
    return header + b"".join(chunks) + secret.seal_chunk(header, full, b"", is_last=True)


def numbered_text(letter: str, size: int) -> bytes:
    """Return a text in which every eight bytes name the file and their own offset: ``A000064 ``."""
    return b"".join(b"%s%06d " % (letter.encode(), at) for at in range(0, size, 8))[:size]
