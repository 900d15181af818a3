"""The oracle: AES-128, its counter mode and its CMAC as OpenSSL computes them."""

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC


def aes_encrypt_block(key: bytes, block: bytes) -> bytes:
    """Return the block encrypted with AES-128 (FIPS 197)."""
    return Cipher(AES(key), modes.ECB()).encryptor().update(block)  # noqa: S305 - one block


def ctr(key: bytes, counter_block: bytes, data: bytes) -> bytes:
    """Return data XOR the key stream (SP 800-38A, 6.5)."""
    return Cipher(AES(key), modes.CTR(counter_block)).encryptor().update(data)


def cmac(key: bytes, message: bytes) -> bytes:
    """Return the AES-CMAC (RFC 4493)."""
    tag = CMAC(AES(key))
    tag.update(message)
    return tag.finalize()
