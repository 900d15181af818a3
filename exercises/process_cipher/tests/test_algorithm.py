"""Algorithm: the ciphers are the standards', and the engine is a memory."""

from typing import Any

from hypothesis import given, settings

from exercises.process_cipher.stub.solution import LINE_SIZE, Store
from exercises.process_cipher.tests import model, vectors
from exercises.process_cipher.tests.arguments import (
    CYCLE,
    WRITE,
    History,
    StreamCase,
    TagCase,
    carries,
    every_length,
    every_line,
    histories,
    streams,
    tags,
)
from exercises.process_cipher.tests.machine import KEY, Machine, text_of
from exercises.process_cipher.tests.messages import shown
from harness.byte_strings import difference
from harness.graded import graded
from harness.strategies import with_examples


def _named(source: str) -> str:
    return f" ({source})" if source else ""


@graded("cipher-matches-the-standard")
@settings(max_examples=60)
@with_examples(
    *(StreamCase(v.key, v.block, b"", v.source) for v in vectors.BLOCKS),
    StreamCase(
        vectors.STREAM_KEY,
        vectors.STREAM_COUNTER_BLOCK,
        vectors.PLAINTEXT,
        vectors.STREAM_SOURCE,
    ),
    *carries(),
)
@given(case=streams())
def test_cipher_matches_the_standard(submission: Any, case: StreamCase) -> None:
    """Blocks and streams are those of OpenSSL."""
    engine = submission.ProcessCipher(KEY, 1)
    found = engine.aes_encrypt_block(case.key, case.block)
    right = model.aes_encrypt_block(case.key, case.block)
    assert found == right, (
        f"aes_encrypt_block({case.key.hex()}, {case.block.hex()}){_named(case.source)}:"
        f" {found.hex()}, right is {right.hex()}"
    )
    found = engine.ctr(case.key, case.block, case.data)
    right = model.ctr(case.key, case.block, case.data)
    assert found == right, (
        f"ctr of {len(case.data)} bytes from counter block {case.block.hex()}{_named(case.source)}:"
        f" {difference(found, right)}; the block itself is encrypted right"
    )


@graded("tag-matches-the-standard")
@settings(max_examples=60)
@with_examples(*(TagCase(v.key, (v.message,), v.source) for v in vectors.TAGS), *every_length())
@given(case=tags())
def test_tag_matches_the_standard(submission: Any, case: TagCase) -> None:
    """Tags are those of OpenSSL.

    The messages of a case go in one batch: to see the next one helps nobody to compute a tag.
    """
    engine = submission.ProcessCipher(KEY, 1)
    batch = submission.batch()
    for message in case.messages:
        batch.call(engine, "cmac", case.key, message)
    for message, found in zip(case.messages, batch.run().returned(), strict=True):
        right = model.cmac(case.key, message)
        assert found == right, (
            f"cmac({case.key.hex()}, {message.hex()!r}) of {len(message)} bytes{_named(case.source)}:"
            f" {found.hex()}, right is {right.hex()}"
        )


@graded("engine-is-a-memory")
@settings(max_examples=24)
@with_examples(*(every_line(lines) for lines in (1, 2, 9, 17, 63, 64, 65)))
@given(case=histories())
def test_engine_is_a_memory(submission: Any, case: History) -> None:
    """A read gives what was written last, also after the power was cut and in a new process."""
    machine = Machine.new(submission, case.lines, case.seed)
    found = machine.initialize()
    assert found is None, f"initialize() of {case.lines} lines ended with {shown(found)}, not None"
    for number, (kind, line) in enumerate(case.deeds):
        if kind == CYCLE:
            machine.cycle()
        elif kind == WRITE:
            _write(machine, line, text_of(line, number))
        else:
            _read(machine, line, "")
    machine.cycle(new_process=True)
    assert machine.engine.memory_size() == len(machine.memory), (
        f"memory_size() was {len(machine.memory)} and is {machine.engine.memory_size()} after a resume"
    )
    touched = {line for _, line in case.deeds} | {0, case.lines - 1}
    for line in sorted(touched):
        _read(machine, line, ", after the power was cut and in a new process,")


def _write(machine: Machine, line: int, text: bytes) -> None:
    found = machine.write(line, text)
    assert found is None, (
        f"write({line}, ...) of {machine.lines} lines ended with {shown(found)}, not None; nobody has"
        " touched the memory"
    )
    stored = [done for done in machine.operations if isinstance(done, Store)]
    place = range(LINE_SIZE * line, LINE_SIZE * (line + 1))
    assert any(s.address < place.stop and s.address + len(s.data) > place.start for s in stored), (
        f"write({line}, ...) stored nothing in [{place.start}, {place.stop}), where the ciphertext of"
        f" line {line} lies"
    )


def _read(machine: Machine, line: int, when: str) -> None:
    found, right = machine.read(line), machine.values[line]
    assert found == right, (
        f"read({line}) of {machine.lines} lines{when} gave {shown(found)}; right is {shown(right)}"
        " (nobody has touched the memory)"
    )
