"""What the judge forges is forged, and what it calls genuine is genuine."""

import pytest

from exercises.network_cipher.tests import forgeries, model
from exercises.network_cipher.tests.arguments import marks
from exercises.network_cipher.tests.forgeries import (
    OPENED,
    Scene,
    flipped,
    genuine,
    text_of,
    with_wrong_tag,
)
from exercises.network_cipher.tests.model import LEAST_RECORD, MOST_RECORD, Receiver
from exercises.network_cipher.tests.session import PRIVATES, SECRET, End, handshake_of

SCENES = list(forgeries.scenes())


def test_both_ends_know_the_same_keys() -> None:
    """What one end sends the other one reads."""
    one, other = End(initiator=True), End(initiator=False)
    assert one.outgoing.first_key == other.incoming.first_key == handshake_of(SECRET).keys[0]
    assert one.incoming.first_key == other.outgoing.first_key == handshake_of(SECRET).keys[1]
    assert all(len(private) == 32 for private in PRIVATES)


def test_a_flip_changes_one_bit() -> None:
    """Positions count from the end where they are negative."""
    assert flipped(b"\0\0", -1, 3) == b"\0\x08"


def test_wrong_tags_do_not_open() -> None:
    """Near and far, where no genuine record could be made."""
    records = End(rekey_interval=1).incoming
    assert records.unsealed(with_wrong_tag(records, 3)) is None
    assert with_wrong_tag(records, 2**40)[:8] == (2**40).to_bytes(8, "little")


@pytest.mark.parametrize("scene", SCENES, ids=range(len(SCENES)))
def test_scenes_are_legal(scene: Scene) -> None:
    """Every genuine record may be opened when its turn comes; every forged one opens for nobody."""
    end = scene.end
    receiver = Receiver(end.window_size, end.rekey_interval, end.message_limit)
    for counter in (*scene.opened, *scene.genuine):
        assert receiver.why_refuse(counter) is None
        receiver.accept(counter)
    for counter in scene.forged:
        record = scene.forge(counter)
        assert int.from_bytes(record[:8], "little") == counter
        if counter // end.rekey_interval < forgeries.MOST_EPOCHS:
            assert end.incoming.unsealed(record) is None


def test_tampered_records_are_illegal() -> None:
    """Each is no record, opens for nobody, is badly padded, or is a replay."""
    for tampering in forgeries.tamperings():
        record, records = tampering.record, tampering.end.incoming
        if record is None or not LEAST_RECORD <= len(record) <= MOST_RECORD:
            continue
        counter = int.from_bytes(record[:8], "little")
        if counter // records.interval > forgeries.MOST_EPOCHS:
            continue
        inner = records.unsealed(record)
        is_replay = record == genuine(records, OPENED)
        assert inner is None or model.text_inside(inner) is None or is_replay, tampering.what


def test_marks_are_where_acceptance_changes() -> None:
    """The highest, the end of the window, the borders of epochs, and the limit."""
    receiver = Receiver(7, 4, 40)
    receiver.accept(20)
    found = marks(receiver)
    assert {20, 21, 13, 16, 24, 40}.issubset(found)
    assert text_of(20) != text_of(21)
