"""A table of misuses: each has one fault, and the rules name the exception for it."""

from collections.abc import Iterator

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


def misuse_everything(session: Session) -> None:
    """Try every misuse in the present state; the session judges the exceptions and the traces."""
    granule = session.model.arena.granule
    for size in (0, -1, -granule):
        session.allocate(size)
    for alignment in BAD_ALIGNMENTS:
        session.allocate(1, alignment)
    session.begin(-1)
    for address in list(_not_starts(session)):
        session.free(address)
        session.reallocate(address, granule)
    for address in list(session.model.ranges)[:1]:
        session.reallocate(address, 0)
        session.reallocate(address, -granule)
        session.free(address)
        session.free(address)
        session.reallocate(address, granule)


def _not_starts(session: Session) -> Iterator[int]:
    arena, live = session.model.arena, session.model.ranges
    near = [arena.base - arena.granule, arena.base, arena.base + arena.size]
    for held in list(live.values())[:2]:
        near += [held.start + arena.granule, held.start + arena.granule // 2, held.end]
    yield from (address for address in near if address not in live)
