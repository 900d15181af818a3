"""Mechanism: transactions, pending frees, claims, conflicts, failures that leave no trace."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.memory_allocator.tests.arguments import (
    CALLERS,
    CALLERS_AND_STALE,
    CLAIM_AMOUNTS,
    ROOM_AMOUNTS,
    Deed,
    History,
    arenas,
    histories,
)
from exercises.memory_allocator.tests.moves import (
    busy_transactions,
    give_up_new_ranges,
    grow_by_all_that_is_left,
    play,
    take,
    use_up_all_that_is_left,
)
from exercises.memory_allocator.tests.session import Aspect, Session
from harness.graded import graded

ALL_DEEDS = (
    *(Deed.ALLOCATE,) * 3,
    *(Deed.FREE, Deed.FREE, Deed.RESIZE),
    *(Deed.BEGIN, Deed.BEGIN, Deed.COMMIT, Deed.ROLLBACK),
)
MANY_RESIZES = (*ALL_DEEDS, Deed.RESIZE, Deed.RESIZE)
BUILDING = (
    *(Deed.ALLOCATE,) * 4,
    *(Deed.RESIZE,) * 3,
    *(Deed.BEGIN, Deed.BEGIN, Deed.FREE, Deed.FREE, Deed.COMMIT),
)
GRABS = (*(Deed.ALLOCATE,) * 2, Deed.RESIZE, Deed.BEGIN)
FINISHING = (Deed.COMMIT, Deed.ROLLBACK)
TRANSACTION_DEEDS = (Deed.BEGIN, *FINISHING)
STATE = ("allocated", "free", "claimed")


@graded("commit-and-rollback-are-exact")
@settings(max_examples=70)
@given(history=histories(ALL_DEEDS, CLAIM_AMOUNTS, callers=CALLERS))
def test_commit_and_rollback_are_exact(submission: Any, history: History) -> None:
    """Each leaves the state that the rules prescribe; at the end nothing has leaked."""
    session = Session(submission, history.arena, Aspect.FIGURES, Aspect.ACCEPTANCE)
    for step in history.steps:
        if take(session, step) and step.deed in TRANSACTION_DEEDS:
            session.expect_figures(*STATE)
    for index, transaction in enumerate(busy_transactions(session), len(history.steps)):
        finish = session.commit if index % 2 else session.rollback
        finish(transaction)
        session.expect_figures(*STATE)
    session.expect_empty()


@graded("pending-ranges-are-kept")
@settings(max_examples=60)
@given(
    filling=histories((Deed.ALLOCATE,), arena=arenas(least=4, most=24)),
    chosen=st.lists(st.booleans(), min_size=1, max_size=12),
    grabs=histories(GRABS, ROOM_AMOUNTS, callers=CALLERS),
    ending=st.sampled_from(FINISHING),
)
def test_pending_ranges_are_kept(
    submission: Any, filling: History, chosen: list[bool], grabs: History, ending: Deed
) -> None:
    """Nobody gets a range whose free is pending; a rollback gives it back as it was."""
    session = Session(submission, filling.arena, Aspect.PENDING, Aspect.ACCEPTANCE)
    play(session, filling)
    transaction = session.begin()
    assert transaction is not None, "begin() without a claim needs no memory"
    live = list(session.model.ranges)
    for index, address in enumerate(live):
        if chosen[index % len(chosen)]:
            session.free(address, transaction)
    play(session, grabs)
    finish = session.commit if ending is Deed.COMMIT else session.rollback
    finish(transaction)
    session.expect_empty()


@graded("claims-are-honoured")
@settings(max_examples=80)
@given(history=histories(BUILDING, CLAIM_AMOUNTS, arenas(most=48), (0,), CALLERS))
def test_claims_are_honoured(submission: Any, history: History) -> None:
    """Nobody eats what others claimed, and whoever claimed it gets it, granule by granule."""
    session = Session(submission, history.arena, Aspect.ROOM, Aspect.GROWTH, Aspect.FIGURES)
    for step in history.steps:
        if take(session, step) and step.deed is Deed.FREE:
            session.expect_figures("claimed")
    session.allocate(history.arena.granule)
    session.begin(session.model.unclaimed // 2)
    grow_by_all_that_is_left(session, beyond=history.arena.granule)
    claims = session.model.claims
    while any(claims.values()):
        for transaction in [number for number in claims if claims[number]]:
            session.allocate(history.arena.granule, transaction=transaction)
    give_up_new_ranges(session)
    session.expect_figures("free", "claimed")


@graded("conflicts-are-refused")
@settings(max_examples=100)
@given(history=histories(ALL_DEEDS, CLAIM_AMOUNTS, callers=CALLERS_AND_STALE))
def test_conflicts_are_refused(submission: Any, history: History) -> None:
    """What belongs to another transaction is refused; so is a number that is not open."""
    session = Session(submission, history.arena, Aspect.REFUSAL)
    play(session, history)


@graded("failed-calls-leave-no-trace")
@settings(max_examples=70)
@given(history=histories(MANY_RESIZES, CLAIM_AMOUNTS, callers=CALLERS_AND_STALE))
def test_failed_calls_leave_no_trace(submission: Any, history: History) -> None:
    """statistics() is the same before and after every call that raises."""
    session = Session(submission, history.arena, Aspect.TRACE)
    play(session, history)
    grow_by_all_that_is_left(session)
    use_up_all_that_is_left(session)
