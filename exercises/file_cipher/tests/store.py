"""The store that a solution reads from: the judge's, and therefore able to lie and to change.

``converse`` plays the store for one generator. What the solution asks for is kept, so that bytes and
requests can be counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from exercises.file_cipher.stub.solution import AuthenticationError, ReadAt, StoreSize
from harness.remote.errors import GuestRaised
from harness.remote.proxy import RemoteGenerator, Yielded

MOST_REQUESTS = 2000

Answer = int | bytes


@dataclass(frozen=True, slots=True)
class Lie:
    """What is sent instead of a size, and instead of bytes; each with a name for messages."""

    number_name: str
    number: Callable[[int], int]
    bytes_name: str
    bytes_: Callable[[bytes], bytes]

    def tell(self, right: Answer) -> tuple[str, Answer]:
        """Return the lie's name and what it sends instead of ``right``."""
        if isinstance(right, int):
            return self.number_name, self.number(right)
        return self.bytes_name, self.bytes_(right)


class Refused:
    """What a conversation ends with when the solution raised AuthenticationError."""

    def __repr__(self) -> str:
        """Return what a message says of it."""
        return "AuthenticationError"


REFUSED = Refused()


@dataclass(slots=True)
class Store:
    """Answers requests from the bytes that are there at each step, counted from 0.

    Attributes:
        at_step: The whole store at a step.
        what: What is wrong with the store, for messages; empty if nothing is.
        lie: What is sent instead of the true answer of step ``lie_step``.
    """

    at_step: Callable[[int], bytes]
    what: str = ""
    lie: Lie | None = None
    lie_step: int = -1
    requests: list[StoreSize | ReadAt] = field(default_factory=list)

    @classmethod
    def holding(cls, stored: bytes, what: str = "") -> "Store":
        """Return a store that does not change."""
        return cls(lambda _: stored, what)

    @property
    def reads(self) -> list[ReadAt]:
        """The requests for bytes."""
        return [request for request in self.requests if isinstance(request, ReadAt)]

    def fetched_bytes(self) -> int:
        """Return how many bytes the reads have brought, if the store does not change."""
        size = len(self.at_step(0))
        return sum(max(0, min(size, r.position + r.length) - r.position) for r in self.reads)

    def answer(self, call: str, request: StoreSize | ReadAt) -> Answer:
        """Answer one request of ``call``."""
        step = len(self.requests)
        assert step < MOST_REQUESTS, f"{call} has asked the store {MOST_REQUESTS} times"
        self.requests.append(request)
        found = self._true_answer(call, request, self.at_step(step))
        if self.lie is not None and step == self.lie_step:
            name, found = self.lie.tell(found)
            self.what = f"the answer to {request} was a lie ({name})"
        return found

    def _true_answer(self, call: str, request: StoreSize | ReadAt, stored: bytes) -> Answer:
        if isinstance(request, StoreSize):
            return len(stored)
        assert request.position >= 0, f"{call} asked for {request}: there is nothing before byte 0"
        assert request.length >= 0, f"{call} asked for {request}: a length is never negative"
        return stored[request.position : request.position + request.length]


class Conversation:
    """One generator of the solution and the store that it talks to."""

    def __init__(self, call: str, generator: RemoteGenerator, store: Store) -> None:
        self._bare_call = call
        self._generator = generator
        self._store = store
        self._answer: Answer | None = None
        self.is_over = False
        self.found: Any = None

    @property
    def _call(self) -> str:
        """The call, and what is wrong with the store by now."""
        return f"{self._store.what}: {self._bare_call}" if self._store.what else self._bare_call

    def advance(self) -> None:
        """Go on to the next request, or to the end.

        Raises:
            AssertionError: The solution raised something that is neither here nor there.
        """
        try:
            step = self._generator.resume(self._answer)
        except AuthenticationError:
            self.is_over, self.found = True, REFUSED
        except GuestRaised as error:
            raise AssertionError(stranger(self._call, error)) from None
        else:
            if isinstance(step, Yielded):
                self._answer = self._store.answer(self._call, step.value)
            else:
                self.is_over, self.found = True, step.value


def converse(call: str, generator: RemoteGenerator, store: Store) -> Any:
    """Return what the generator returned, or ``REFUSED``."""
    conversation = Conversation(call, generator, store)
    while not conversation.is_over:
        conversation.advance()
    return conversation.found


def stranger(call: str, error: GuestRaised) -> str:
    """Return a sentence about an exception other than AuthenticationError."""
    line = f" (solution.py, line {error.line})" if error.line is not None else ""
    return (
        f"{call} raised {error}{line}; whatever is wrong with stored bytes or with what the store"
        " answers, only AuthenticationError is raised"
    )


def read(cipher: Any, wanted: tuple[int, int], store: Store) -> Any:
    """Let the solution read a range of the store; return its bytes or ``REFUSED``."""
    return converse(f"read({wanted[0]}, {wanted[1]})", cipher.read(*wanted), store)


def size(cipher: Any, store: Store) -> Any:
    """Ask the solution for the size of the file in the store; return it or ``REFUSED``."""
    return converse("size()", cipher.size(), store)
