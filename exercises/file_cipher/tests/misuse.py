"""What must be refused, and what must go on working after it: one row, one short trial."""

from collections.abc import Callable
from typing import Any

from exercises.file_cipher.stub.solution import NonceReuseError
from exercises.file_cipher.tests import model
from exercises.file_cipher.tests.arguments import LAST_BLOCK, OTHER_PREFIX, PREFIX, SECRETS
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.store import Store, read, size
from harness.byte_strings import sized
from harness.refusals import Misuse
from harness.remote.errors import GuestRaised

KEY, NONCE = SECRETS[1].key, bytes(12)
TEXT, OTHER_TEXT = b"one text", b"another text"
FULL_CHUNK = bytes(64)


def _cipher(submission: Any) -> Any:
    return submission.FileCipher(SECRETS[1].key, SECRETS[1].context)


def _must_raise(kind: type[Exception], call: str, why: str, deed: Callable[[], object]) -> None:
    try:
        found = deed()
    except kind:
        return
    except GuestRaised as error:
        raise AssertionError(f"{call} raised {error}; right is {kind.__name__}: {why}") from None
    raise AssertionError(f"{call} gave {shown(found)}; it must raise {kind.__name__}: {why}")


def _wrong_arguments(method: str, *args: object, why: str) -> Misuse:
    """Return a row in which a call with these arguments is a ValueError."""
    call = f"{method}({', '.join(map(sized, args))})"

    def play(submission: Any) -> None:
        cipher = _cipher(submission)
        _must_raise(ValueError, call, why, lambda: getattr(cipher, method)(*args))

    return Misuse(call, play)


def _wrong_key(key: bytes) -> Misuse:
    call = f"FileCipher({sized(key)})"

    def play(submission: Any) -> None:
        _must_raise(ValueError, call, "a key has 32 bytes", lambda: submission.FileCipher(key))

    return Misuse(call, play)


def _negative_range(offset: int, length: int) -> Misuse:
    call = f"read({offset}, {length})"

    def play(submission: Any) -> None:
        cipher = _cipher(submission)
        why = "a negative argument, refused before anything is asked of the store"
        _must_raise(ValueError, call, why, lambda: cipher.read(offset, length).resume())

    return Misuse(call, play)


def _encrypt(cipher: Any, prefix: bytes, text: bytes, chunk_size: int, when: str) -> None:
    """Encrypt a file and demand that it is accepted and right."""
    found = cipher.encrypt(prefix, chunk_size, text)
    right = model.encrypt(SECRETS[1], prefix, chunk_size, text).stored
    assert found == right, f"encrypt {when} gave another container than before it"


def _reuse(what: str, text: bytes, chunk_size: int) -> Misuse:
    def play(submission: Any) -> None:
        cipher = _cipher(submission)
        _encrypt(cipher, PREFIX, TEXT, 64, "at first")
        _must_raise(
            NonceReuseError,
            f"encrypt under the same prefix ({what})",
            "whatever is encrypted, a prefix serves once",
            lambda: cipher.encrypt(PREFIX, chunk_size, text),
        )
        _encrypt(cipher, OTHER_PREFIX, text, chunk_size, "under a fresh prefix, after a refusal,")

    return Misuse(f"a prefix used twice, {what}", play)


def _prefixes_differ(position: int) -> Misuse:
    other = bytearray(PREFIX)
    other[position] ^= 1

    def play(submission: Any) -> None:
        cipher = _cipher(submission)
        _encrypt(cipher, PREFIX, TEXT, 64, "at first")
        try:
            _encrypt(cipher, bytes(other), TEXT, 64, "under another prefix")
        except NonceReuseError:
            raise AssertionError(
                f"encrypt under {bytes(other)!r} raised NonceReuseError after {PREFIX!r}; prefixes are"
                " equal only if all 19 bytes are"
            ) from None

    return Misuse(f"prefixes that differ in byte {position}", play)


def _refused_uses_nothing_up(prefix: bytes, chunk_size: int) -> Misuse:
    call = f"encrypt({shown(prefix)}, {chunk_size}, ...)"

    def play(submission: Any) -> None:
        cipher = _cipher(submission)
        why = "a prefix has 19 bytes, a chunk size is a power of two in 64..65536"
        _must_raise(ValueError, call, why, lambda: cipher.encrypt(prefix, chunk_size, TEXT))
        try:
            _encrypt(cipher, prefix[:19].ljust(19, b"."), TEXT, 64, "after a refused call")
        except NonceReuseError:
            raise AssertionError(
                f"{call} was refused, and yet its prefix counts as used: encrypt with it and a good"
                " chunk size raised NonceReuseError"
            ) from None

    return Misuse(f"{call} uses nothing up", play)


