"""Many calls in one frame: cheap, and the solution sees all of them before it answers the first."""

from dataclasses import dataclass, replace
from typing import Any

from harness.history import Call, NoAnswer, Raised, Variable
from harness.remote.errors import (
    GuestBrokeProtocolError,
    GuestError,
    GuestRaised,
    PropertyEnded,
    WrongAnswerError,
)
from harness.remote.guest import Guest
from harness.remote.raised import read_raised
from harness.remote.remote_object import RemoteObject
from harness.remote.texts import shown
from harness.wire import messages


@dataclass(frozen=True, slots=True)
class Later:
    """What call ``index`` of this batch will return, as an argument of a later one."""

    index: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call of a batch gave. A call whose argument failed has neither and ``skipped``."""

    value: Any = None
    exception: GuestRaised | None = None
    skipped: bool = False

    def returned(self) -> Any:
        """Return the value; raise what the call raised."""
        if self.exception is not None:
            raise self.exception
        return self.value


class Answers(tuple[Answer, ...]):  # noqa: SLOT001 - a tuple can not have slots
    """One answer for each call, in order.

    Attributes:
        cpu_seconds: Processor time of the guest for the batch, as the kernel counts it for the
            judge; wall time where the guest is out of sight.
    """

    cpu_seconds: float

    def returned(self) -> list[Any]:
        """Return the values of all calls; raise what the first failing one raised."""
        return [answer.returned() for answer in self]


class Batch:
    """Collects calls; ``run`` sends them."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._calls: list[Call] = []
        self._fields: list[list[Any]] = []
        self._targets: list[RemoteObject] = []

    def call(self, target: RemoteObject, method: str, *args: Any, **keywords: Any) -> Later:
        """Add a call; a ``Later`` of this batch may stand for a positional argument."""
        plain = self._guest.codec.to_plain
        given = [{"$": arg.index} if isinstance(arg, Later) else plain(arg) for arg in args]
        named = {name: plain(value) for name, value in keywords.items()}
        self._calls.append(Call(repr(target), method, args, keywords))
        self._fields.append([target.number_in_guest, method, given, named])
        self._targets.append(target)
        return Later(len(self._calls) - 1)

    def run(self) -> Answers:
        """Send the calls and return their answers.

        Raises:
            GuestError: No proper answer came, or one of a type that the stub does not promise.
            PropertyEnded: It took longer than a batch may.
        """
        guest = self._guest
        before = guest.cpu_seconds()
        seconds, word, body = self._timed_ask()
        after = guest.cpu_seconds()
        if word != messages.DONE or type(body) is not list or len(body) != len(self._calls):
            raise GuestBrokeProtocolError("the answer broke the protocol: not one answer a call")
        answers: list[Answer] = []
        for index, plain in enumerate(body):
            answers.append(self._read(index, plain, answers))
        found = Answers(answers)
        found.cpu_seconds = seconds if before is None or after is None else after - before
        return found

    def _timed_ask(self) -> tuple[float, str, Any]:
        guest = self._guest
        waited = guest.waiting_seconds
        try:
            word, body = guest.request(messages.BATCH, [self._fields], guest.budgets.batch_seconds)
        except GuestRaised as error:
            self._record_unanswered(f"raised {error}")
            raise
        except (GuestError, PropertyEnded) as error:
            self._record_unanswered(str(error))
            raise
        return guest.waiting_seconds - waited, word, body

    def _record_unanswered(self, reason: str) -> None:
        """Record the calls of a batch that never ended: which of them is at fault is not known."""
        first = len(self._guest.history)
        given = [[_named(arg, first) for arg in call.args] for call in self._calls]
        used = {arg for args in given for arg in args if isinstance(arg, Variable)}
        for number, (call, args) in enumerate(zip(self._calls, given, strict=True)):
            into = _named(Later(number), first)
            answer = NoAnswer("")
            if number == len(self._calls) - 1:
                answer = NoAnswer(reason, of_calls=len(self._calls))
            name = into.name if into in used else ""
            self._guest.record(replace(call, args=tuple(args), into=name), answer)

    def _read(self, index: int, plain: Any, earlier: list[Answer]) -> Answer:
        guest, call = self._guest, self._calls[index]
        if type(plain) is not list or len(plain) != 2:  # noqa: PLR2004 - word, body
            raise GuestBrokeProtocolError("the answer broke the protocol: an unknown shape")
        args = tuple(earlier[a.index].value if isinstance(a, Later) else a for a in call.args)
        made = Call(call.target, call.method, args, call.keywords)
        word, body = plain
        if word == messages.SKIPPED:
            return Answer(skipped=True)
        if word == messages.RAISED:
            error = read_raised(body, guest.interface)
            guest.record(made, Raised(error.names[0], error.text))
            return Answer(exception=error)
        if word == messages.UNSENDABLE and type(body) is str:
            guest.record(made, NoAnswer("answered with something that is no plain value"))
            raise WrongAnswerError(f"{call.method}: the answer was {shown(body)}")
        if word != messages.RETURNED:
            raise GuestBrokeProtocolError("the answer broke the protocol: an unknown word")
        method = guest.interface.classes[type(self._targets[index]).__name__][call.method]
        return Answer(value=guest.answer(made, method, body))


def _named(arg: Any, first: int) -> Any:
    """Return a variable for what a call of this batch returns, and anything else as it is."""
    return Variable(f"answer_of_call_{first + arg.index + 1}") if isinstance(arg, Later) else arg
