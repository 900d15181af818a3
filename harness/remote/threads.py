"""Simulated threads in the guest, each in a module copy of its own; the judge decides who moves.

What a thread yields is evidence, not truth: a thread whose yields depend on anything but its calls
and the results that it was sent can be told by playing the same history again, in a fresh process.
Successful turns are not recorded as calls: a schedule is shown as a table, not as a list of calls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.history import Call
from harness.remote.errors import GuestBrokeProtocolError, GuestRaised, WrongAnswerError
from harness.remote.guest import Guest
from harness.remote.raised import read_raised
from harness.remote.texts import shown
from harness.wire import messages

ThreadCall = tuple[Any, ...]
"""A generator method's name, then its arguments."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A call returned ``value``."""

    value: Any


@dataclass(frozen=True, slots=True)
class Part:
    """What one call did in one turn.

    Attributes:
        method: The generator method.
        yields: What it yielded, as plain JSON: comparable, and read by ``RemoteThread.read``.
        ending: None while it waits for a result; else what it returned or how it failed.
    """

    method: str
    yields: tuple[Any, ...]
    ending: Returned | GuestRaised | WrongAnswerError | None


class RemoteThread:
    """One simulated thread; made by ``Submission.thread``."""

    def __init__(self, guest: Guest, copy: int, class_name: str, args: tuple[Any, ...]) -> None:
        self._guest = guest
        self._number = guest.new_number()
        self._call = Call("", class_name, args)
        plain = [guest.codec.to_plain(arg) for arg in args]
        self._build = [copy, class_name, plain, {}]
        self._methods = guest.interface.classes[class_name]
        self._left: list[str] = []
        self._is_suspended = False

    def replay(self, calls: Sequence[ThreadCall], results: Sequence[Any]) -> list[Part]:
        """Start anew with a fresh object: make the calls in order, send each yield its result."""
        return replay_all([(self, calls, results)])[0]

    def go_on(self, calls: Sequence[ThreadCall], results: Sequence[Any]) -> list[Part]:
        """Go on where the last turn ended, with more calls and results."""
        turn = [self._number, None, self._calls(calls), self._plain(results)]
        (reply,) = self.play([turn])
        left = [*self._left, *(method for method, *_ in calls)]
        return self._take(reply, left, len(results) + (not self._is_suspended))

    def turn(self, calls: Sequence[ThreadCall], results: Sequence[Any]) -> list[Any]:
        """Return what is sent to replay a history."""
        return [self._number, self._build, self._calls(calls), self._plain(results)]

    def take(self, reply: Any, calls: Sequence[ThreadCall], results: Sequence[Any]) -> list[Part]:
        """Return what a replayed history did; the thread is where it ended."""
        return self._take(reply, [method for method, *_ in calls], len(results) + 1)

    def play(self, turns: list[Any]) -> list[Any]:
        """Send turns, of any threads of the same guest, and return a reply for each."""
        guest = self._guest
        budgets = guest.budgets
        seconds = budgets.call_seconds if len(turns) == 1 else budgets.batch_seconds
        _, body = guest.ask(self._call, messages.PLAY, [turns], seconds)
        if type(body) is not list or len(body) != len(turns):
            raise GuestBrokeProtocolError("the answer broke the protocol: not one answer a turn")
        return body

    def read(self, method: str, plain: Any) -> Any:
        """Return the value of one yield.

        Raises:
            WrongAnswerError: It is no value, or not of the type that the stub promises.
        """
        promise = self._methods[method]
        value = self._guest.value(Call("", method), promise, plain)
        if not promise.check_yield(value):
            raise WrongAnswerError(
                f"{method} yielded {shown(value)}; the stub promises {promise.annotation}"
            )
        return value

    def returned(self, method: str, plain: Any) -> Returned | WrongAnswerError:
        """Return what a call returned, or what is wrong with it."""
        promise = self._methods[method]
        try:
            value = self._guest.value(Call("", method), promise, plain)
        except WrongAnswerError as error:
            return error
        if not promise.check(value):
            return WrongAnswerError(
                f"{method} returned {shown(value)}; the stub promises {promise.annotation}"
            )
        return Returned(value)

    def raised(self, body: Any) -> GuestRaised:
        """Return the exception that ended a call."""
        return read_raised(body, self._guest.interface)

    def _calls(self, calls: Sequence[ThreadCall]) -> list[list[Any]]:
        return [[method, self._plain(args) if args else []] for method, *args in calls]

    def _plain(self, values: Sequence[Any]) -> list[Any]:
        plain: list[Any] = self._guest.codec.to_plain(list(values))
        return plain

    def _take(self, reply: Any, asked: list[str], yields: int) -> list[Part]:
        parts = _Reader(self, asked, yields).read(reply)
        last = parts[-1].ending if parts else None
        self._is_suspended = bool(parts) and last is None
        done = len(parts) - self._is_suspended
        failed = last is not None and not isinstance(last, Returned)
        self._left = [] if failed else asked[done:]
        return parts


