"""What must be refused, and what must go on working after it: one row, one short trial."""

from collections.abc import Callable
from typing import Any

from exercises.process_cipher.stub.solution import LINE_SIZE, REGISTER_LIMIT
from exercises.process_cipher.tests.machine import KEY, REFUSED, ZEROS, Machine, text_of
from exercises.process_cipher.tests.messages import shown
from harness.byte_strings import sized
from harness.refusals import Misuse, expect_not_made
from harness.remote.errors import GuestRaised

LINES = 20
BLOCK = bytes(16)


def _must_raise(kind: type[Exception], call: str, why: str, deed: Callable[[], object]) -> None:
    try:
        found = deed()
    except kind:
        return
    except GuestRaised as error:
        raise AssertionError(f"{call} raised {error}; right is {kind.__name__}: {why}") from None
    raise AssertionError(f"{call} gave {shown(found)}; it must raise {kind.__name__}: {why}")


def _ready(submission: Any, lines: int = LINES) -> Machine:
    machine = Machine.ready(submission, lines)
    found = machine.write(3 % lines, text_of(3 % lines, 0))
    assert found is None, f"write(3, ...) gave {shown(found)} though nobody has touched the memory"
    return machine


def _still_works(machine: Machine, after: str) -> None:
    assert not machine.operations, (
        f"{after} yielded {len(machine.operations)} operations before it raised; it must yield none"
    )
    for line in (3 % machine.lines, 0):
        found, right = machine.read(line), machine.values[line]
        assert found == right, (
            f"after the refused {after}, read({line}) gave {shown(found)}; right is {shown(right)}: a"
            " refused call changes nothing"
        )


def _cipher_row(method: str, *args: object, why: str) -> Misuse:
    call = f"{method}({', '.join(map(sized, args))})"

    def play(submission: Any) -> None:
        engine = submission.ProcessCipher(KEY, 1)
        _must_raise(ValueError, call, why, lambda: getattr(engine, method)(*args))

    return Misuse(call, play)


def _constructor_row(*args: object, why: str) -> Misuse:
    call = f"ProcessCipher({', '.join(map(sized, args))})"

    def play(submission: Any) -> None:
        expect_not_made(lambda: submission.ProcessCipher(*args), call, why)

    return Misuse(call, play)


def _bad_line(line: int, *, is_write: bool) -> Misuse:
    call = f"write({line}, <64 bytes>)" if is_write else f"read({line})"

    def play(submission: Any) -> None:
        machine = _ready(submission)
        why = f"the lines are 0 to {LINES - 1}"
        if is_write:
            _must_raise(IndexError, call, why, lambda: machine.write(line, ZEROS))
        else:
            _must_raise(IndexError, call, why, lambda: machine.read(line))
        _still_works(machine, call)

    return Misuse(call, play)


def _bad_data(size: int) -> Misuse:
    call = f"write(3, <{size} bytes>)"

    def play(submission: Any) -> None:
        machine = _ready(submission)
        why = f"a line has {LINE_SIZE} bytes"
        _must_raise(ValueError, call, why, lambda: machine.write(3, b"x" * size))
        _still_works(machine, call)

    return Misuse(call, play)


def _too_early(submission: Any) -> None:
    machine = Machine.new(submission, LINES)
    for call, deed in (
        ("read(0)", lambda: machine.read(0)),
        ("write(0, ...)", lambda: machine.write(0, ZEROS)),
        ("suspend()", machine.engine.suspend),
    ):
        _must_raise(RuntimeError, call, "the memory is not initialized", deed)
        assert not machine.operations, f"{call} yielded an operation before it raised RuntimeError"
    found = machine.initialize()
    assert found is None, f"initialize() gave {shown(found)} after calls that came too early"
    machine.operations = []
    _still_works(machine, "call before initialize()")


def _second_initialization(cut: str) -> Misuse:
    def play(submission: Any) -> None:
        machine = _ready(submission)
        if cut:
            machine.cycle()
        why = f"the memory is initialized already{cut}"
        _must_raise(RuntimeError, "a second initialize()", why, machine.initialize)
        _still_works(machine, f"second initialize(){cut}")

    return Misuse(f"a second initialization{cut}", play)


def _another_key(key: bytes, what: str) -> Misuse:
    def play(submission: Any) -> None:
        machine = _ready(submission)
        registers = machine.suspend()
        try:
            machine.engine = submission.ProcessCipher(key, LINES, registers)
        except ValueError:
            return  # registers that prove their key are more than was asked for
        found = machine.read(3)
        assert found is REFUSED, (
            f"an engine with {what} read line 3 of this memory as {shown(found)}; it must raise"
            " IntegrityError: the tags were made under another key"
        )

    return Misuse(f"an engine with {what}", play)


def _cipher_rows() -> list[Misuse]:
    key, block, counter = "a key has 16 bytes", "a block has 16 bytes", "it has 16 bytes"
    return [
        *(_cipher_row("aes_encrypt_block", bytes(n), BLOCK, why=key) for n in (0, 15, 17, 24, 32)),
        *(_cipher_row("aes_encrypt_block", BLOCK, bytes(n), why=block) for n in (0, 15, 17, 32)),
        *(_cipher_row("ctr", bytes(n), BLOCK, b"text", why=key) for n in (0, 15, 32)),
        *(_cipher_row("ctr", BLOCK, bytes(n), b"text", why=counter) for n in (0, 8, 12, 15, 17)),
        _cipher_row("ctr", bytes(15), BLOCK, b"", why=key),
        *(_cipher_row("cmac", bytes(n), b"text", why=key) for n in (0, 15, 17, 32)),
    ]


def _rows() -> list[Misuse]:
    key, lines = "a key has 32 bytes", "a process has a line"
    above = "suspend never gives so much"
    return [
        *_cipher_rows(),
        *(_constructor_row(bytes(n), 4, why=key) for n in (0, 16, 31, 33, 64)),
        *(_constructor_row(KEY, n, why=lines) for n in (0, -1, -64)),
        _constructor_row(KEY, 4, bytes(REGISTER_LIMIT + 1), why=above),
        *(_bad_line(n, is_write=w) for n in (-1, -LINES, LINES, LINES + 44) for w in (False, True)),
        *(_bad_data(size) for size in (0, 1, 63, 65, 128)),
        Misuse("calls before the initialization", _too_early),
        _second_initialization(""),
        _second_initialization(" (and the power was cut in between)"),
        _another_key(bytes(reversed(KEY)), "another key"),
        _another_key(KEY[:16] + bytes(16), "another tag key (the second half)"),
    ]


MISUSES = _rows()
