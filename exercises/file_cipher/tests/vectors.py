"""Published answers of the ciphers.

Sources: RFC 8439, "ChaCha20 and Poly1305 for IETF Protocols", sections 2.4.2, 2.5.2, 2.8.2, A.1 and
A.3 (numbers 7 to 11: sums at the edge of the prime); draft-irtf-cfrg-xchacha, section 2.2.1.
"""

from dataclasses import dataclass

_SUNSCREEN = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    b"sunscreen would be it."
)


@dataclass(frozen=True, slots=True)
class StreamVector:
    """ChaCha20: ``result`` is data XOR key stream."""

    source: str
    key: bytes
    counter: int
    nonce: bytes
    data: bytes
    result: bytes


@dataclass(frozen=True, slots=True)
class TagVector:
    """Poly1305."""

    source: str
    key: bytes
    message: bytes
    tag: bytes


STREAMS = (
    StreamVector(
        "RFC 8439, 2.4.2",
        bytes(range(32)),
        1,
        bytes.fromhex("000000000000004a00000000"),
        _SUNSCREEN,
        bytes.fromhex(
            "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dab"
            "cd62b3571639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806"
            "818ce91ab77937365af90bbf74a35be6b40b8eedf2785e42874d"
        ),
    ),
    StreamVector(
        "RFC 8439, A.1, number 1",
        bytes(32),
        0,
        bytes(12),
        bytes(64),
        bytes.fromhex(
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
            "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
        ),
    ),
)

TAGS = (
    TagVector(
        "RFC 8439, 2.5.2",
        bytes.fromhex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b"),
        b"Cryptographic Forum Research Group",
        bytes.fromhex("a8061dc1305136c6c22b8baf0c0127a9"),
    ),
    TagVector(
        "RFC 8439, A.3, number 7",
        bytes.fromhex("02").ljust(32, b"\0"),
        b"\xff" * 16,
        bytes.fromhex("03").ljust(16, b"\0"),
    ),
    TagVector(
        "RFC 8439, A.3, number 8",
        bytes.fromhex("02").ljust(16, b"\0") + b"\xff" * 16,
        bytes.fromhex("02").ljust(16, b"\0"),
        bytes.fromhex("03").ljust(16, b"\0"),
    ),
    TagVector(
        "RFC 8439, A.3, number 9",
        bytes.fromhex("01").ljust(32, b"\0"),
        b"\xff" * 16 + b"\xf0" + b"\xff" * 15 + b"\x11" + bytes(15),
        bytes.fromhex("05").ljust(16, b"\0"),
    ),
    TagVector(
        "RFC 8439, A.3, number 10",
        bytes.fromhex("01").ljust(32, b"\0"),
        b"\xff" * 16 + b"\xfb" + b"\xfe" * 15 + b"\x01" * 16,
        bytes(16),
    ),
    TagVector(
        "RFC 8439, A.3, number 11",
        bytes.fromhex("02").ljust(32, b"\0"),
        b"\xfd" + b"\xff" * 15,
        b"\xfa" + b"\xff" * 15,
    ),
)

SUBKEY_KEY = bytes(range(32))
SUBKEY_NONCE = bytes.fromhex("000000090000004a0000000031415927")
SUBKEY = bytes.fromhex("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc")
"""HChaCha20: draft-irtf-cfrg-xchacha, 2.2.1."""

SEALED_KEY = bytes(range(0x80, 0xA0))
SEALED_NONCE = bytes.fromhex("070000004041424344454647")
SEALED_TEXT = _SUNSCREEN
SEALED_ASSOCIATED_DATA = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
SEALED = bytes.fromhex(
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
    "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
    "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
)
"""The whole AEAD: RFC 8439, 2.8.2."""
