"""Students' names as files and folders carry them, made fit to be shown and compared.

Two names that a person can not tell apart, or that a file system may not, have one key.
"""

import hashlib
import unicodedata

MAX_NAME_LENGTH = 100
_DIGEST_LENGTH = 8


def student_name(raw: str) -> str:
    """Return a name in NFC, of one printable line, of at most ``MAX_NAME_LENGTH`` characters.

    What can not be printed (controls, direction marks, undecodable bytes) is shown escaped. A name
    that is cut ends in a digest of the whole, so that two long names stay two.
    """
    shown = printable(unicodedata.normalize("NFC", raw.strip())) or "(no name)"
    if len(shown) <= MAX_NAME_LENGTH:
        return shown
    digest = hashlib.sha256(shown.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{shown[: MAX_NAME_LENGTH - _DIGEST_LENGTH - 1]}~{digest}"


def printable(text: str) -> str:
    """Return a text on one line, with what can not be printed escaped."""
    return "".join(_shown(character) for character in text)


def name_key(student: str) -> str:
    """Return what two names have in common that differ only in case or in how they are encoded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", student).casefold())


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")