ThreadHistory = tuple[RemoteThread, Sequence[ThreadCall], Sequence[Any]]
"""A thread, its calls, and the results that it gets."""

_MOST_STEPS_A_FRAME = 5000


def replay_all(histories: Sequence[ThreadHistory]) -> list[list[Part]]:
    """Replay many histories, many in a round trip; a thread is then where its last one ended.

    The guest sees all of them before it answers: use it where the answers are kept, one for each
    history, so that looking ahead can only choose among programs that are all judged alike.
    """
    found: list[list[Part]] = []
    for some in _frames(histories):
        turns = [thread.turn(calls, results) for thread, calls, results in some]
        replies = some[0][0].play(turns)
        found += [
            thread.take(reply, calls, results)
            for (thread, calls, results), reply in zip(some, replies, strict=True)
        ]
    return found


def _frames(histories: Sequence[ThreadHistory]) -> Iterator[list[ThreadHistory]]:
    """Cut into pieces whose answers surely fit into a frame."""
    some: list[ThreadHistory] = []
    steps = 0
    for history in histories:
        if steps > _MOST_STEPS_A_FRAME:
            yield some
            some, steps = [], 0
        some.append(history)
        steps += len(history[1]) + len(history[2])
    if some:
        yield some


class _Reader:
    """Checks the hostile shape of one turn's answer."""

    def __init__(self, thread: RemoteThread, methods: list[str], yields: int) -> None:
        self._thread = thread
        self._methods = methods
        self._yields = yields

    def read(self, reply: Any) -> list[Part]:
        """Return the parts; as many calls and yields as there can be, and no others."""
        if type(reply) is not list or len(reply) > len(self._methods):
            raise _shapeless()
        parts = [self._part(*pair) for pair in zip(self._methods, reply, strict=False)]
        if any(part.ending is None or isinstance(part.ending, GuestRaised) for part in parts[:-1]):
            raise _shapeless()
        waits = bool(parts) and parts[-1].ending is None
        if (not parts or isinstance(parts[-1].ending, Returned)) and len(parts) < len(
            self._methods
        ):
            raise _shapeless()
        count = sum(len(part.yields) for part in parts)
        if count > self._yields or (waits and count < self._yields):
            raise _shapeless()
        wrong = [i for i, p in enumerate(parts) if isinstance(p.ending, WrongAnswerError)]
        return parts[: wrong[0] + 1] if wrong else parts

    def _part(self, method: str, plain: Any) -> Part:
        if type(plain) is not list or len(plain) != 2 or type(plain[0]) is not list:  # noqa: PLR2004
            raise _shapeless()
        yields, ending = plain
        return Part(method, tuple(yields), None if ending is None else self._ending(method, ending))

    def _ending(self, method: str, plain: Any) -> Returned | GuestRaised | WrongAnswerError:
        if type(plain) is not list or len(plain) != 2:  # noqa: PLR2004 - word, body
            raise _shapeless()
        word, body = plain
        if word == messages.RETURNED:
            return self._thread.returned(method, body)
        if word == messages.RAISED:
            return self._thread.raised(body)
        if word == messages.UNSENDABLE and type(body) is str:
            return WrongAnswerError(f"{method} gave {shown(body)}")
        raise _shapeless()


def _shapeless() -> GuestBrokeProtocolError:
    return GuestBrokeProtocolError("the answer broke the protocol: an unknown shape")
