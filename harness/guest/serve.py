"""One request in, one reply out. Everything here is at the solution's mercy: it shares its process."""

from types import ModuleType
from typing import Any

from harness.guest.load_solution import load_solution, records_of
from harness.guest.prints import Prints
from harness.guest.threads import Copies
from harness.wire import messages
from harness.wire.values import Codec, ValueRefusedError


def describe(error: BaseException) -> list[Any]:
    """Return ``[class names along the MRO, text, line in the solution or None]``."""
    names = [str(kind.__name__)[: messages.MAX_NAME] for kind in type(error).__mro__]
    try:
        text = str(error)[: messages.MAX_TEXT]
    except BaseException as second:  # noqa: BLE001 - a hostile __str__
        text = f"(no text: __str__ raised {type(second).__name__[: messages.MAX_NAME]})"
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return [names[: messages.MAX_NAMES], clean, _line_of(error), len(getattr(error, "args", ()))]


def _line_of(error: BaseException) -> int | None:
    if isinstance(error, SyntaxError) and type(error.lineno) is int:
        return error.lineno
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "solution.py":
            line = step.tb_lineno
        step = step.tb_next
    return line


class Server:
    """The live objects of one child, and the requests that reach them."""

    def __init__(self, prints: Prints) -> None:
        self._prints = prints
        self._module: ModuleType | None = None
        self._codec = Codec()
        self._copies: Copies | None = None
        self._objects: dict[int, Any] = {}

    def reply(self, request: list[Any]) -> list[Any]:
        """Perform one request and return its reply, ready to be dumped."""
        number, word, *fields = request
        try:
            if word == messages.BATCH:
                outcome = [messages.DONE, self._batch(fields[0])]
            elif word == messages.PLAY:
                outcome = [messages.DONE, [self._play(*turn) for turn in fields[0]]]
            else:
                outcome = self._perform(word, fields)
        except BaseException as error:  # noqa: BLE001 - SystemExit too is only an answer
            outcome = [messages.RAISED, describe(error)]
        return [number, *outcome, self._prints.take()]

    def _perform(self, word: str, fields: list[Any]) -> list[Any]:
        if word == messages.CALL:
            return self._send(messages.RETURNED, self._called(*fields))
        if word == messages.RESUME:
            return self._resume(*fields)
        if word == messages.START:
            into, *call = fields
            self._objects[into] = self._called(*call)
        elif word == messages.CREATE:
            self._create(*fields)
        elif word == messages.RELEASE:
            for number in fields[0]:
                self._objects.pop(number, None)
        elif word == messages.LOAD:
            self._load(*fields)
        return [messages.DONE, None]

    def _load(
        self,
        source: str,
        records: dict[str, list[str]],
        classes: list[str],
        imports: list[str] | None = None,
    ) -> None:
        module = load_solution(source, imports)
        self._codec = Codec(records_of(module, records))
        for name in classes:
            getattr(module, name)
        self._module = module
        self._copies = Copies(source, imports, records, describe)

    def _create(self, into: int, name: str, args: list[Any], keywords: dict[str, Any]) -> None:
        build = getattr(self._module, name)
        self._objects[into] = build(*self._values(args), **self._named(keywords))

    def _called(self, target: int, method: str, args: list[Any], keywords: dict[str, Any]) -> Any:
        bound = getattr(self._objects[target], method)
        return bound(*self._values(args), **self._named(keywords))

    def _values(self, args: list[Any]) -> list[Any]:
        return [self._codec.from_plain(arg) for arg in args]

    def _named(self, keywords: dict[str, Any]) -> dict[str, Any]:
        return {name: self._codec.from_plain(value) for name, value in keywords.items()}

    def _resume(self, target: int, value: Any) -> list[Any]:
        try:
            found = self._objects[target].send(self._codec.from_plain(value))
        except StopIteration as stop:
            return self._send(messages.FINISHED, stop.value)
        return self._send(messages.YIELDED, found)

    def _send(self, word: str, value: Any) -> list[Any]:
        try:
            return [word, self._codec.to_plain(value)]
        except (ValueRefusedError, RecursionError) as error:
            return [messages.UNSENDABLE, str(error)[: messages.MAX_TEXT]]

    def _play(
        self, number: int, build: list[Any] | None, calls: list[list[Any]], results: list[Any]
    ) -> list[list[Any]]:
        """Let a simulated thread go on, or start it anew with an object built for it."""
        if build is not None and self._copies is not None:
            self._objects[number] = self._copies.make_thread(*build)
        parts: list[list[Any]] = self._objects[number].play(calls, results)
        return parts

    def _batch(self, calls: list[Any]) -> list[Any]:
        """Perform calls in order; ``{"$": i}`` as an argument is what call i returned."""
        values: list[Any] = []
        replies: list[list[Any]] = []
        for target, method, args, keywords in calls:
            value: Any = None
            reply: list[Any] = [messages.SKIPPED, None]
            if all(replies[arg["$"]][0] == messages.RETURNED for arg in args if _refers(arg)):
                try:
                    given = [
                        values[arg["$"]] if _refers(arg) else self._codec.from_plain(arg)
                        for arg in args
                    ]
                    value = getattr(self._objects[target], method)(*given, **self._named(keywords))
                    reply = self._send(messages.RETURNED, value)
                except Exception as error:  # noqa: BLE001 - an answer like any other
                    reply = [messages.RAISED, describe(error)]
            values.append(value)
            replies.append(reply)
        return replies


def _refers(arg: Any) -> bool:
    return type(arg) is dict and "$" in arg
