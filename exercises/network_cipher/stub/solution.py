"""A secure channel between two virtual machines over a switch that neither of them owns.

Fill in the bodies of the class. Two objects make a session: one is the initiator, one the responder.
They exchange two handshake messages, and records afterwards. Nothing here does input or output:
messages and records are handed over by whoever owns the wire, who may lose, delay, repeat, reorder,
change or invent them. ``x25519`` is given; SHA-256 and HMAC are in ``hashlib`` and ``hmac``.
"""

MAX_PADDED = 1448
"""Most bytes inside a record: 1500 - 20 (IPv4) - 8 (UDP) - 8 (record header) - 16 (tag)."""
MAX_PLAINTEXT = 1447
MAX_EPOCHS_AHEAD = 4
PROTOCOL_NAME = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256"

BASE_POINT = (9).to_bytes(32, "little")
FIELD_PRIME = 2**255 - 19


class HandshakeError(Exception):
    """Unacceptable handshake message; always raised without arguments; nothing has changed."""


class RecordError(Exception):
    """Unacceptable record, whatever the reason; always raised without arguments."""


class SessionClosed(Exception):  # noqa: N818 - a state of the session that has come to its end
    """The message limit is reached, or the machine was restored; always without arguments."""


def x25519(scalar: bytes, point: bytes) -> bytes:
    """Return scalar * point (RFC 7748, 5): 32 bytes each; given, nothing is missing here.

    ``x25519(private, BASE_POINT)`` is the public key.
    """
    factor = int.from_bytes(scalar, "little") & ~7 & ~(1 << 255) | (1 << 254)
    x1 = int.from_bytes(point, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swapped = 1, 0, x1, 1, 0
    for position in range(254, -1, -1):
        bit = factor >> position & 1
        if swapped ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swapped = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb = a * a % FIELD_PRIME, b * b % FIELD_PRIME
        da, cb = d * a % FIELD_PRIME, c * b % FIELD_PRIME
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % FIELD_PRIME, x1 * (da - cb) ** 2 % FIELD_PRIME
        x2, z2 = aa * bb % FIELD_PRIME, e * (aa + 121665 * e) % FIELD_PRIME
    if swapped:
        x2, z2 = x3, z3
    return (x2 * pow(z2, FIELD_PRIME - 2, FIELD_PRIME) % FIELD_PRIME).to_bytes(32, "little")


class NetworkCipher:
    """One end of one session."""

    def __init__(  # noqa: PLR0917 - optional ones go by name
        self,
        initiator: bool,  # noqa: FBT001 - the role, always given by name
        preshared_key: bytes,
        ephemeral_private: bytes,
        generation: int,
        prologue: bytes = b"",
        window_size: int = 64,
        rekey_interval: int = 1 << 20,
        message_limit: int = 1 << 60,
    ) -> None:
        """Begin a session; ``generation`` is the number of the machine's life (VMGENID).

        Raises:
            ValueError: A key is not 32 bytes long, window_size or rekey_interval (both in records)
                is below 1, or message_limit is not in 1..2**64 - 1.
        """
        raise NotImplementedError

    def hkdf(self, salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
        """Return ``length`` bytes of HKDF with SHA-256 (RFC 5869).

        Raises:
            ValueError: length is above 8160.
        """
        raise NotImplementedError

    def aead_seal(
        self, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes
    ) -> bytes:
        """Return ciphertext || tag of ChaCha20-Poly1305 (RFC 8439, 2.8).

        Raises:
            ValueError: key is not 32 bytes or nonce is not 12 bytes.
        """
        raise NotImplementedError

    def aead_open(self, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext of what ``aead_seal`` returned.

        Raises:
            RecordError: The tag is wrong, or sealed is shorter than a tag.
        """
        raise NotImplementedError

    def write_handshake(self, payload: bytes = b"") -> bytes:
        """Return my next handshake message.

        Raises:
            RuntimeError: It is not my turn.
        """
        raise NotImplementedError

    def read_handshake(self, message: bytes) -> bytes:
        """Return the payload of the peer's handshake message.

        Raises:
            RuntimeError: It is not the peer's turn.
            HandshakeError: The message is not acceptable; nothing has changed.
        """
        raise NotImplementedError

    def handshake_hash(self) -> bytes:
        """Return the hash h of the whole handshake, 32 bytes.

        Raises:
            RuntimeError: The handshake is not complete.
        """
        raise NotImplementedError

    def seal(self, generation: int, plaintext: bytes) -> bytes:
        """Return the next record; a refused call uses no counter up.

        Raises:
            RuntimeError: The handshake is not complete.
            SessionClosed: The next counter is the message limit, or the generation is another one.
            ValueError: plaintext is longer than MAX_PLAINTEXT.
        """
        raise NotImplementedError

    def open(self, generation: int, record: bytes) -> bytes:
        """Return the plaintext of a record of the peer.

        Raises:
            RuntimeError: The handshake is not complete.
            SessionClosed: The generation is another one.
            RecordError: The record is not acceptable; nothing has changed.
        """
        raise NotImplementedError

    def padded_length(self, length: int) -> int:
        """Return how many bytes to encrypt for ``length`` bytes (the delimiter is one of them).

        The result depends on length alone and lies in length..MAX_PADDED.

        Raises:
            ValueError: length is not in 1..MAX_PADDED.
        """
        raise NotImplementedError
