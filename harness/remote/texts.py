"""Short texts about plain values, for a student's eyes."""

from typing import Any

MAX_SHOWN = 200


def shown(value: Any, most: int = MAX_SHOWN) -> str:
    """Return ``repr(value)``, cut in the middle if it is long."""
    return cut(repr(value), most)


def cut(text: str, most: int = MAX_SHOWN) -> str:
    """Return ``text`` without its middle if it is long."""
    if len(text) <= most:
        return text
    half = (most - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def shortened(text: str, most: int) -> str:
    """Return a text without its middle if it is long: an assertion may show all that came back."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} ... ({len(text) - 2 * half} characters) ... {text[-half:]}"
