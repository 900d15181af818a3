"""The objects that tests hold: they look like the stub's classes, and their methods are requests."""

import itertools
import keyword
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.exercise.interface import Method
from harness.history import Call
from harness.remote.batch import Batch
from harness.remote.errors import WrongAnswerError
from harness.remote.guest import Guest
from harness.remote.remote_object import RemoteObject
from harness.remote.texts import shown
from harness.remote.threads import RemoteThread
from harness.wire import messages


class Submission:
    """Stands for the student's module: ``submission.ClassName(...)`` makes an object in the guest."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._kinds = {
            name: type(name, (RemoteObject,), {m.name: _method(m) for m in methods.values()})
            for name, methods in guest.interface.classes.items()
        }

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function that makes an object of the stub's class ``name``: a RemoteObject."""
        kinds: Mapping[str, type[RemoteObject]] = self.__dict__["_kinds"]
        if name not in kinds:
            raise AttributeError(f"the stub has no class {name}")

        def make(*args: Any, **keywords: Any) -> RemoteObject:
            return _make(self._guest, kinds[name], args, keywords)

        return make

    def begin_trial(self) -> None:
        """Forget all objects and calls so far: what follows is a trial of its own.

        For a test that goes through a table of cases: a failure then shows the calls of its case only.
        """
        self._guest.begin_trial()

    def batch(self) -> Batch:
        """Return a collector of calls that are sent in one frame; see the guide for authors."""
        return Batch(self._guest)

    @property
    def recorded(self) -> Sequence[Call]:
        """The calls of this trial so far, with their answers."""
        return self._guest.history

    def thread(self, copy: int, class_name: str, *args: Any) -> RemoteThread:
        """Return a simulated thread: an object of the stub's class in module copy ``copy``.

        It has no object before its first ``replay``; see ``harness.remote.threads``.
        """
        return RemoteThread(self._guest, copy, class_name, args)

    def renew_process(self) -> None:
        """Go on in a fresh process; objects and threads made before are gone."""
        self._guest.end_process()

    @property
    def processor_seconds(self) -> float:
        """Processor time of the current process so far, for differences of it.

        Where the process is out of sight: the seconds that its answers were waited for.
        """
        spent = self._guest.cpu_seconds()
        return self._guest.waiting_seconds if spent is None else spent

    @property
    def prints(self) -> str:
        """What the solution printed during this property."""
        return self._guest.prints


def _variable(guest: Guest, noun: str) -> str:
    """Return a variable name that this trial does not use yet."""
    taken = {call.into for call in guest.history}
    first = f"{noun}_" if keyword.iskeyword(noun) else noun
    names = itertools.chain([first], (f"{noun}_{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken)


def _make(
    guest: Guest, kind: type[RemoteObject], args: tuple[Any, ...], keywords: Mapping[str, Any]
) -> RemoteObject:
    class_name = kind.__name__
    name = _variable(guest, re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower())
    call = Call("", class_name, args, keywords, name)
    number = guest.new_number()
    plain = guest.codec.to_plain
    fields = [
        number,
        class_name,
        [plain(a) for a in args],
        {k: plain(v) for k, v in keywords.items()},
    ]
    guest.ask(call, messages.CREATE, fields)
    guest.record(call, None)
    return kind(guest, number, name)


def _method(method: Method) -> Callable[..., Any]:
    def call(self: RemoteObject, *args: Any, **keywords: Any) -> Any:
        guest = self._guest
        plain = guest.codec.to_plain
        fields = [
            self.number_in_guest,
            method.name,
            [plain(arg) for arg in args],
            {name: plain(value) for name, value in keywords.items()},
        ]
        made = Call(self._name, method.name, args, keywords)
        _, body = guest.ask(made, messages.CALL, fields)
        return guest.answer(made, method, body)

    def start(self: RemoteObject, *args: Any, **keywords: Any) -> RemoteGenerator:
        guest = self._guest
        plain = guest.codec.to_plain
        name = _variable(guest, method.name)
        number = guest.new_number()
        given = {key: plain(value) for key, value in keywords.items()}
        fields = [number, self.number_in_guest, method.name, [plain(arg) for arg in args], given]
        made = Call(self._name, method.name, args, keywords, name)
        guest.ask(made, messages.START, fields)
        guest.record(made, None)
        return RemoteGenerator(guest, number, name, method)

    return start if method.is_generator else call


@dataclass(frozen=True, slots=True)
class Yielded:
    """A generator yielded ``value`` and waits."""

    value: Any


@dataclass(frozen=True, slots=True)
class Finished:
    """A generator returned ``value``."""

    value: Any


class RemoteGenerator:
    """A running generator method of the solution."""

    def __init__(self, guest: Guest, number: int, name: str, method: Method) -> None:
        self._guest = guest
        self._number = number
        self._name = name
        self._method = method

    def resume(self, value: Any = None) -> Yielded | Finished:
        """Send ``value`` (None the first time) and run to the next yield or the end."""
        guest = self._guest
        call = Call(self._name, "send", (value,))
        word, body = guest.ask(call, messages.RESUME, [self._number, guest.codec.to_plain(value)])
        finished = word == messages.FINISHED
        found = guest.value(call, self._method, body)
        guest.record(call, Finished(found) if finished else found)
        check = self._method.check if finished else self._method.check_yield
        if not check(found):
            verb = "returned" if finished else "yielded"
            raise WrongAnswerError(
                f"{self._method.name} {verb} {shown(found)}; the stub promises {self._method.annotation}"
            )
        return Finished(found) if finished else Yielded(found)
