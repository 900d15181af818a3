"""Scripts of calls that never wait: the same can be asked of a table of locks and of a kernel."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from exercises.file_lock.stub.solution import MAX_OFFSET
from exercises.file_lock.tests.arguments import MODES
from exercises.file_lock.tests.calls import RANGED, Call, ranged
from exercises.file_lock.tests.model import OFFSETS
from exercises.file_lock.tests.spans import Way, span

Item = TypeVar("Item")

OWNERS = 4
FILES = 2
LONGEST = 80
METHODS = (
    *("try_lock",) * 27,
    *("unlock",) * 12,
    *("get_lock",) * 9,
    *("close",) * 3,
    *("bad",) * 3,
    "exit",
)
BAD_RANGES = ((-1, 1), (-1, 0), (3, -4), (0, -1), (MAX_OFFSET, 2), (2, MAX_OFFSET))
"""(start, length), as far as the kernel's 64 bits reach; so for good ranges, too."""
NEAR = 6
"""Half of all ranges lie within so many of ``OFFSETS``: conflicts and splits are common there."""


def draw_scripts(randomness: Random, count: int) -> Iterator[list[Call]]:
    """Draw scripts of growing length: the first that shows a defect is a short one."""
    for number in range(count):
        length = 2 + number * (LONGEST - 2) // max(1, count - 1)
        # Two owners in every other script: long ones of four are mostly refusals.
        owners = OWNERS if number % 2 else 2
        yield [_draw_call(randomness, owners) for _ in range(length)]


def _draw_call(randomness: Random, owners: int) -> Call:
    method = _one_of(randomness, METHODS)
    file, owner = _below(randomness, FILES), _below(randomness, owners)
    mode = _one_of(randomness, MODES)
    if method == "exit":
        return Call("exit", (owner,))
    if method == "close":
        return Call("close", (file, owner))
    if method == "bad":
        method = _one_of(randomness, [name for name in RANGED if name != "lock"])
        args = (file, owner, *_one_of(randomness, BAD_RANGES))
        return Call(method, args if method == "unlock" else (*args, mode))
    most = len(OFFSETS) if randomness.random() < 1 / 2 else NEAR
    first, last = sorted(_below(randomness, most) for _ in range(2))
    wanted = span(first, last, _one_of(randomness, tuple(Way)))
    if wanted.length > MAX_OFFSET:
        wanted = span(first, last, Way.TO_THE_END)
    return ranged(method, file, owner, wanted, mode)


def _below(randomness: Random, limit: int) -> int:
    return int(randomness.random() * limit)


def _one_of(randomness: Random, items: Sequence[Item]) -> Item:
    return items[_below(randomness, len(items))]
