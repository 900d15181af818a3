"""A table of misuses: each has one fault, and the rules name the exception for it."""

from collections.abc import Callable, Iterator
from functools import partial

from exercises.memory_allocator.tests.model import Arena
from exercises.memory_allocator.tests.session import Session

BAD_ALIGNMENTS = (0, 3, -4, 24)


def bad_arenas(arena: Arena) -> Iterator[Arena]:
    """Yield arenas near a good one that rule R1 forbids, each for one reason."""
    base, size, granule = arena.base, arena.size, arena.granule
    yield Arena(base, 0, granule)
    yield Arena(base, -size, granule)
    yield Arena(-size, size, granule)
    yield Arena(base, size, 0)
    yield Arena(base, size, -granule)
    yield Arena(3 * base, 3 * size, 3 * granule)
    if granule > 1:
        yield Arena(base + 1, size, granule)
        yield Arena(base, size + granule // 2, granule)


def misuses(session: Session) -> list[Callable[[], object]]:
    """Return what must be refused in the present state; the last changes it."""
    granule = session.model.arena.granule
    allocate, free, reallocate = session.allocate, session.free, session.reallocate
    found: list[Callable[[], object]] = [partial(allocate, size) for size in (0, -1, -granule)]
    found += [partial(allocate, 1, alignment) for alignment in BAD_ALIGNMENTS]
    found.append(partial(session.begin, -1))
    for address in _not_starts(session):
        found += [partial(free, address), partial(reallocate, address, granule)]
    for address in list(session.model.ranges)[:1]:
        found += [partial(reallocate, address, 0), partial(reallocate, address, -granule)]
        found.append(partial(_use_after_free, session, address))
    return found


def _use_after_free(session: Session, address: int) -> None:
    session.free(address)
    session.free(address)
    session.reallocate(address, session.model.arena.granule)


def _not_starts(session: Session) -> Iterator[int]:
    arena, live = session.model.arena, session.model.ranges
    near = [arena.base - arena.granule, arena.base, arena.base + arena.size]
    for held in list(live.values())[:2]:
        near += [held.start + arena.granule, held.start + arena.granule // 2, held.end]
    yield from (address for address in near if address not in live)
