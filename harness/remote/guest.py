"""The solution in its child, for one graded property: budgets, history, a fresh child when it dies."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.exercise.interface import Interface, Method
from harness.history import Call, History, NoAnswer, Raised
from harness.remote.connection import STARVED_FACTOR, Connection
from harness.remote.errors import (
    GuestBrokeProtocolError,
    GuestCrashedError,
    GuestError,
    GuestRaised,
    GuestTimedOutError,
    LoadFailedError,
    PropertyEnded,
    WrongAnswerError,
)
from harness.remote.host import Host
from harness.remote.raised import read_raised
from harness.remote.texts import shown
from harness.wire import messages
from harness.wire.values import Codec, Record, ValueRefusedError


@dataclass(frozen=True, slots=True)
class Budgets:
    """Seconds that a solution may keep its judge waiting."""

    load_seconds: float = 5
    call_seconds: float = 2
    batch_seconds: float = 5
    property_seconds: float = 30
    submission_seconds: float = 120


class WaitingTime:
    """The seconds that one submission has kept its judge waiting, over all properties."""

    def __init__(self, limit_seconds: float) -> None:
        self.limit_seconds = limit_seconds
        self.spent_seconds = 0.0


class Guest:
    """Requests about one submission, each recorded in ``history``."""

    def __init__(
        self, host: Host, source: str, interface: Interface, budgets: Budgets, waiting: WaitingTime
    ) -> None:
        self._host = host
        self._source = source
        self.interface = interface
        self.budgets = budgets
        self._waiting = waiting
        self._property_waiting = WaitingTime(budgets.property_seconds)
        self._connection: Connection | None = None
        self._next_number = 0
        self._live: list[int] = []
        self.history: History = []
        self._printed = ""
        fields = {n: tuple(k.__dataclass_fields__) for n, k in interface.records.items()}  # type: ignore[attr-defined]
        self._fields = {name: list(names) for name, names in fields.items()}
        self.codec = Codec({n: Record(k, fields[n]) for n, k in interface.records.items()})

    @property
    def waiting_seconds(self) -> float:
        """Seconds that the solution has kept the judge waiting for this property."""
        return self._property_waiting.spent_seconds

    @property
    def prints(self) -> str:
        """What the solution printed."""
        new = self._connection.prints if self._connection else ""
        return (self._printed + new)[: messages.MAX_PRINTS]

    def begin_trial(self) -> None:
        """Forget the objects and the history of the trial before."""
        self.history = []
        if self._live and self._connection is not None:
            live, self._live = self._live, []
            self._ask(messages.RELEASE, [live], self.budgets.call_seconds)
        self._live = []

    def new_number(self) -> int:
        """Return a number for an object that is about to be made."""
        self._next_number += 1
        self._live.append(self._next_number)
        return self._next_number

    def ask(
        self, call: Call, word: str, fields: list[Any], seconds: float | None = None
    ) -> tuple[str, Any]:
        """Send a request and return the reply's word and body; what goes wrong is recorded.

        Raises:
            GuestRaised: The solution raised; the stub's or builtin class of that name.
            GuestError: No proper answer came.
            PropertyEnded: It is of no use to go on with this property.
        """
        try:
            return self.request(word, fields, seconds or self.budgets.call_seconds)
        except GuestRaised as error:
            self.record(call, Raised(error.names[0], error.text))
            raise
        except (GuestError, PropertyEnded) as error:
            self.record(call, NoAnswer(str(error)))
            raise

    def request(self, word: str, fields: list[Any], seconds: float) -> tuple[str, Any]:
        """Do what ``ask`` does, and leave the recording to the caller."""
        found, body = self._ask(word, fields, seconds)
        if found == messages.RAISED:
            raise read_raised(body, self.interface)
        return found, body

    def answer(self, call: Call, method: Method, body: Any) -> Any:
        """Return the value that a call returned, and record it.

        Raises:
            WrongAnswerError: It is no value, or not of the type that the stub promises.
        """
        value = self.value(call, method, body)
        self.record(call, value)
        if not method.check(value):
            raise WrongAnswerError(
                f"{method.name} returned {shown(value)}; the stub promises {method.annotation}"
            )
        return value

    def value(self, call: Call, method: Method, body: Any) -> Any:
        """Return the plain value of a reply's body.

        Raises:
            WrongAnswerError: It is no value.
        """
        try:
            return self.codec.from_plain(body)
        except ValueRefusedError as error:
            self.record(call, NoAnswer("answered with something that is no plain value"))
            raise WrongAnswerError(f"{method.name} answered with {error}") from None

    def record(self, call: Call, answer: Any) -> None:
        """Append a call and its answer to the history."""
        self.history.append(
            Call(call.target, call.method, call.args, call.keywords, call.into, answer)
        )

    def _ask(self, word: str, fields: list[Any], seconds: float) -> tuple[str, Any]:
        connection = self._connection or self._start()
        return self._timed(lambda limit: connection.ask(word, fields, limit), seconds)

    def _start(self) -> Connection:
        """Return a connection to a fresh child that has loaded the solution."""
        self._check_budgets()
        start = time.monotonic()
        self._connection = connection = Connection(self._host.spawn())
        self._spend((time.monotonic() - start) / STARVED_FACTOR)
        imports = self.interface.imports
        allowed = None if imports is None else list(imports)
        request = [self._source, self._fields, [self.interface.main_class], allowed]
        try:
            word, body = self._timed(
                lambda limit: connection.ask(messages.LOAD, request, limit),
                self.budgets.load_seconds,
            )
        except (GuestError, PropertyEnded) as error:
            cause = error.cause if isinstance(error, PropertyEnded) else error
            raise PropertyEnded(type(cause)(f"solution.py does not load: {cause}")) from None
        if word == messages.RAISED:
            why = _placed(read_raised(body, self.interface))
            raise PropertyEnded(LoadFailedError(f"solution.py does not load: {why}"))
        return connection

    def _timed(self, ask: Callable[[float], tuple[str, Any]], seconds: float) -> tuple[str, Any]:
        self._check_budgets()
        start, cpu_before = time.monotonic(), self.cpu_seconds()
        try:
            return ask(seconds)
        except GuestTimedOutError as error:
            self._end()
            raise PropertyEnded(error) from None
        except GuestCrashedError:
            raise GuestCrashedError(self._end()) from None
        except GuestBrokeProtocolError:
            self._end()
            raise
        finally:
            self._spend(_waited(time.monotonic() - start, cpu_before, self.cpu_seconds()))

    def _spend(self, seconds: float) -> None:
        self._property_waiting.spent_seconds += seconds
        self._waiting.spent_seconds += seconds

    def _check_budgets(self) -> None:
        for waiting, what in (
            (self._property_waiting, "this property"),
            (self._waiting, "the submission"),
        ):
            if waiting.spent_seconds > waiting.limit_seconds:
                text = f"all calls of {what} together took more than {waiting.limit_seconds:g} s"
                raise PropertyEnded(GuestTimedOutError(text))

    def cpu_seconds(self) -> float | None:
        """Return the processor time of the current child, or None if it is out of sight."""
        return self._connection.cpu_seconds() if self._connection is not None else None

    def _end(self) -> str:
        """End the child; return a sentence about how it ended."""
        if self._connection is not None:
            self._printed = self.prints
            self._connection.close()
            self._connection = None
        self._live = []
        status = self._host.end_child()
        return describe_end(status, self._host.why_ended() if status is None else "")

    def end_process(self) -> None:
        """End the child, if there is one; the next request starts a fresh one."""
        if self._connection is not None:
            self._end()

    def close(self) -> None:
        """End the child for good."""
        self.end_process()


def _waited(seconds: float, cpu_before: float | None, cpu_after: float | None) -> float:
    """Return what counts of so many seconds: a busy machine must not use a budget up.

    It is the child's own processor time, and a share of the rest, so that one that sleeps ends too.
    """
    if cpu_before is None or cpu_after is None:
        return seconds
    return max(cpu_after - cpu_before, seconds / STARVED_FACTOR)


def _placed(error: GuestRaised) -> str:
    return f"line {error.line}: {error}" if error.line is not None else str(error)


def describe_end(status: int | None, why: str) -> str:
    """Return a sentence for a child's wait status; None if the whole sandbox went."""
    subject = "the process that runs the solution"
    if status is None:
        return f"{subject} took its sandbox down with it" + (f" ({why})" if why else "")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return f"{subject} used its processor time up"
        hint = ", as happens when memory runs out" if number == signal.SIGKILL else ""
        return f"{subject} was killed by signal {number} ({_signal_name(number)}{hint})"
    return f"{subject} exited with code {os.WEXITSTATUS(status)}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "a real-time signal"
