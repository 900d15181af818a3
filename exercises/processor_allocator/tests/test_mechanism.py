"""Mechanism: holding, repeating, expiring; first on purpose, then in a storm of messages."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.processor_allocator.stub.solution import Machine
from exercises.processor_allocator.tests.arguments import (
    LONG_AFTER,
    LONG_LEASES,
    SHORT_LEASES,
    Deed,
    History,
    Jump,
    Plan,
    Step,
    request_histories,
)
from exercises.processor_allocator.tests.clients import Channel, Storm, storms
from exercises.processor_allocator.tests.moves import play, settle
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session
from exercises.processor_allocator.tests.silence import Silence, ask_at_the_end, ask_while_held
from harness.graded import graded

HOLDING = (
    *(Deed.PREPARE,) * 4,
    *(Deed.ADMIT, Deed.ADMIT, Deed.USE_HELD, Deed.REMOVE, Deed.COMMIT, Deed.ABORT),
)
REPEATING = (
    *(Deed.PREPARE,) * 3,
    *(Deed.COMMIT,) * 3,
    *(Deed.PREPARE_OTHER, Deed.PREPARE_OTHER, Deed.PREPARE_BADLY),
    *(Deed.ABORT, Deed.REMOVE, Deed.DIVIDE),
)
EXPIRING = (
    *(Deed.PREPARE,) * 3,
    *(Deed.COMMIT, Deed.COMMIT, Deed.ABORT, Deed.ABORT, Deed.ADMIT, Deed.PREPARE_OTHER),
)
SHORT_JUMPS = (0, 0, 0, 1, 2)
JUMPS_TO_ENDS = (0, 0, 1, 3, Jump.LAST_TICK, Jump.LAST_TICK, Jump.END, Jump.END)
HELD = (Aspect.PLACE, Aspect.ROOM, Aspect.FREE, Aspect.CLASH, Aspect.FIRST)
REPEATED = (Aspect.REPEAT, Aspect.FINAL, Aspect.FREE, Aspect.MISUSE, Aspect.RUNNING)
SILENCES = st.builds(
    Silence,
    st.integers(0, 5),
    SHORT_LEASES,
    st.one_of(st.none(), st.integers(0, 12)),
)
WHOLE_LIFE = History(
    nodes=(2,),
    plans=(Plan(Machine("m0", 2, 1000, 2000, 7), 90),),
    machines=(Machine("m8", 1, 900, 1000, 1),),
    steps=tuple(
        Step(deed, 0, 0, other)
        for deed, other in (
            *((Deed.PREPARE_BADLY, 0), (Deed.PREPARE_BADLY, 1), (Deed.PREPARE, 0)),
            *((Deed.PREPARE, 0), (Deed.PREPARE_OTHER, 0), (Deed.PREPARE_OTHER, 1)),
            *((Deed.COMMIT, 0), (Deed.COMMIT, 0), (Deed.PREPARE, 0), (Deed.ABORT, 0)),
            *((Deed.DIVIDE, 1), (Deed.PREPARE_OTHER, 0), (Deed.REMOVE, 0), (Deed.PREPARE, 0)),
            *((Deed.COMMIT, 0), (Deed.ABORT, 0), (Deed.ADMIT, 0), (Deed.COMMIT, 0)),
        )
    ),
    asks_free=True,
)
"""All that can come of one request that is committed, its machine removed in the end."""
EXPIRED = (*HELD, Aspect.DEATH, Aspect.RUNNING)


@graded("held-placements-reserve")
@settings(max_examples=110)
@given(scene=st.one_of(SILENCES, request_histories(HOLDING, SHORT_JUMPS, LONG_LEASES)))
def test_held_placements_reserve(submission: Any, scene: Silence | History) -> None:
    """Nobody is placed where something is held, and nothing is placed twice."""
    if isinstance(scene, Silence):
        ask_while_held(submission, scene, *HELD)
    else:
        session = play(submission, scene, *HELD)
        session.expect_free(session.model.now)


@graded("repeats-have-one-effect")
@settings(max_examples=110)
@given(scene=st.one_of(request_histories(REPEATING, SHORT_JUMPS, LONG_LEASES), storms(LONG_LEASES)))
@example(scene=WHOLE_LIFE)
def test_repeats_have_one_effect(submission: Any, scene: History | Storm) -> None:
    """The same message gets the same answer and does nothing more; another one is refused."""
    if isinstance(scene, Storm):
        session = weather(submission, scene, *REPEATED)
    else:
        session = play(submission, scene, *REPEATED)
    session.expect_free(session.model.now)


@graded("leases-end-to-the-tick")
@settings(max_examples=120)
@given(scene=st.one_of(SILENCES, request_histories(EXPIRING, JUMPS_TO_ENDS), storms()))
def test_leases_end_to_the_tick(submission: Any, scene: Silence | History | Storm) -> None:
    """What was held is free at the end of its lease and not before; what is dead stays dead."""
    if isinstance(scene, Silence):
        ask_at_the_end(submission, scene, *EXPIRED)
    elif isinstance(scene, Storm):
        session = weather(submission, scene, *EXPIRED)
        session.expect_free(session.model.now + LONG_AFTER)
    else:
        settle(play(submission, scene, *EXPIRED), scene)


def weather(submission: Any, storm: Storm, *judged: Aspect) -> Session:
    """Let clients send through the storm until all is quiet."""
    session = Session(submission, storm.nodes, *judged)
    Channel(session, storm).run()
    return session
