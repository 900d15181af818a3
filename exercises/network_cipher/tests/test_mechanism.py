"""Mechanism: which records are accepted, and that those that are not leave nothing behind.

The judge is the other end of the session: every trial also opens genuine records, so that refusing
everything earns nothing.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.network_cipher.stub.solution import RecordError
from exercises.network_cipher.tests import forgeries
from exercises.network_cipher.tests.arguments import History, histories, history
from exercises.network_cipher.tests.forgeries import (
    AFTER,
    FRESH,
    INTERVAL,
    OPENED,
    Scene,
    Tampering,
    genuine,
    text_of,
    with_wrong_tag,
)
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.misuse import MISUSES
from exercises.network_cipher.tests.model import Receiver
from exercises.network_cipher.tests.session import (
    FAR_INTERVAL,
    GENERATION,
    REFUSED,
    End,
    must_open,
    must_refuse,
    open_record,
    outcome,
    stranger,
)
from harness.graded import AnotherRuleBrokenError, graded
from harness.refusals import Misuse
from harness.strategies import pick, with_examples

WIDE = 1 << 62
DIRECTED_HISTORIES = (
    history(End(), 0, 1, 0, 1, 2),
    history(End(window_size=4), 5, 3, 3, 4, 5, 2, 1),
    history(End(window_size=4), 10, 7, 6),
    history(End(window_size=1), 0, 1, 0, 3, 2, 3),
    history(End(window_size=2), 1, 0, 0, 3, 2, 1),
    history(End(window_size=64), 0, 1, 63, 64, 0, 1, 2, 128, 64, 65, 65),
    history(End(window_size=64), 127, 64, 63, 64, 191, 128, 127),
    history(End(window_size=100), 150, 51, 50, 51, 250, 151, 150),
    history(End(window_size=7), 6, 0, 0, 7, 0, 1, 13, 6, 7),
    history(End(window_size=1000), 999, 0, 0, 1000, 0, 1, 1, 1063, 64, 63),
    history(End(window_size=32), 3, 2, 35, 3, 4, 4, 67, 35, 36, 36),
    history(End(), -10, 9, 9, -10, 3),
    history(End(), 5, -4, 3, 3, -6, 4),
    history(End(window_size=4), 0, -101, 1, -3, 2, 2),
    history(End(rekey_interval=4), 3, 5, 2, 2, 9, 1, 4, 0, 8),
    history(End(rekey_interval=4, window_size=1000), 3, 9, 2, 6, 7, 13, 5, 12),
    history(End(rekey_interval=4), 19, 20, 35, 36, 55, 56, 51, 47),
    history(End(rekey_interval=4), 20, 24, 19),
    history(End(rekey_interval=2), 1, 9, 7, 5, 6, 8),
    history(End(rekey_interval=1), 0, 4, 3, 2, 5, 4, 10, 9),
    history(End(rekey_interval=1, window_size=1), 0, 1, 0, 5, 5, 9),
    history(End(message_limit=10), 9, 10, 11, 8),
    history(End(message_limit=1), 0, 1, 0),
    history(End(rekey_interval=FAR_INTERVAL), 0, 2**60 - 1, 0, 2**60 - 2, 2**60 - 64, 2**60 - 65),
    history(End(rekey_interval=FAR_INTERVAL), 2**32, 2**32 - 1, 2**32 - 64, 2**33, 2**32, 2**33),
    history(End(rekey_interval=FAR_INTERVAL, window_size=1000), 5, 2**59, 2**59 - 999, 6, 2**59),
    history(
        End(rekey_interval=WIDE, message_limit=2**64 - 1),
        *(2**63 - 1, 2**63, 2**63 + 1, 2**63, 2**64 - 2, 2**64 - 2, 2**64 - 3),
    ),
)


@graded("acceptance-is-exact")
@settings(max_examples=80)
@with_examples(*DIRECTED_HISTORIES)
@given(case=histories())
def test_acceptance_is_exact(submission: Any, case: History) -> None:
    """A record opens exactly if rule 5 says so."""
    end = case.end
    cipher, records = end.connect(submission), end.incoming
    receiver = Receiver(end.window_size, end.rekey_interval, end.message_limit)
    for arrival in case.arrivals:
        counter = arrival.counter
        why = "its tag is wrong" if arrival.is_forged else receiver.why_refuse(counter)
        is_sealed = counter // end.rekey_interval <= forgeries.MOST_EPOCHS
        is_genuine = is_sealed and not arrival.is_forged
        record = genuine(records, counter) if is_genuine else with_wrong_tag(records, counter)
        found = open_record(cipher, record)
        what = f"open of {'a genuine' if is_genuine else 'a forged'} record {counter}"
        if why is not None:
            assert found is REFUSED, (
                f"{what} gave {shown(found)}; it must raise RecordError: {why}. {_state(receiver)}"
            )
            continue
        assert found is not REFUSED, f"{what} raised RecordError; it is legal. {_state(receiver)}"
        if found != text_of(counter):
            raise AnotherRuleBrokenError(f"{what} gave {shown(found)}: see A3")
        receiver.accept(counter)


def _state(receiver: Receiver) -> str:
    accepted = ", ".join(map(str, sorted(receiver.accepted))) or "none"
    return (
        f"Accepted before: {accepted}; H = {receiver.highest}, window_size {receiver.window_size},"
        f" rekey_interval {receiver.interval}, message_limit {receiver.limit}"
    )


FLOOD = 40
FLOOD_EPOCHS = (200, 3000)
FLOOD_INTERVAL = 16
MOST_TIMES_OPENING = 20
SCENES = tuple(forgeries.scenes())


@graded("forged-records-change-nothing")
@settings(max_examples=1)
@with_examples(*SCENES, *FLOOD_EPOCHS)
@given(case=st.sampled_from(SCENES))
def test_forged_records_change_nothing(submission: Any, case: Scene | int) -> None:
    """Whatever is forged, genuine records open as before, once each; a flood costs little."""
    if isinstance(case, int):
        _flood_costs_little(submission, case)
        return
    cipher, records = case.end.connect(submission), case.end.incoming
    for counter in case.opened:
        must_open(cipher, genuine(records, counter), text_of(counter), f"open of record {counter}")
    for counter in case.forged:
        found = open_record(cipher, case.forge(counter))
        assert found is REFUSED, (
            f"a forged record {counter} ({case.how}) gave {shown(found)}; right is RecordError"
        )
    interval = case.end.rekey_interval
    what = f"after forged records {_numbers(case.forged)} ({case.how}; rekey_interval {interval})"
    for counter in case.genuine:
        record = genuine(records, counter)
        must_open(cipher, record, text_of(counter), f"{what}, open of record {counter}")
        found = open_record(cipher, record)
        assert found is REFUSED, f"{what}, record {counter} opens twice; right is RecordError"


def _numbers(counters: tuple[int, ...]) -> str:
    return ", ".join(map(str, counters))


def _flood_costs_little(submission: Any, epochs: int) -> None:
    """Compare refusing records far ahead with opening as many; batches of it hide nothing.

    What is refused in a batch is refused whatever comes after it.
    """
    end = End(rekey_interval=FLOOD_INTERVAL)
    cipher, records = end.connect(submission), end.incoming
    opening = submission.batch()
    for counter in range(FLOOD):
        opening.call(cipher, "open", GENERATION, genuine(records, counter))
    opened = opening.run()
    for counter, answer in enumerate(opened):
        found = answer.exception or answer.value
        assert found == text_of(counter), f"open of record {counter} gave {shown(found)}"
    flood = submission.batch()
    for counter in range(epochs * FLOOD_INTERVAL, epochs * FLOOD_INTERVAL + FLOOD):
        flood.call(cipher, "open", GENERATION, with_wrong_tag(records, counter))
    refused = flood.run()
    for answer in refused:
        error = answer.exception
        assert error is not None, f"a forged record {epochs} epochs ahead gave {answer.value!r}"
        assert isinstance(error, RecordError), stranger("open", error)
    ratio = refused.cpu_seconds / opened.cpu_seconds
    assert ratio <= MOST_TIMES_OPENING, (
        f"refusing {FLOOD} forged records {epochs} epochs ahead took {ratio:.0f} times as long as"
        f" opening {FLOOD} genuine ones; more than {MOST_TIMES_OPENING} times fails. A counter more"
        " than MAX_EPOCHS_AHEAD epochs ahead is refused before any key is made"
    )
    must_open(cipher, genuine(records, FLOOD), text_of(FLOOD), "after the flood, the next record")


DIRECTED_TAMPERINGS = tuple(forgeries.tamperings())
ENDS = tuple(End(initiator=initiator, rekey_interval=INTERVAL) for initiator in (True, False))
_PLACES = st.integers(0, 2**16)


@st.composite
def flips(draw: st.DrawFn) -> Tampering:
    """Draw one bit of a record to flip."""
    end = pick(draw, ENDS)
    record = genuine(end.incoming, FRESH)
    at, bit = draw(_PLACES) % len(record), draw(_PLACES) % 8
    what = f"bit {bit} of byte {at} of {len(record)} is flipped"
    return Tampering(end, what, forgeries.flipped(record, at, bit))


@graded("tampered-records-are-refused")
@settings(max_examples=30)
@with_examples(*DIRECTED_TAMPERINGS)
@given(case=flips())
def test_tampered_records_are_refused(submission: Any, case: Tampering) -> None:
    """A record that was tampered with raises RecordError, made without arguments."""
    end = case.end
    cipher, records = end.connect(submission), end.incoming
    before, after = (f"{case.what}: {when} it, open" for when in ("before", "after"))
    must_open(cipher, genuine(records, OPENED), text_of(OPENED), before)
    record = cipher.seal(GENERATION, b"sent back") if case.record is None else case.record
    must_refuse(outcome(cipher.open, GENERATION, record), RecordError, f"{case.what}: open")
    must_open(cipher, genuine(records, AFTER), text_of(AFTER), after)


@graded("misuse-and-snapshots-are-refused")
@settings(max_examples=1)
@with_examples(*MISUSES)
@given(case=st.sampled_from(MISUSES))
def test_misuse_and_snapshots_are_refused(submission: Any, case: Misuse) -> None:
    """What must be refused is refused, and what follows a refusal works."""
    case.play(submission)
