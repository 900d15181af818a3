"""Scenes on a store that changes: another file in its place, two reads at once, switches, lies.

Each scene is one short trial. The directed ones try every step at which a change can come, whatever
the order in which a solution asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from hypothesis import strategies as st

from exercises.file_cipher.stub.solution import HEADER_SIZE
from exercises.file_cipher.tests.arguments import (
    FAR,
    OTHER_PREFIX,
    PREFIX,
    SECRETS,
    File,
    Range,
    ranges,
)
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.store import REFUSED, Conversation, Lie, Store, read, size
from harness.strategies import pick

MOST_STEPS = 12
"""Steps of a read that a drawn change can tell apart; longer reads see the last one go on."""
DIRECTED_STEPS = 6

_STEPS = st.integers(0, 5)
_TURNS = st.lists(st.booleans(), min_size=MOST_STEPS, max_size=MOST_STEPS)


class Scene(Protocol):
    """One trial: ``play`` raises AssertionError where the solution goes wrong."""

    def play(self, submission: Any) -> None:
        """Make the calls."""


@dataclass(frozen=True, slots=True)
class Question:
    """A range to be read, or None for the size."""

    wanted: Range | None

    def __str__(self) -> str:
        """Return the call."""
        return "size()" if self.wanted is None else f"read({self.wanted[0]}, {self.wanted[1]})"

    def right(self, file: File) -> object:
        """Return what it gives for a file."""
        if self.wanted is None:
            return file.size
        return file.container.text[self.wanted[0] : self.wanted[0] + self.wanted[1]]

    def ask(self, cipher: Any, store: Store) -> Any:
        """Put it to the solution."""
        return size(cipher, store) if self.wanted is None else read(cipher, self.wanted, store)

    def must_be_right(self, cipher: Any, file: File, what: str) -> None:
        """Ask about a file that nobody touches."""
        found, right = self.ask(cipher, Store.holding(file.container.stored)), self.right(file)
        assert found == right, f"{self} of {what} gave {shown(found)}; right is {shown(right)}"


def _cipher(submission: Any, file: File) -> Any:
    return submission.FileCipher(file.secret.key, file.secret.context)


@dataclass(frozen=True, slots=True)
class Replaced:
    """Between two reads a file is replaced by another one; both reads are right."""

    one: File
    other: File
    question: Question

    def play(self, submission: Any) -> None:
        """Read the one, then the other."""
        cipher = _cipher(submission, self.one)
        self.question.must_be_right(cipher, self.one, "file A")
        self.question.must_be_right(cipher, self.other, "file B, which has replaced file A,")


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Two reads of one object are under way at once; ``turns`` says whose step is next."""

    file: File
    wanted: tuple[Range, Range]
    turns: tuple[bool, ...]

    def play(self, submission: Any) -> None:
        """Let them go on in turn, then to the end."""
        cipher = _cipher(submission, self.file)
        questions = [Question(one) for one in self.wanted]
        talks = [
            Conversation(
                str(question), cipher.read(*one), Store.holding(self.file.container.stored)
            )
            for question, one in zip(questions, self.wanted, strict=True)
        ]
        for turn in self.turns:
            if not talks[turn].is_over:
                talks[turn].advance()
        for talk, question in zip(talks, questions, strict=True):
            while not talk.is_over:
                talk.advance()
            right = question.right(self.file)
            assert talk.found == right, (
                f"{questions[0]} and {questions[1]} under way at once: {question} gave"
                f" {shown(talk.found)}; right is {shown(right)}"
            )


@dataclass(frozen=True, slots=True)
class Changing:
    """During one read the store changes or lies; ``allowed`` are the files that it shows."""

    allowed: tuple[File, ...]
    question: Question
    store: Callable[[], Store]

    def play(self, submission: Any) -> None:
        """Ask while nothing changes, then while it does."""
        cipher = _cipher(submission, self.allowed[0])
        self.question.must_be_right(cipher, self.allowed[0], "file A, with nothing wrong,")
        store = self.store()
        found = self.question.ask(cipher, store)
        right = [self.question.right(file) for file in self.allowed]
        assert found is REFUSED or found in right, (
            f"{store.what}: {self.question} gave {shown(found)}; right is AuthenticationError or"
            f" {' or '.join(map(shown, right))}"
        )


def switching(
    one: File, other: File, question: Question, shows_other: tuple[bool, ...]
) -> Changing:
    """Return a scene whose store shows one of two files at each step."""

    def at_step(now: int) -> bytes:
        file = other if shows_other[min(now, MOST_STEPS - 1)] else one
        return file.container.stored

    letters = "".join("B" if is_other else "A" for is_other in shows_other)
    what = f"the store showed two files in turn, A and B, answer by answer: {letters}"
    return Changing((one, other), question, lambda: Store(at_step, what))


