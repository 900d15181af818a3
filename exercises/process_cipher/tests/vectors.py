"""Published answers of the ciphers.

Sources: FIPS 197, "Advanced Encryption Standard", appendices B and C.1; NIST SP 800-38A,
"Recommendation for Block Cipher Modes of Operation", F.5.1; RFC 4493, "The AES-CMAC Algorithm",
section 4.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BlockVector:
    """AES-128 of one block."""

    source: str
    key: bytes
    block: bytes
    result: bytes


@dataclass(frozen=True, slots=True)
class TagVector:
    """AES-CMAC."""

    source: str
    key: bytes
    message: bytes
    tag: bytes


BLOCKS = (
    BlockVector(
        "FIPS 197, C.1",
        bytes(range(16)),
        bytes.fromhex("00112233445566778899aabbccddeeff"),
        bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a"),
    ),
    BlockVector(
        "FIPS 197, B",
        bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c"),
        bytes.fromhex("3243f6a8885a308d313198a2e0370734"),
        bytes.fromhex("3925841d02dc09fbdc118597196a0b32"),
    ),
)

PLAINTEXT = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
"""The text of four blocks that SP 800-38A and RFC 4493 share."""

_KEY = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")

STREAM_SOURCE = "SP 800-38A, F.5.1"
STREAM_KEY = _KEY
STREAM_COUNTER_BLOCK = bytes(range(0xF0, 0x100))
STREAM_RESULT = bytes.fromhex(
    "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
    "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee"
)

TAGS = tuple(
    TagVector(f"RFC 4493, 4, example {number}", _KEY, PLAINTEXT[:length], bytes.fromhex(tag))
    for number, length, tag in (
        (1, 0, "bb1d6929e95937287fa37d129b756746"),
        (2, 16, "070a16b46b4d4144f79bdd9dd04a287c"),
        (3, 40, "dfa66747de9ae63030ca32611497c827"),
        (4, 64, "51f0bebf7e3b9d92fc49741779363cfe"),
    )
)
