"""A machine under test: an engine of the solution, and the memory, which is the judge's.

``Machine`` keeps what every line must hold, what was stored last in each line's place, and all pads
that were ever seen. An ``Image`` is a machine whose power is off: registers and memory. Machines
started from one image are separate worlds, so attacks are tried on copies.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from exercises.process_cipher.stub.solution import (
    LINE_SIZE,
    REGISTER_LIMIT,
    Fetch,
    IntegrityError,
    Store,
)
from exercises.process_cipher.tests.messages import operation, shown
from harness.byte_strings import sized
from harness.graded import AnotherRuleBrokenError
from harness.remote.errors import GuestRaised
from harness.remote.proxy import Finished, RemoteGenerator

KEY = bytes(range(32))
ZEROS = bytes(LINE_SIZE)
MOST_OPERATIONS = 2000
"""Of one call, and so many more for each line."""
MOST_BYTES_A_LINE = 1024
MOST_BYTES_BESIDE = 65536


class Refused:
    """What a call ends with when the solution raised IntegrityError."""

    def __repr__(self) -> str:
        """Return what a message says of it."""
        return "IntegrityError"


REFUSED = Refused()

Lie = Callable[[int, Fetch, bytes], bytes]
"""What is answered to a Fetch: from its step among the operations of its call, and the true answer."""


def text_of(line: int, number: int) -> bytes:
    """Return 64 bytes that name a line and the number of the write that writes them."""
    return (b"write %03d to line %03d. " % (number, line) * 2).ljust(LINE_SIZE, b".")


@dataclass(frozen=True, slots=True)
class Image:
    """A machine that is switched off, and what the judge knows of it."""

    lines: int
    registers: bytes
    memory: bytes
    values: tuple[bytes, ...]
    stored: tuple[bytes | None, ...]
    pads: frozenset[bytes]


@dataclass(slots=True)
class Machine:
    """An engine and its memory.

    Attributes:
        values: What each line must hold.
        stored: What the engine stored last in each line's place; None if it never did.
        pads: All that was stored XOR what it stands for, in blocks.
        operations: Those of the last call.
        lie: What fetches are answered with, if not with the truth.
        at_step: Called before each operation of a call with its number, from 0 on.
        error: The last IntegrityError.
    """

    submission: Any
    engine: Any
    lines: int
    memory: bytearray
    values: list[bytes]
    stored: list[bytes | None]
    pads: set[bytes]
    operations: list[Fetch | Store] = field(default_factory=list)
    lie: Lie | None = None
    at_step: Callable[[int], None] | None = None
    error: GuestRaised | None = None

    @classmethod
    def new(cls, submission: Any, lines: int, seed: int = 0) -> "Machine":
        """Return a machine whose memory holds arbitrary bytes and is not initialized."""
        engine = submission.ProcessCipher(KEY, lines)
        size = engine.memory_size()
        most = MOST_BYTES_A_LINE * lines + MOST_BYTES_BESIDE
        assert LINE_SIZE * lines <= size <= most, (
            f"memory_size() of {lines} lines returned {size}; it must be {LINE_SIZE * lines} for the"
            f" lines, and what the metadata need (at most {most} together)"
        )
        memory = bytearray(Random(seed).randbytes(size))
        return cls(submission, engine, lines, memory, [ZEROS] * lines, [None] * lines, set())

    @classmethod
    def ready(cls, submission: Any, lines: int, seed: int = 0) -> "Machine":
        """Return an initialized machine."""
        machine = cls.new(submission, lines, seed)
        machine.initialize()
        return machine

    @classmethod
    def boot(cls, submission: Any, image: Image) -> "Machine":
        """Switch a copy of a machine on."""
        return cls(
            submission,
            submission.ProcessCipher(KEY, image.lines, image.registers),
            image.lines,
            bytearray(image.memory),
            list(image.values),
            list(image.stored),
            set(image.pads),
        )

    def image(self) -> Image:
        """Switch off: all that is left are the registers and the memory."""
        return Image(
            self.lines,
            self.suspend(),
            bytes(self.memory),
            tuple(self.values),
            tuple(self.stored),
            frozenset(self.pads),
        )

    def suspend(self) -> bytes:
        """Return the registers."""
        registers: bytes = self.engine.suspend()
        assert len(registers) <= REGISTER_LIMIT, (
            f"suspend() of {self.lines} lines returned {len(registers)} bytes; {REGISTER_LIMIT} are on"
            " chip"
        )
        return registers

    def cycle(self, *, new_process: bool = False) -> None:
        """Cut the power, and go on from the registers, if wanted in a new process."""
        registers = self.suspend()
        if new_process:
            self.submission.renew_process()
        try:
            self.engine = self.submission.ProcessCipher(KEY, self.lines, registers)
        except GuestRaised as error:
            where = "a new process" if new_process else "a new object"
            raise AssertionError(
                f"suspend() gave {sized(registers)}; with them ProcessCipher(key, {self.lines}, ...)"
                f" raised {error} in {where}"
            ) from None

    def initialize(self) -> Any:
        """Let the engine make every line zero; return None or ``REFUSED``."""
        return self._run("initialize()", self.engine.initialize)

    def read(self, line: int) -> Any:
        """Return what the engine reads, or ``REFUSED``."""
        return self._run(f"read({line})", lambda: self.engine.read(line))

    def write(self, line: int, data: bytes) -> Any:
        """Let the engine write; return None or ``REFUSED``. A write that succeeds counts."""
        found = self._run(f"write({line}, ...)", lambda: self.engine.write(line, data))
        if found is not REFUSED:
            self.values[line] = data
            self.note_stored()
        return found

    def note_stored(self) -> list[bytes]:
        """Note what the last call stored in lines' places; return the pads of what is new there."""
        touched: set[int] = set()
        for done in self.operations:
            if isinstance(done, Store):
                end = min(done.address + len(done.data), LINE_SIZE * self.lines)
                touched.update(range(done.address // LINE_SIZE, -(-end // LINE_SIZE)))
        found = []
        for line in sorted(touched):
            now = self.in_memory(line)
            if now != self.stored[line]:
                found += pads_of(now, self.values[line])
            self.stored[line] = now
        self.pads.update(found)
        return found

    def in_memory(self, line: int) -> bytes:
        """Return what lies in a line's place now."""
        return bytes(self.memory[LINE_SIZE * line : LINE_SIZE * (line + 1)])

    def fetched(self) -> list[tuple[int, int]]:
        """Return the places that the last call fetched, in order."""
        return [(o.address, o.length) for o in self.operations if isinstance(o, Fetch)]

    def stores(self) -> list[Store]:
        """Return what the last call stored, in order."""
        return [done for done in self.operations if isinstance(done, Store)]

    def _run(self, call: str, start: Callable[[], RemoteGenerator]) -> Any:
        self.operations, self.error = [], None
        answer: bytes | None = None
        try:
            generator = start()
            while not isinstance(step := generator.resume(answer), Finished):
                answer = self._perform(call, step.value)
        except IntegrityError as error:
            self.error = error  # type: ignore[assignment] # what arrives is both
            return REFUSED
        if call == "initialize()":
            self.note_stored()
        return step.value

    def _perform(self, call: str, wanted: Fetch | Store) -> bytes | None:
        step = len(self.operations)
        most = MOST_OPERATIONS + 40 * self.lines
        assert step < most, f"{call} has made {most} operations and goes on"
        length = wanted.length if isinstance(wanted, Fetch) else len(wanted.data)
        size = len(self.memory)
        is_inside = length > 0 and 0 <= wanted.address <= size - length
        assert is_inside, (
            f"{call} yielded {operation(wanted)}; the memory of {self.lines} lines has the addresses 0"
            f" to {size - 1}, and an operation at least one byte"
        )
        if self.at_step is not None:
            self.at_step(step)
        self.operations.append(wanted)
        place = slice(wanted.address, wanted.address + length)
        if isinstance(wanted, Store):
            self.memory[place] = wanted.data
            return None
        truth = bytes(self.memory[place])
        return truth if self.lie is None else self.lie(step, wanted, truth)


def pads_of(stored: bytes, text: bytes) -> list[bytes]:
    """Return the pads, in blocks of 16 bytes, under which a text is stored so."""
    mixed = bytes(one ^ other for one, other in zip(stored, text, strict=True))
    return [mixed[at : at + 16] for at in range(0, LINE_SIZE, 16)]


def honest(machine: Machine, what: str, found: object, right: object) -> None:
    """Pass over a trial in which the engine fails although nobody has touched the memory."""
    if found != right:
        raise AnotherRuleBrokenError(
            f"nobody has touched the memory, and {what} of {machine.lines} lines gave {shown(found)};"
            f" right is {shown(right)}"
        )
