"""An engine for tests of the judge: it trusts the memory, and looks like a remote object."""

from collections.abc import Callable, Generator
from typing import Any

from exercises.process_cipher.stub.solution import LINE_SIZE, Fetch, IntegrityError, Store
from harness.remote.errors import GuestRaised
from harness.remote.proxy import Finished, Yielded

SHIFT = 0x5A


class RefusedError(GuestRaised, IntegrityError):
    """An IntegrityError as it arrives from a guest."""

    names = ("IntegrityError", "Exception", "BaseException", "object")


class Running:
    """A generator as tests of an exercise hold it."""

    def __init__(self, generator: Generator[Any, Any, Any]) -> None:
        self._generator = generator

    def resume(self, value: Any = None) -> Yielded | Finished:
        """Run to the next yield or the end."""
        try:
            return Yielded(self._generator.send(value))
        except StopIteration as stop:
            return Finished(stop.value)


class TrustingEngine:
    """Stores text XOR a byte that grows with every write, and keeps that byte behind the lines."""

    def __init__(self, _: bytes, lines: int, registers: bytes | None = None) -> None:
        self._lines = lines
        self._registers = registers or b"x"
        self.refuses = False

    def memory_size(self) -> int:
        """Return room for the lines and a byte for each."""
        return (LINE_SIZE + 1) * self._lines

    def suspend(self) -> bytes:
        """Return something."""
        return self._registers

    def initialize(self) -> Running:
        """Store zeros."""

        def steps() -> Generator[Any, Any, None]:
            for line in range(self._lines):
                yield Store(LINE_SIZE * line, bytes([line]) * LINE_SIZE)
                yield Store(LINE_SIZE * self._lines + line, bytes([line]))

        return Running(steps())

    def read(self, line: int) -> Running:
        """Fetch line and byte."""

        def steps() -> Generator[Any, Any, bytes]:
            stored = yield Fetch(LINE_SIZE * line, LINE_SIZE)
            byte = yield Fetch(LINE_SIZE * self._lines + line, 1)
            if self.refuses:
                raise RefusedError
            return bytes(one ^ byte[0] for one in stored)

        return Running(steps())

    def write(self, line: int, data: bytes) -> Running:
        """Fetch the byte, store line and byte."""

        def steps() -> Generator[Any, Any, None]:
            byte = yield Fetch(LINE_SIZE * self._lines + line, 1)
            new = (byte[0] + SHIFT) % 256
            yield Store(LINE_SIZE * line, bytes(one ^ new for one in data))
            yield Store(LINE_SIZE * self._lines + line, bytes([new]))

        return Running(steps())


class FakeSubmission:
    """Makes engines of one class."""

    def __init__(self, kind: Callable[..., Any] = TrustingEngine) -> None:
        self.ProcessCipher = kind
        self.new_processes = 0

    def begin_trial(self) -> None:
        """Nothing is kept between trials."""

    def renew_process(self) -> None:
        """Count."""
        self.new_processes += 1
