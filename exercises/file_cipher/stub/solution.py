"""Authenticated encryption of a file that lies on a store nobody trusts, readable at any offset.

Fill in the bodies. A container is a header of 24 bytes and the sealed chunks of the text, one after
the other; the handout gives every byte of it. ``read`` and ``size`` do no input or output themselves:
they yield what they want from the store and are sent the answer. The store may be changed by others
at any moment, also between two answers of one read, and an answer may be anything of its type.
"""

from collections.abc import Generator
from dataclasses import dataclass

MAGIC = b"VLF1"
HEADER_SIZE = 24
TAG_SIZE = 16
PREFIX_SIZE = 19
MIN_CHUNK_SIZE = 64
MAX_CHUNK_SIZE = 65536


class AuthenticationError(Exception):
    """The stored bytes are not what was encrypted; always raised without arguments."""


class NonceReuseError(Exception):
    """This object has already encrypted a file under this prefix."""


@dataclass(frozen=True)
class StoreSize:
    """Asks the store for the container's size; the answer is an int in bytes, not to be trusted."""


@dataclass(frozen=True)
class ReadAt:
    """Asks for ``length`` bytes at ``position``, both at least 0.

    The answer is bytes, shorter only at the end of the store; it is not to be trusted.
    """

    position: int
    length: int


class FileCipher:
    """Encrypts files under one key and one context, and reads them back."""

    def __init__(self, key: bytes, context: bytes = b"") -> None:
        """Keep the key, and the context: any bytes that name the file (machine, path).

        Raises:
            ValueError: key is not 32 bytes long.
        """
        raise NotImplementedError

    def chacha20(self, key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
        """Return data XOR the key stream from block ``counter`` on (RFC 8439, 2.4).

        Raises:
            ValueError: key is not 32 bytes, nonce is not 12 bytes, or a block beyond number
                2**32 - 1 would be needed.
        """
        raise NotImplementedError

    def hchacha20(self, key: bytes, nonce: bytes) -> bytes:
        """Return the subkey of 32 bytes (draft-irtf-cfrg-xchacha, 2.2).

        Raises:
            ValueError: key is not 32 bytes or nonce is not 16 bytes.
        """
        raise NotImplementedError

    def poly1305(self, key: bytes, message: bytes) -> bytes:
        """Return the one-time tag of 16 bytes (RFC 8439, 2.5).

        Raises:
            ValueError: key is not 32 bytes.
        """
        raise NotImplementedError

    def seal(self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return ciphertext || tag (RFC 8439, 2.8).

        Raises:
            ValueError: key is not 32 bytes or nonce is not 12 bytes.
        """
        raise NotImplementedError

    def open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext of what ``seal`` returned.

        Raises:
            ValueError: key is not 32 bytes or nonce is not 12 bytes.
            AuthenticationError: The tag is wrong, or sealed is shorter than a tag.
        """
        raise NotImplementedError

    def encrypt(self, prefix: bytes, chunk_size: int, plaintext: bytes) -> bytes:
        """Return the container. A refused call uses nothing up.

        Raises:
            ValueError: prefix is not 19 bytes, or chunk_size is not a power of two in 64..65536.
            NonceReuseError: This object has used the prefix before.
        """
        raise NotImplementedError

    def decrypt(self, container: bytes) -> bytes:
        """Return the whole plaintext, never a part of it.

        Raises:
            AuthenticationError: The container is not what was encrypted.
        """
        raise NotImplementedError

    def read(self, offset: int, length: int) -> Generator[StoreSize | ReadAt, int | bytes, bytes]:
        """Return plaintext[offset:offset + length]; short or empty only at the proven end of file.

        Raises:
            ValueError: An argument is negative; before anything is asked of the store.
            AuthenticationError: What the store answered is not what was encrypted.
        """
        raise NotImplementedError

    def size(self) -> Generator[StoreSize | ReadAt, int | bytes, int]:
        """Return the size of the plaintext in bytes, proven by the last chunk.

        Raises:
            AuthenticationError: What the store answered is not what was encrypted.
        """
        raise NotImplementedError

    def choose_chunk_size(
        self, file_size: int, sample: list[tuple[int, int]], storage_weight: int
    ) -> int:
        """Return a good chunk size for a file of ``file_size`` bytes, read like the sample.

        The sample holds (offset, length) of earlier reads, all inside the file; as many more of the
        same kind will come. A size c costs, in bytes, storage_weight * 16 * max(1, ceil(n / c)),
        plus for each read 24 and the stored chunks (text and tag) that it overlaps.
        """
        raise NotImplementedError
