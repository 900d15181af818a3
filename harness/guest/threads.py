"""Simulated threads: each an object of the solution in a module copy of its own, meeting nobody.

A thread makes calls of generator methods, one after the other. What the generators yield goes to
the judge, what the judge answers is sent back in: only the judge knows the other threads.
"""

from collections import deque
from collections.abc import Callable, Generator
from types import ModuleType
from typing import Any

from harness.guest.load_solution import load_copy, records_of
from harness.wire import messages
from harness.wire.values import Codec, ValueRefusedError

Describe = Callable[[BaseException], list[Any]]


class _UnsendableError(Exception):
    """The solution gave something that is no plain value."""


class Thread:
    """One object and the calls that are still to be made of it."""

    def __init__(self, target: Any, codec: Codec, describe: Describe) -> None:
        self._target = target
        self._codec = codec
        self._describe = describe
        self._calls: deque[list[Any]] = deque()
        self._running: Generator[Any, Any, Any] | None = None

    def play(self, calls: list[list[Any]], results: list[Any]) -> list[list[Any]]:
        """Go on until a result is missing, all calls have returned, or one has failed.

        Returns one ``[yields, ending]`` for each call that was at work; the ending of a call that
        waits for a result is None.
        """
        self._calls.extend(calls)
        left = deque(results)
        parts = []
        while self._running is not None or self._calls:
            yields: list[Any] = []
            ending = self._run(yields, left)
            parts.append([yields, ending])
            if ending is None:
                break
            self._running = None
            if ending[0] != messages.RETURNED:
                self._calls.clear()
        return parts

    def _run(self, yields: list[Any], left: deque[Any]) -> list[Any] | None:
        """Run the present or the next call; return how it ended, None if it waits."""
        try:
            if self._running is None:
                running = self._begin(*self._calls.popleft())
                yields.append(self._plain(running.send(None)))
            else:
                running = self._running
            while left:
                yields.append(self._plain(running.send(self._codec.from_plain(left.popleft()))))
        except StopIteration as stop:
            return self._returned(stop.value)
        except _UnsendableError as error:
            return [messages.UNSENDABLE, str(error)]
        except BaseException as error:  # noqa: BLE001 - whatever a solution raises is an answer
            return [messages.RAISED, self._describe(error)]
        self._running = running
        return None

    def _begin(self, method: str, args: list[Any]) -> Generator[Any, Any, Any]:
        given = [self._codec.from_plain(arg) for arg in args]
        begun = getattr(self._target, method)(*given)
        if not hasattr(begun, "send"):
            raise TypeError(f"{method}() is no generator: its body never yields")
        return begun  # type: ignore[no-any-return]  # it has send, and what that does is reported

    def _returned(self, value: Any) -> list[Any]:
        try:
            return [messages.RETURNED, self._plain(value)]
        except _UnsendableError as error:
            return [messages.UNSENDABLE, str(error)]

    def _plain(self, value: Any) -> Any:
        try:
            return self._codec.to_plain(value)
        except (ValueRefusedError, RecursionError) as error:
            raise _UnsendableError(str(error)[: messages.MAX_TEXT]) from None


class Copies:
    """Copies of the solution's module: nothing that one keeps is seen by another."""

    def __init__(
        self,
        source: str,
        imports: list[str] | None,
        records: dict[str, list[str]],
        describe: Describe,
    ) -> None:
        self._source = source
        self._imports = imports
        self._records = records
        self._describe = describe
        self._loaded: dict[int, tuple[ModuleType, Codec]] = {}

    def make_thread(
        self, copy: int, name: str, args: list[Any], keywords: dict[str, Any]
    ) -> Thread:
        """Return a thread with a new object of class ``name``; whatever is raised comes out."""
        if copy not in self._loaded:
            module = load_copy(self._source, self._imports)
            self._loaded[copy] = module, Codec(records_of(module, self._records))
        module, codec = self._loaded[copy]
        given = [codec.from_plain(arg) for arg in args]
        named = {name: codec.from_plain(value) for name, value in keywords.items()}
        return Thread(getattr(module, name)(*given, **named), codec, self._describe)
