"""Algorithm: ranges, figures, completeness, coalescing, resizing, misuse."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.memory_allocator.tests.arguments import (
    GROWTH_AMOUNTS,
    Deed,
    History,
    arenas,
    histories,
)
from exercises.memory_allocator.tests.misuse import bad_arenas, misuses
from exercises.memory_allocator.tests.model import Arena
from exercises.memory_allocator.tests.moves import play, take
from exercises.memory_allocator.tests.session import Aspect, Session
from harness.graded import graded
from harness.refusals import expect_not_made, misuse_everything

PLAIN_DEEDS = (Deed.ALLOCATE, Deed.ALLOCATE, Deed.FREE, Deed.RESIZE)
MANY_RESIZES = (Deed.ALLOCATE, Deed.ALLOCATE, Deed.RESIZE, Deed.RESIZE, Deed.RESIZE, Deed.FREE)
ALL_FIGURES = ("size", "allocated", "free", "claimed", "largest")


@graded("ranges-never-overlap")
@settings(max_examples=80)
@given(history=histories(PLAIN_DEEDS))
def test_ranges_never_overlap(submission: Any, history: History) -> None:
    """Every address that is returned begins a place where the range may be."""
    session = Session(submission, history.arena, Aspect.PLACE)
    play(session, history)


@graded("statistics-are-exact")
@settings(max_examples=50)
@given(history=histories(PLAIN_DEEDS))
def test_statistics_are_exact(submission: Any, history: History) -> None:
    """Every field is right before the first call and after each one."""
    session = Session(submission, history.arena, Aspect.FIGURES)
    session.expect_figures(*ALL_FIGURES)
    for step in history.steps:
        if take(session, step):
            session.expect_figures(*ALL_FIGURES)


@graded("room-is-found-exactly-when-there-is-any")
@settings(max_examples=60)
@given(history=histories(PLAIN_DEEDS))
def test_room_is_found(submission: Any, history: History) -> None:
    """OutOfMemory is raised exactly when no gap fits; an empty arena can be had whole."""
    session = Session(submission, history.arena, Aspect.ROOM)
    session.expect_empty()
    submission.begin_trial()
    session = Session(submission, history.arena, Aspect.ROOM)
    play(session, history)


@graded("freed-neighbours-join")
@settings(max_examples=40)
@given(
    arena=arenas(least=2),
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=24),
    order=st.lists(st.integers(0, 99), min_size=25, max_size=25),
)
def test_freed_neighbours_join(
    submission: Any, arena: Arena, sizes: list[int], order: list[int]
) -> None:
    """A full arena, given back in any order, is one gap again."""
    session = Session(submission, arena, Aspect.ACCEPTANCE)
    for granules in sizes:
        if session.model.largest() > granules * arena.granule:
            session.allocate(granules * arena.granule)
    session.allocate(session.model.largest())
    ranked = zip(order, session.model.ranges, strict=False)
    for _, address in sorted(ranked):
        session.free(address)
    session.expect_empty()


@graded("resizing-keeps-its-promises")
@settings(max_examples=80)
@given(history=histories(MANY_RESIZES, GROWTH_AMOUNTS, alignments=(0, 0, 2, 4, 8, 16)))
def test_resizing_keeps_its_promises(submission: Any, history: History) -> None:
    """What shrinks stays and frees its tail; what can grow does, aligned; failure harms nothing."""
    session = Session(
        submission,
        history.arena,
        Aspect.GROWTH,
        Aspect.ACCEPTANCE,
        Aspect.TRACE,
        Aspect.FIGURES,
    )
    for step in history.steps:
        if take(session, step) and step.deed is Deed.RESIZE:
            session.expect_figures("free")


@graded("misuse-is-refused")
@settings(max_examples=25)
@given(history=histories(PLAIN_DEEDS))
def test_misuse_is_refused(submission: Any, history: History) -> None:
    """Bad arenas, sizes, alignments and addresses raise the named exception and change nothing."""
    for arena in bad_arenas(history.arena):
        submission.begin_trial()
        expect_not_made(
            partial(submission.MemoryAllocator, arena.base, arena.size, arena.granule),
            f"MemoryAllocator(base={arena.base}, size={arena.size}, granule={arena.granule})",
            "the granule is a power of two, base and size are multiples of it, base >= 0, size > 0",
        )
    for steps in (), history.steps:
        misuse_everything(partial(_misuses_after, submission, History(history.arena, steps)))


def _misuses_after(submission: Any, history: History) -> Sequence[Callable[[], object]]:
    submission.begin_trial()
    session = Session(submission, history.arena, Aspect.REFUSAL, Aspect.TRACE)
    play(session, history)
    return misuses(session)
