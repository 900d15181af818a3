"""Makes type() say what the guest wants to see.

Verdict: PASSED or FAILED or PROTOCOL or CRASHED
"""

import builtins


class Lie:
    def __new__(cls, value: object) -> type:
        return int

    __eq__ = lambda self, other: True
    __hash__ = object.__hash__


builtins.type = Lie
