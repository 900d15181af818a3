"""Replaces Entry by a class that is equal to every entry.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes entries-can-be-read entries-are-kept ledgers-are-separate
"""


class Entry:
    index = amount = balance = 0

    def __init__(self, *_: object) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None
