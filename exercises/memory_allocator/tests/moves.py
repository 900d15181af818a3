"""Plays the steps of ``arguments`` in a session: picks the range, the transaction and the size."""

from exercises.memory_allocator.tests.arguments import (
    OUTSIDE,
    STALE,
    Amount,
    Basis,
    Deed,
    History,
    Step,
)
from exercises.memory_allocator.tests.model import Model
from exercises.memory_allocator.tests.session import Session


def play(session: Session, history: History) -> None:
    """Play all steps."""
    for step in history.steps:
        take(session, step)


def take(session: Session, step: Step) -> bool:
    """Play one step; return False if there was nothing for it to act on."""
    model = session.model
    transaction = _transaction(session, step)
    address = _address(session, step)
    if step.deed is Deed.ALLOCATE:
        own = 0 if transaction is None else model.claims.get(transaction, 0)
        alignment = step.alignment_granules * model.arena.granule or 1
        session.allocate(size_in_bytes(session, step.amount, own), alignment, transaction)
    elif step.deed is Deed.BEGIN:
        session.begin(size_in_bytes(session, step.amount, 0, least=0))
    elif step.deed is Deed.FREE and address is not None:
        session.free(address, transaction)
    elif step.deed is Deed.RESIZE and address is not None:
        own = model.ranges[address].size
        session.reallocate(address, size_in_bytes(session, step.amount, own))
    elif step.deed is Deed.COMMIT and transaction is not None:
        session.commit(transaction)
    elif step.deed is Deed.ROLLBACK and transaction is not None:
        session.rollback(transaction)
    else:
        return False
    return True


def grow_by_all_that_is_left(session: Session, beyond: int = 0) -> None:
    """Ask for every ordinary range to grow by all unclaimed bytes, and ``beyond`` more."""
    for held in list(session.model.ranges.values()):
        if held.is_ordinary:
            session.reallocate(held.start, held.size + session.model.unclaimed + beyond)


def use_up_all_that_is_left(session: Session) -> None:
    """Ask in each transaction for its claim and all unclaimed bytes, in one piece."""
    for transaction, claim in list(session.model.claims.items()):
        size = claim + session.model.unclaimed
        if size:
            session.allocate(size, transaction=transaction)


def busy_transactions(session: Session, least: int = 3) -> list[int]:
    """Return the open transactions, at least so many; each makes a range and frees another."""
    for _ in range(least - len(session.model.claims)):
        session.begin()
    granule = session.model.arena.granule
    for transaction in session.model.claims:
        session.allocate(granule)
        session.allocate(granule, transaction=transaction)
        ordinary = [held for held in session.model.ranges.values() if held.is_ordinary]
        for held in ordinary[:1]:
            session.free(held.start, transaction)
    return list(session.model.claims)


def give_up_new_ranges(session: Session) -> None:
    """Free every range in the transaction that made it."""
    for held in list(session.model.ranges.values()):
        if held.made_by is not None:
            session.free(held.start, held.made_by)


def size_in_bytes(session: Session, amount: Amount, own: int, least: int = 1) -> int:
    """Return what an amount means now; ``own`` is the size or the claim of who asks."""
    model = session.model
    basis = _basis(model, amount.basis, own)
    granule = model.arena.granule
    return max(least, basis + amount.granules * granule - amount.bytes_less % granule)


def _basis(model: Model, basis: Basis, own: int) -> int:
    value = {Basis.NOTHING: 0, Basis.SAME: own, Basis.ARENA: model.arena.size}.get(basis)
    if value is not None:
        return value
    if basis is Basis.LARGEST:
        return model.largest()
    unclaimed = model.unclaimed
    return {
        Basis.SAME_AND_UNCLAIMED: own + unclaimed,
        Basis.UNCLAIMED: unclaimed,
        Basis.HALF_UNCLAIMED: unclaimed // 2,
        Basis.FREE: unclaimed + model.claimed,
    }[basis]


def _transaction(session: Session, step: Step) -> int | None:
    used, open_now = session.model.numbers_used, list(session.model.claims)
    if step.who == STALE:
        never_begun = [max(used, default=0) + 1, min(used, default=1) - 1]
        stale = [*sorted(used.difference(open_now)), *never_begun]
        return stale[step.pick % len(stale)]
    if step.who == OUTSIDE or not open_now:
        return None
    return open_now[step.who % len(open_now)]


def _address(session: Session, step: Step) -> int | None:
    live = list(session.model.ranges)
    return live[step.pick % len(live)] if live else None