def cutting(one: File, question: Question, step: int, left: int) -> Changing:
    """Return a scene whose store becomes shorter at a step."""
    stored = one.container.stored
    what = f"from answer {step} on, only {left} of {len(stored)} bytes were left"
    at_step = lambda now: stored if now < step else stored[:left]  # noqa: E731 - one line each
    return Changing((one,), question, lambda: Store(at_step, what))


NUMBER_LIES: tuple[tuple[str, Callable[[int], int]], ...] = (
    ("-1", lambda _: -1),
    ("0", lambda _: 0),
    ("39", lambda _: HEADER_SIZE + 15),
    ("one byte less", lambda right: right - 1),
    ("one byte more", lambda right: right + 1),
    ("a tag more", lambda right: right + 16),
    ("a chunk less", lambda right: right - 80),
    ("a chunk more", lambda right: right + 80),
    ("2**40", lambda _: 2**40),
    ("2**100", lambda _: 2**100),
)
BYTES_LIES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("no bytes", lambda _: b""),
    ("one byte less", lambda right: right[:-1]),
    ("one byte more", lambda right: right + b"\0"),
    ("half of the bytes", lambda right: right[: len(right) // 2]),
    ("as many zero bytes", lambda right: bytes(len(right))),
    ("the bytes twice", lambda right: right + right),
)


def lying(one: File, question: Question, step: int, number: int, bytes_: int) -> Changing:
    """Return a scene in which one answer is a lie: such a one for a size, such a one for bytes."""
    stored = one.container.stored
    lie = Lie(*NUMBER_LIES[number % len(NUMBER_LIES)], *BYTES_LIES[bytes_ % len(BYTES_LIES)])
    return Changing((one,), question, lambda: Store(lambda _: stored, "", lie, step))


def directed_scenes() -> Iterator[Scene]:
    """Yield scenes in which every change comes at every step."""
    one, other = (
        File(SECRETS[1], prefix, 64, 150, letter)
        for prefix, letter in ((PREFIX, "A"), (OTHER_PREFIX, "B"))
    )
    shorter = File(SECRETS[1], OTHER_PREFIX, 64, 64, "B")
    wider = File(SECRETS[1], OTHER_PREFIX, 128, 200, "B")
    across, beyond = Question((60, 80)), Question((140, FAR))
    questions = (across, beyond, Question((0, 1)), Question(None))
    for question in questions:
        yield from (Replaced(one, file, question) for file in (other, shorter, wider))
    in_turn = tuple(step % 2 == 1 for step in range(MOST_STEPS))
    yield AtOnce(one, ((60, 80), (3, 5)), in_turn)
    yield AtOnce(one, ((3, 5), (140, FAR)), in_turn)
    for question in questions:
        files = (other, shorter, wider) if question is across else (other,)
        for step in range(DIRECTED_STEPS):
            from_now_on = tuple(now > step for now in range(MOST_STEPS))
            yield from (switching(one, file, question, from_now_on) for file in files)
        for step in range(DIRECTED_STEPS // 2):
            yield from (cutting(one, question, step, left) for left in (24, 104, 184))
            yield from (lying(one, question, step, lie, lie) for lie in range(len(NUMBER_LIES)))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw two files of a few chunks, a question, and what happens to the store."""
    secret = pick(draw, SECRETS)
    one = File(secret, PREFIX, 64, pick(draw, range(65, 257)), "A")
    other = File(secret, OTHER_PREFIX, pick(draw, (64, 64, 128)), pick(draw, range(1, 257)), "B")
    wanted = draw(ranges(min(one.size, other.size), 64, (one.size, other.size)))
    question = Question(pick(draw, (wanted, wanted, wanted, None)))
    kind = pick(draw, ("replace", "at once", "switch", "switch", "cut", "lie"))
    if kind == "replace":
        return Replaced(one, other, question)
    if kind == "at once":
        return AtOnce(one, (wanted, draw(ranges(one.size, 64))), tuple(draw(_TURNS)))
    if kind == "switch":
        return switching(one, other, question, tuple(draw(_TURNS)))
    if kind == "cut":
        return cutting(one, question, draw(_STEPS), pick(draw, range(len(one.container.stored))))
    return lying(one, question, draw(_STEPS), draw(_STEPS) + draw(_STEPS), draw(_STEPS))