def _reading_uses_nothing_up(submission: Any) -> None:
    cipher = _cipher(submission)
    container = model.encrypt(SECRETS[1], PREFIX, 64, TEXT)
    found = cipher.decrypt(container.stored)
    assert found == TEXT, f"decrypt gave {shown(found)}; right is {TEXT!r}"
    found = read(cipher, (0, 3), Store.holding(container.stored))
    assert found == TEXT[:3], f"read(0, 3) gave {shown(found)}; right is {TEXT[:3]!r}"
    found = size(cipher, Store.holding(container.stored))
    assert found == len(TEXT), f"size() gave {found}; right is {len(TEXT)}"
    try:
        _encrypt(cipher, PREFIX, OTHER_TEXT, 64, "after reading")
    except NonceReuseError:
        raise AssertionError(
            "encrypt raised NonceReuseError under a prefix that was only read; reading uses none up"
        ) from None


def _sealing_is_pure(submission: Any) -> None:
    cipher = _cipher(submission)
    for turn in ("first", "second"):
        found = cipher.seal(KEY, NONCE, TEXT, b"")
        right = model.seal(KEY, NONCE, TEXT, b"")
        assert found == right, f"the {turn} of two equal calls of seal gave something wrong"
        found = cipher.open(KEY, NONCE, right, b"")
        assert found == TEXT, f"the {turn} of two equal calls of open gave {shown(found)}"


def _rows() -> list[Misuse]:
    key, nonce, block = (
        "a key has 32 bytes",
        "a nonce has 12 bytes",
        "the last block has number 2**32 - 1",
    )
    sealed = model.seal(KEY, NONCE, TEXT, b"")
    return [
        *(_wrong_key(bytes(length)) for length in (0, 16, 31, 33, 64)),
        *(
            _wrong_arguments(name, *args, why=why)
            for name, args, why in (
                ("chacha20", (KEY[:31], 0, NONCE, TEXT), key),
                ("chacha20", (KEY[:16], 0, NONCE, TEXT), key),
                ("chacha20", (KEY, 0, NONCE[:8], TEXT), nonce),
                ("chacha20", (KEY, 0, NONCE + b"\0", TEXT), nonce),
                ("chacha20", (KEY, LAST_BLOCK, NONCE, bytes(65)), block),
                ("chacha20", (KEY, LAST_BLOCK + 1, NONCE, b"x"), block),
                ("chacha20", (KEY, LAST_BLOCK - 1, NONCE, bytes(129)), block),
                ("hchacha20", (KEY + b"\0", bytes(16)), key),
                ("hchacha20", (KEY, bytes(12)), "a nonce of hchacha20 has 16 bytes"),
                ("hchacha20", (KEY, bytes(24)), "a nonce of hchacha20 has 16 bytes"),
                ("poly1305", (KEY[:16], TEXT), key),
                ("poly1305", (KEY + b"\0", TEXT), key),
                ("seal", (KEY[:31], NONCE, TEXT, b""), key),
                ("seal", (KEY, NONCE + b"\0", TEXT, b""), nonce),
                ("open", (KEY[:31], NONCE, sealed, b""), key),
                ("open", (KEY, NONCE[:8], sealed, b""), nonce),
            )
        ),
        *(_negative_range(offset, length) for offset, length in ((-1, 5), (5, -1), (-5, -5))),
        _reuse("the same text", TEXT, 64),
        _reuse("another text", OTHER_TEXT, 64),
        _reuse("another chunk size", TEXT, 128),
        _reuse("an empty text", b"", 64),
        *(_prefixes_differ(position) for position in (18, 17, 16, 15, 0)),
        *(
            _refused_uses_nothing_up(PREFIX, size)
            for size in (0, 1, 63, 65, 96, 32, 65535, 131072, -64)
        ),
        *(_refused_uses_nothing_up(prefix, 64) for prefix in (PREFIX[:18], PREFIX + b"!", b"")),
        Misuse("reading uses nothing up", _reading_uses_nothing_up),
        Misuse("seal and open are pure", _sealing_is_pure),
    ]


MISUSES = _rows()
