"""Published answers.

Sources: RFC 5869, "HMAC-based Extract-and-Expand Key Derivation Function (HKDF)", appendices A.1 to
A.3; RFC 8439, "ChaCha20 and Poly1305 for IETF Protocols", sections 2.8.2 and A.5;
``vectors/cacophony.txt`` of the Noise library cacophony (also ``tests/vectors/cacophony.txt`` of snow),
the entry Noise_NNpsk0_25519_ChaChaPoly_SHA256.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyVector:
    """HKDF-SHA256."""

    source: str
    input_key: bytes
    salt: bytes
    info: bytes
    output: bytes


KEYS = (
    KeyVector(
        "RFC 5869, A.1",
        b"\x0b" * 22,
        bytes(range(0x0D)),
        bytes(range(0xF0, 0xFA)),
        bytes.fromhex(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
    ),
    KeyVector(
        "RFC 5869, A.2",
        bytes(range(0x50)),
        bytes(range(0x60, 0xB0)),
        bytes(range(0xB0, 0x100)),
        bytes.fromhex(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
    ),
    KeyVector(
        "RFC 5869, A.3",
        b"\x0b" * 22,
        b"",
        b"",
        bytes.fromhex(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SealVector:
    """ChaCha20-Poly1305."""

    source: str
    key: bytes
    nonce: bytes
    text: bytes
    associated_data: bytes
    sealed: bytes


SEALED = SealVector(
    "RFC 8439, 2.8.2",
    bytes(range(0x80, 0xA0)),
    bytes.fromhex("070000004041424344454647"),
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    b"sunscreen would be it.",
    bytes.fromhex("50515253c0c1c2c3c4c5c6c7"),
    bytes.fromhex(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
    ),
)


@dataclass(frozen=True, slots=True)
class HandshakeVector:
    """A session of Noise_NNpsk0_25519_ChaChaPoly_SHA256, and its first records as Noise has them."""

    source: str
    preshared_key: bytes
    prologue: bytes
    privates: tuple[bytes, bytes]
    payloads: tuple[bytes, bytes]
    messages: tuple[bytes, bytes]
    hash: bytes
    transport: tuple[tuple[bytes, bytes], ...]


HANDSHAKE = HandshakeVector(
    "cacophony.txt",
    b"This is my Austrian perspective!",
    b"John Galt",
    (
        bytes.fromhex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a"),
        bytes.fromhex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b"),
    ),
    (b"Ludwig von Mises", b"Murray Rothbard"),
    (
        bytes.fromhex(
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
            "79b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54"
        ),
        bytes.fromhex(
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
            "d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3"
        ),
    ),
    bytes.fromhex("f4d03dc34495c95729ea6de9e1b59004b59733102488b3e24bc441e0be208eaf"),
    (
        (
            b"F. A. Hayek",
            bytes.fromhex("e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f"),
        ),
        (
            b"Carl Menger",
            bytes.fromhex("64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e"),
        ),
    ),
)
"""The transport messages are sealed without header and padding, one in each direction."""
