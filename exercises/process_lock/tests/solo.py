"""Whole calls, one after the other, by threads that share words: the stage on which misuse is played."""

from typing import Any

from exercises.process_lock.tests.events import translate
from exercises.process_lock.tests.model import most_operations_alone
from harness.remote.errors import GuestRaised, WrongAnswerError
from harness.remote.threads import Part, RemoteThread, Returned
from harness.schedule_table import ScheduleFailure, make_table
from harness.simulators.shared_words import Kind, illegal, perform


class Slept(Exception):  # noqa: N818 - what happened
    """A call sleeps, with nobody to wake it."""


class Stage:
    """Some threads, their words, and a table of the calls that were made."""

    def __init__(self, submission: Any, words: list[int], threads: int, word_bits: int) -> None:
        self.words = tuple(words)
        self._word_bits = word_bits
        self._threads: list[RemoteThread] = [
            submission.thread(number, "ProcessLock", number, threads, word_bits)
            for number in range(threads)
        ]
        self._has_begun = [False] * threads
        self._rows: list[list[str]] = []

    def call(self, thread: int, method: str) -> Any:
        """Make a whole call; return what it returns, or the exception that it raises.

        Raises:
            Slept: It sleeps.
            ScheduleFailure: It does not end, or does what no call may do.
        """
        answer = self._run(thread, method)
        text = repr(answer) if isinstance(answer, bool) else "returned"
        if isinstance(answer, GuestRaised):
            text = f"raised {answer.names[0]}"
        self._note(thread, f"{method}() {text}")
        return answer

    def fail(self, message: str) -> ScheduleFailure:
        """Return the failure that the calls so far amount to."""
        names = [f"thread {number}" for number in range(len(self._threads))]
        return ScheduleFailure(
            message, make_table(["call", *names, "words after"], self._rows), len(self._rows)
        )

    def _run(self, thread: int, method: str) -> Any:
        remote = self._threads[thread]
        begin = remote.go_on if self._has_begun[thread] else remote.replay
        self._has_begun[thread] = True
        part = begin([(method,)], [])[-1]
        for _ in range(most_operations_alone(len(self._threads)) + 1):
            if isinstance(part.ending, Returned):
                return part.ending.value
            if isinstance(part.ending, GuestRaised):
                return part.ending
            (part,) = remote.go_on([], [self._perform(thread, part)])
        self._note(thread, f"{method}() does not end")
        raise self.fail(f"{method}() neither returns nor sleeps")

    def _perform(self, thread: int, part: Part) -> int:
        """Perform the operation that a call waits for."""
        if isinstance(part.ending, WrongAnswerError):
            raise part.ending
        operation = translate(self._threads[thread].read(part.method, part.yields[-1]))
        why = illegal(operation, len(self.words), self._word_bits)
        if why:
            self._note(thread, f"{part.method}(): {operation}")
            raise self.fail(f"{part.method}() yielded {operation}: {why}")
        if operation.kind is Kind.FUTEX_WAIT and self.words[operation.address] == operation.first:
            self._note(thread, f"{part.method}() sleeps at {operation}")
            raise Slept(f"{part.method}() sleeps, with nobody to wake it")
        self.words, result = perform(self.words, operation, (1 << self._word_bits) - 1)
        return result

    def _note(self, thread: int, text: str) -> None:
        cells = [text if number == thread else "" for number in range(len(self._threads))]
        self._rows.append([str(len(self._rows) + 1), *cells, _shown(self.words)])


def _shown(words: tuple[int, ...]) -> str:
    """Return the words that are not 0, by address."""
    return ", ".join(f"[{place}] = {word}" for place, word in enumerate(words) if word) or "all 0"
