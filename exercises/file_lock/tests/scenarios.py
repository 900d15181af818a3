"""Histories that show a defect for certain: random ones find most of them, with most seeds."""

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED
from exercises.file_lock.tests.arguments import Deed, History, Step
from exercises.file_lock.tests.spans import Way


def _lock(owner: int, first: int, last: int, mode: str = EXCLUSIVE, file: int = 0) -> Step:
    return Step(Deed.LOCK, owner, first, last, mode, file)


def _try(owner: int, first: int, last: int, mode: str = EXCLUSIVE, file: int = 0) -> Step:
    return Step(Deed.TRY, owner, first, last, mode, file)


def _unlock(owner: int, first: int, last: int, file: int = 0) -> Step:
    return Step(Deed.UNLOCK, owner, first, last, file=file)


RECORDS: tuple[History, ...] = (
    # Neighbours of one mode become one record, from both sides, and of two modes never.
    (_try(0, 0, 1), _try(0, 3, 3), _try(0, 2, 2)),
    (_try(0, 0, 1), _try(0, 2, 3, SHARED), _try(0, 2, 3)),
    (_try(0, 0, 3), _try(0, 1, 2, SHARED), _unlock(0, 1, 1)),
    # Another file, the other owner and the last byte stay as they are.
    (_try(0, 0, 3), _try(0, 0, 3, file=1), _try(1, 4, 5), Step(Deed.CLOSE, 0)),
    (_try(0, 0, 11), _unlock(0, 1, 10), _try(1, 1, 10), Step(Deed.UNLOCK, 0, 11, 11)),
    (_try(0, 0, 0), Step(Deed.TRY, 1, 1, 3, way=Way.BACKWARD), _try(0, 4, 4)),
    # try_lock looks at what is held, never at who waits.
    (_lock(0, 0, 0, SHARED), _lock(1, 0, 0), _try(2, 0, 0, SHARED)),
    (_try(1, 0, 0), _try(0, 2, 2), _try(1, 3, 3), _try(0, 4, 4)),
)
GRANTS: tuple[History, ...] = (
    # Neighbours that share exactly one byte.
    (_try(0, 1, 2), _try(1, 2, 3), _try(2, 0, 1), _try(3, 0, 0), _try(4, 3, 3)),
    (_try(0, 1, 2, SHARED), _try(1, 2, 3, SHARED), _try(0, 2, 2), _lock(1, 1, 3)),
    # A reader beside a writer, a writer beside a reader.
    (_lock(0, 0, 1, SHARED), _try(1, 1, 1), _lock(0, 3, 3), _try(1, 3, 3, SHARED)),
    # The grant of owner 3 is a downgrade that lets owner 2 in: in this order only.
    (
        _lock(3, 1, 1),
        _lock(0, 2, 2),
        _lock(2, 1, 1, SHARED),
        _lock(3, 1, 2, SHARED),
        _unlock(0, 2, 2),
    ),
)
FIXED_POINTS: tuple[History, ...] = (
    # The grant of owner 1 is a downgrade of bytes that owner 2, who asked before, waits for.
    (
        _lock(1, 1, 1),
        _lock(0, 2, 2),
        _lock(2, 1, 1, SHARED),
        _lock(1, 1, 2, SHARED),
        _unlock(0, 2, 2),
    ),
    # The caller's own downgrade lets readers in.
    (_lock(0, 0, 3), _lock(1, 0, 1, SHARED), _lock(2, 2, 3, SHARED), _try(0, 0, 3, SHARED)),
    # Owner 2 waits behind owner 1 at most, who then gives up.
    (_lock(0, 0, 1, SHARED), _lock(1, 0, 1), _lock(2, 0, 1, SHARED), Step(Deed.CANCEL)),
    (_lock(0, 0, 1, SHARED), _lock(1, 0, 1), _lock(2, 0, 1, SHARED), Step(Deed.EXIT_ASLEEP)),
    # Owner 2 asks for other bytes than those that owner 1 waits for.
    (_lock(0, 0, 0), _lock(1, 0, 0), _lock(2, 3, 3)),
    # Two files have two sets of bytes.
    (_lock(0, 0, 3), _lock(1, 0, 3, file=1), _lock(2, 0, 3), Step(Deed.CLOSE, 0)),
)
CYCLES: tuple[History, ...] = (
    # Two owners cross; three in a ring; the same in two files.
    (_lock(0, 0, 0), _lock(1, 1, 1), _lock(0, 1, 1), _lock(1, 0, 0)),
    (
        _lock(0, 0, 0),
        _lock(1, 1, 1),
        _lock(2, 2, 2),
        *(_lock(n, (n + 1) % 3, (n + 1) % 3) for n in (0, 1, 2)),
    ),
    (_lock(0, 0, 0), _lock(1, 0, 0, file=1), _lock(0, 0, 0, file=1), _lock(1, 0, 0)),
    # Two readers both want to write.
    (_lock(0, 0, 0, SHARED), _lock(1, 0, 0, SHARED), _lock(0, 0, 0), _lock(1, 0, 0)),
    # Owner 2 waits for two; the cycle goes over the second of them, whichever that is.
    *(
        (
            _lock(0, 0, 0, SHARED),
            _lock(1, 0, 0, SHARED),
            _lock(2, 1, 1),
            _lock(2, 0, 0),
            _lock(last, 1, 1),
        )
        for last in (0, 1)
    ),
    (_lock(0, 0, 0), _lock(1, 1, 1), _lock(2, 2, 2), _lock(2, 0, 1), _lock(1, 2, 2)),
    (_lock(0, 0, 0), _lock(1, 1, 1), _lock(2, 2, 2), _lock(2, 0, 1), _lock(0, 2, 2)),
    # Owner 0 waits for bytes that owner 1 gets while it waits, then owner 1 asks for bytes of owner 0.
    (
        _lock(0, 0, 0),
        _lock(1, 1, 1, SHARED),
        _lock(2, 1, 1, SHARED),
        _lock(0, 1, 1),
        _unlock(1, 1, 1),
        _lock(1, 1, 1, SHARED),
        _lock(1, 0, 0),
    ),
    # Owner 2 comes to hold what owner 0 waits for, and must not wait for it then.
    (_lock(0, 0, 0), _lock(1, 1, 1, SHARED), _lock(0, 1, 1), _try(2, 1, 1, SHARED), _lock(2, 0, 0)),
    # A chain is no cycle.
    (_lock(0, 0, 0), _lock(1, 1, 1), _lock(1, 0, 0), _lock(2, 1, 1), _lock(3, 1, 1, SHARED)),
    # No cycle: who holds what is asked for is awake, and whoever asks may upgrade alone.
    (
        _lock(0, 0, 0, SHARED),
        _lock(0, 0, 0),
        _lock(1, 0, 0),
        _lock(0, 1, 1),
        _lock(0, 0, 1, SHARED),
    ),
    # A diamond is no cycle.
    (
        _lock(0, 0, 0, SHARED),
        _lock(1, 0, 0, SHARED),
        _lock(2, 1, 1),
        _lock(0, 1, 1),
        _lock(1, 1, 1),
        _lock(3, 0, 0),
    ),
)
PIECES: tuple[History, ...] = (
    (_lock(0, 0, 3), _lock(0, 1, 2, SHARED), Step(Deed.GET, 1, 1, 1), Step(Deed.GET, 1, 0, 3)),
    (_lock(0, 0, 5), Step(Deed.GET, 1, 2, 2), Step(Deed.GET, 1, 4, 4), Step(Deed.GET, 0, 2, 2)),
    (
        _lock(0, 0, 1, SHARED),
        _lock(1, 0, 1),
        Step(Deed.GET, 2, 0, 1, SHARED),
        Step(Deed.GET, 2, 0, 1),
    ),
)
QUEUE_CYCLES: tuple[History, ...] = (
    # Owner 0 waits for owner 1; owner 1 asks for bytes that only owner 0's request is about.
    (_lock(1, 0, 0), _lock(0, 0, 1), _lock(1, 1, 1)),
    (_lock(1, 0, 0), _lock(2, 1, 1, SHARED), _lock(0, 0, 1), _lock(1, 1, 1), Step(Deed.CLOSE, 2)),
    (_lock(1, 0, 0, SHARED), _lock(2, 0, 0, SHARED), _lock(0, 0, 0), _lock(1, 0, 0)),
)
LEAVERS: tuple[History, ...] = (
    (_lock(0, 0, 1), _lock(1, 0, 0), _lock(2, 1, 1), Step(Deed.EXIT_ASLEEP), Step(Deed.EXIT, 0)),
    (
        _lock(0, 0, 1),
        _lock(1, 3, 3),
        _lock(1, 0, 0),
        Step(Deed.CANCEL),
        Step(Deed.CLOSE, 0),
        _lock(1, 1, 1),
    ),
    (
        _lock(0, 0, 1),
        _lock(0, 0, 1, file=1),
        _lock(1, 0, 0, file=1),
        _lock(2, 0, 0),
        Step(Deed.EXIT, 0),
    ),
    (
        _lock(0, 0, 1),
        _lock(1, 2, 3),
        _lock(1, 1, 1),
        Step(Deed.EXIT_ASLEEP),
        _lock(1, 2, 2),
        Step(Deed.EXIT, 0),
    ),
)
GHOSTS: tuple[History, ...] = (
    # A refused try_lock of bytes that the owner holds in part.
    (_try(1, 0, 2, SHARED), _lock(0, 3, 3), _try(1, 1, 3), _lock(2, 0, 0, SHARED)),
    (
        _lock(0, 0, 0),
        _lock(1, 1, 1),
        _lock(0, 1, 1),
        _lock(1, 0, 0),
        _lock(1, 2, 2),
        Step(Deed.CANCEL),
    ),
    (_lock(0, 0, 5), _try(1, 2, 2), _try(1, 1, 8, SHARED), Step(Deed.CLOSE, 0)),
    (_lock(0, 0, 0), _lock(1, 0, 0), *(Step(Deed.MISUSE, 1, first, 6) for first in range(5))),
)
