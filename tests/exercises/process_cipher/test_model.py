"""The oracle of the process cipher agrees with what was published."""

import pytest

from exercises.process_cipher.tests import model, vectors
from exercises.process_cipher.tests.vectors import BlockVector, TagVector
from exercises.process_cipher.tests.yardstick import look_up


@pytest.mark.parametrize("vector", vectors.BLOCKS, ids=lambda v: v.source)
def test_blocks_are_those_published(vector: BlockVector) -> None:
    """AES-128 of the oracle gives what the standard prints."""
    assert model.aes_encrypt_block(vector.key, vector.block) == vector.result


def test_stream_is_the_published_one() -> None:
    """Counter mode of the oracle gives what the recommendation prints."""
    found = model.ctr(vectors.STREAM_KEY, vectors.STREAM_COUNTER_BLOCK, vectors.PLAINTEXT)
    assert found == vectors.STREAM_RESULT


@pytest.mark.parametrize("vector", vectors.TAGS, ids=lambda v: v.source)
def test_tags_are_those_published(vector: TagVector) -> None:
    """AES-CMAC of the oracle gives what the standard prints."""
    assert model.cmac(vector.key, vector.message) == vector.tag


def test_look_ups_go_through_every_byte_in_every_round() -> None:
    """What costs are measured against does the work: its result depends on each byte."""
    plain = look_up(bytes(16))
    assert all(look_up(bytes(at) + b"\1" + bytes(15 - at)) != plain for at in range(16))
    assert look_up(bytes(16), rounds=9) != plain
