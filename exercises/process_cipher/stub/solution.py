"""Encrypted and authenticated memory of a process, in DRAM that a hypervisor may change at any time.

Fill in the bodies. Line i's ciphertext lies at addresses [64 i, 64 i + 64); what lies behind the last
line, up to ``memory_size()``, is yours. ``initialize``, ``read`` and ``write`` do no input or output
themselves: they yield what they want of the memory and are sent the answer, which may be anything of
the right length. Only the key and the registers are trusted.
"""

from collections.abc import Generator
from dataclasses import dataclass

LINE_SIZE = 64
REGISTER_LIMIT = 64

SBOX = bytes.fromhex(
    "637c777bf26b6fc53001672bfed7ab76ca82c97dfa5947f0add4a2af9ca472c0"
    "b7fd9326363ff7cc34a5e5f171d8311504c723c31896059a071280e2eb27b275"
    "09832c1a1b6e5aa0523bd6b329e32f8453d100ed20fcb15b6acbbe394a4c58cf"
    "d0efaafb434d338545f9027f503c9fa851a3408f929d38f5bcb6da2110fff3d2"
    "cd0c13ec5f974417c4a77e3d645d197360814fdc222a908846eeb814de5e0bdb"
    "e0323a0a4906245cc2d3ac629195e479e7c8376d8dd54ea96c56f4ea657aae08"
    "ba78252e1ca6b4c6e8dd741f4bbd8b8a703eb5664803f60e613557b986c11d9e"
    "e1f8981169d98e949b1e87e9ce5528df8ca1890dbfe6426841992d0fb054bb16"
)


class IntegrityError(Exception):
    """The memory does not hold what this engine wrote last; always raised without arguments."""


@dataclass(frozen=True)
class Fetch:
    """Reads ``length`` bytes of the untrusted memory; the answer is bytes of that length."""

    address: int
    length: int


@dataclass(frozen=True)
class Store:
    """Writes ``data`` to the untrusted memory; the answer is None."""

    address: int
    data: bytes


Steps = Generator[Fetch | Store, bytes | None, bytes | None]


class ProcessCipher:
    """The memory encryption engine of one process."""

    def __init__(self, key: bytes, lines: int, registers: bytes | None = None) -> None:
        """Switch the engine on.

        Args:
            key: 16 bytes for encryption, then 16 bytes for tags.
            lines: How many lines of 64 bytes the process has.
            registers: What ``suspend`` gave, or None for a new memory.

        Raises:
            ValueError: key is not 32 bytes long, lines is below 1, or ``suspend`` can not have given
                the registers.
        """
        raise NotImplementedError

    def aes_encrypt_block(self, key: bytes, block: bytes) -> bytes:
        """Return the block encrypted with AES-128 (FIPS 197).

        Raises:
            ValueError: key or block is not 16 bytes long.
        """
        raise NotImplementedError

    def ctr(self, key: bytes, counter_block: bytes, data: bytes) -> bytes:
        """Return data XOR the key stream of AES-128 in counter mode (SP 800-38A, 6.5).

        The counter block counts up as a big-endian number modulo 2**128.

        Raises:
            ValueError: key or counter_block is not 16 bytes long.
        """
        raise NotImplementedError

    def cmac(self, key: bytes, message: bytes) -> bytes:
        """Return the AES-CMAC of a message of any length, 16 bytes (RFC 4493).

        Raises:
            ValueError: key is not 16 bytes long.
        """
        raise NotImplementedError

    def memory_size(self) -> int:
        """Return how many bytes of untrusted memory are needed: 64 * lines, and the metadata."""
        raise NotImplementedError

    def initialize(self) -> Steps:
        """Make every line 64 zero bytes, whatever the memory holds.

        Raises:
            RuntimeError: The memory is initialized already.
            IntegrityError: This engine is locked, or the memory changed meanwhile.
        """
        raise NotImplementedError

    def read(self, line: int) -> Steps:
        """Return the 64 bytes last written to a line.

        Raises:
            IndexError: There is no such line; negative numbers are none.
            RuntimeError: The memory is not initialized.
            IntegrityError: The memory does not prove what was written last, or this engine is locked.
        """
        raise NotImplementedError

    def write(self, line: int, data: bytes) -> Steps:
        """Replace a line.

        Raises:
            ValueError: data is not 64 bytes long.
            IndexError: There is no such line; negative numbers are none.
            RuntimeError: The memory is not initialized.
            IntegrityError: What the write builds on is not proven, or this engine is locked.
        """
        raise NotImplementedError

    def suspend(self) -> bytes:
        """Return the registers, at most 64 bytes: all that survives; the engine stays usable.

        Raises:
            RuntimeError: The memory is not initialized.
            IntegrityError: This engine is locked.
        """
        raise NotImplementedError
