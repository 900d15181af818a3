"""Sentences about byte strings: how many there are, and where two of them part."""


def sized(value: object) -> str:
    """Return an argument for a sentence in which bytes matter only by their number."""
    return f"<{len(value)} bytes>" if isinstance(value, bytes) else repr(value)


def first_difference(found: bytes, right: bytes) -> int:
    """Return the first position at which two unequal byte strings differ, or one of them ends."""
    pairs = enumerate(zip(found, right, strict=False))
    both = min(len(found), len(right))
    return next((at for at, (one, other) in pairs if one != other), both)


def difference(found: bytes, right: bytes) -> str:
    """Return how ``found`` differs from ``right``, which it does not equal."""
    if len(found) != len(right):
        return f"{len(found)} bytes instead of {len(right)}"
    at = first_difference(found, right)
    return f"byte {at} is 0x{found[at]:02x}, right is 0x{right[at]:02x}"
