"""Sentences for students: where two byte strings part, and what lies there."""

from exercises.network_cipher.tests.model import KEY_SIZE, TAG_SIZE
from harness.byte_strings import difference

MOST_SHOWN = 48


def shown(value: object) -> str:
    """Return a value, or what was raised in its place, for a sentence; long bytes are cut."""
    if isinstance(value, Exception):
        return str(value)
    if isinstance(value, bytes) and len(value) > MOST_SHOWN:
        return f"{value[:MOST_SHOWN]!r}... ({len(value)} bytes)"
    return repr(value)


def sealed_difference(found: bytes, right: bytes) -> str:
    """Return which part of ciphertext || tag is wrong first, and how."""
    text_size = len(right) - TAG_SIZE
    is_text_right = found[:text_size] == right[:text_size]
    part = "the tag is wrong, what is before it is right" if is_text_right else "the text is wrong"
    return f"{part}: {difference(found, right)}"


def message_difference(found: bytes, right: bytes) -> str:
    """Return where a handshake message departs from Noise, and what that place depends on."""
    if len(found) != len(right):
        return f"{len(found)} bytes, right are {len(right)}: public key (32), payload, tag (16)"
    if found[:KEY_SIZE] != right[:KEY_SIZE]:
        return "its first 32 bytes are not my public key"
    wrong = sealed_difference(found[KEY_SIZE:], right[KEY_SIZE:])
    if found[:-TAG_SIZE] != right[:-TAG_SIZE]:
        return (
            f"after the public key {wrong}. So k or n is wrong: n is 0 after each MixKey; look at what"
            " is mixed into ck before"
        )
    if len(right) == KEY_SIZE + TAG_SIZE:
        return f"after the public key {wrong}. So k, n or h is wrong"
    return (
        f"after the public key {wrong}. So k and n are right, and h, the associated data, is not:"
        " look at what is mixed into h before"
    )
