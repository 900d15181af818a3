"""The oracle: the primitives as OpenSSL computes them, and handshakes and records built from them.

Nothing here shares code or method with a solution: primitives are those of the package
``cryptography``. The judge knows the private keys of both ends, so it writes both ends' messages,
and, unlike a real peer, may put any 32 bytes in the place of a public key.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from exercises.network_cipher.stub.solution import MAX_EPOCHS_AHEAD, MAX_PADDED, PROTOCOL_NAME

KEY_SIZE = 32
HEADER_SIZE = 8
TAG_SIZE = 16
LEAST_RECORD = HEADER_SIZE + 1 + TAG_SIZE
MOST_RECORD = HEADER_SIZE + MAX_PADDED + TAG_SIZE
DELIMITER = b"\x80"
REKEY_NONCE = bytes(4) + b"\xff" * 8


def hkdf(salt: bytes, input_key: bytes, info: bytes, length: int) -> bytes:
    """Return the output of HKDF-SHA256 (RFC 5869)."""
    return HKDF(SHA256(), length, salt, info).derive(input_key)


def seal(key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    """Return ciphertext || tag (RFC 8439, 2.8)."""
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated_data)


def unseal(key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes | None:
    """Return the plaintext, or None if the tag is wrong."""
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, associated_data)
    except InvalidTag:
        return None


def public_key(private: bytes) -> bytes:
    """Return the X25519 public key (RFC 7748)."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def shared_secret(private: bytes, public: bytes) -> bytes:
    """Return the X25519 result, all zeros for a point of low order, which OpenSSL refuses."""
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return bytes(KEY_SIZE)


def counter_nonce(number: int) -> bytes:
    """Return the nonce of Noise for a number: four zero bytes, then it, little-endian."""
    return bytes(4) + number.to_bytes(8, "little")


@dataclass(frozen=True, slots=True)
class Secret:
    """What both ends know before they talk, and so whom each of them accepts."""

    preshared_key: bytes
    prologue: bytes = b""


@dataclass(slots=True)
class Transcript:
    """Noise's SymmetricState: chaining key ck, hash h, cipher key k (n is 0 after each MixKey)."""

    ck: bytes
    h: bytes
    k: bytes = b""

    def mix_hash(self, data: bytes) -> None:
        """Hash what was sent into h."""
        self.h = sha256(self.h + data).digest()

    def mix_key(self, secret: bytes) -> None:
        """Mix a secret into ck and make a fresh k."""
        both = hkdf(self.ck, secret, b"", 2 * KEY_SIZE)
        self.ck, self.k = both[:32], both[32:]

    def mix_key_and_hash(self, secret: bytes) -> None:
        """Mix a secret into ck and h and make a fresh k."""
        three = hkdf(self.ck, secret, b"", 3 * KEY_SIZE)
        self.ck, self.k = three[:32], three[64:]
        self.mix_hash(three[32:64])

    def encrypt_and_hash(self, payload: bytes) -> bytes:
        """Seal the first payload under k, bound to h; hash what was sealed into h."""
        sealed = seal(self.k, counter_nonce(0), payload, self.h)
        self.mix_hash(sealed)
        return sealed


def begin(secret: Secret) -> Transcript:
    """Return the state in which both ends begin, psk mixed in."""
    name = sha256(PROTOCOL_NAME).digest()
    transcript = Transcript(name, name)
    transcript.mix_hash(secret.prologue)
    transcript.mix_key_and_hash(secret.preshared_key)
    return transcript


def write(transcript: Transcript, public: bytes, payload: bytes, secret: bytes = b"") -> bytes:
    """Return a message: e, then ee if there is a shared secret, then the payload."""
    transcript.mix_hash(public)
    transcript.mix_key(public)
    if secret:
        transcript.mix_key(secret)
    return public + transcript.encrypt_and_hash(payload)


@dataclass(frozen=True, slots=True)
class Handshake:
    """Both messages of NNpsk0, the hash, and the keys of both directions (initiator's first)."""

    messages: tuple[bytes, bytes]
    hash: bytes
    keys: tuple[bytes, bytes]


def shake_hands(
    secret: Secret,
    privates: tuple[bytes, bytes],
    payloads: tuple[bytes, bytes] = (b"", b""),
    responder_public: bytes | None = None,
) -> Handshake:
    """Return the handshake of two ends; ``responder_public`` may be no public key at all."""
    initiator, responder = privates
    transcript = begin(secret)
    first = write(transcript, public_key(initiator), payloads[0])
    public = responder_public or public_key(responder)
    second = write(transcript, public, payloads[1], shared_secret(initiator, public))
    keys = hkdf(transcript.ck, b"", b"", 2 * KEY_SIZE)
    return Handshake((first, second), transcript.h, (keys[:32], keys[32:]))


def first_message(secret: Secret, public: bytes, payload: bytes = b"") -> bytes:
    """Return a message 1 that carries ``public``, which may be no public key at all."""
    return write(begin(secret), public, payload)


@dataclass(frozen=True)
class Direction:
    """The records of one direction."""

    first_key: bytes
    interval: int
    _keys: list[bytes] = field(default_factory=list, compare=False, repr=False)

    def key(self, epoch: int) -> bytes:
        """Return the key of an epoch; earlier ones are kept, each costs one AEAD."""
        keys = self._keys or [self.first_key]
        while len(keys) <= epoch:
            keys.append(seal(keys[-1], REKEY_NONCE, bytes(KEY_SIZE), b"")[:KEY_SIZE])
        self._keys[:] = keys
        return keys[epoch]

    def sealed(self, counter: int, inner: bytes) -> bytes:
        """Return the record that holds these bytes, padded or not."""
        header = counter.to_bytes(HEADER_SIZE, "little")
        key = self.key(counter // self.interval)
        return header + seal(key, bytes(4) + header, inner, header)

    def record(self, counter: int, text: bytes, zeros: int = 0) -> bytes:
        """Return the record of a text."""
        return self.sealed(counter, text + DELIMITER + bytes(zeros))

    def unsealed(self, record: bytes) -> bytes | None:
        """Return what is inside a record, or None if its tag is wrong."""
        header = record[:HEADER_SIZE]
        epoch = int.from_bytes(header, "little") // self.interval
        return unseal(self.key(epoch), bytes(4) + header, record[HEADER_SIZE:], header)


def text_inside(inner: bytes) -> bytes | None:
    """Return the text of padded bytes, or None if there is no delimiter before the zeros."""
    kept = inner.rstrip(b"\0")
    return kept[:-1] if kept.endswith(DELIMITER) else None


@dataclass(slots=True)
class Receiver:
    """Rule 5: the counters accepted so far decide which others are acceptable."""

    window_size: int
    interval: int
    limit: int
    accepted: set[int] = field(default_factory=set)
    highest: int = -1

    def why_refuse(self, counter: int) -> str | None:
        """Return why a genuine record with this counter must be refused, or None."""
        current, epoch = max(self.highest, 0) // self.interval, counter // self.interval
        if counter >= self.limit:
            return f"the message limit is {self.limit}"
        if counter in self.accepted:
            return f"{counter} was accepted before"
        if counter <= self.highest - self.window_size:
            return f"it is not above H - window_size = {self.highest - self.window_size}"
        if not current - 1 <= epoch <= current + MAX_EPOCHS_AHEAD:
            return f"its epoch is {epoch}, allowed are {max(0, current - 1)} to {current + MAX_EPOCHS_AHEAD}"
        return None

    def accept(self, counter: int) -> None:
        """Remember an accepted counter."""
        self.accepted.add(counter)
        self.highest = max(self.highest, counter)
