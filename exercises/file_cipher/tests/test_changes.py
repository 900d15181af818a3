"""Mechanism: stores that change and lie while they are read, and misuse."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.file_cipher.stub.solution import HEADER_SIZE
from exercises.file_cipher.tests.arguments import (
    OTHER_PREFIX,
    PREFIX,
    SECRETS,
    File,
    Range,
    pick,
    ranges,
    with_examples,
)
from exercises.file_cipher.tests.messages import shown
from exercises.file_cipher.tests.misuse import MISUSES, Misuse
from exercises.file_cipher.tests.store import REFUSED, Answer, Conversation, Lie, Store, read, size
from harness.graded import graded

_MOST_STEPS = 12
_STEPS = st.integers(0, 4)
_TURNS = st.lists(st.booleans(), min_size=_MOST_STEPS, max_size=_MOST_STEPS)
_KINDS = st.sampled_from(("switch", "switch", "cut", "lie"))


@dataclass(frozen=True)
class Change:
    """What the store does during one read of file A (and perhaps B): a sentence, and how."""

    what: str
    store: Callable[[], Store]
    shows_other: bool = False
    """Whether the store may show file B."""


@dataclass(frozen=True)
class Scene:
    """Two files of one key and context, what is asked, and what the store does meanwhile."""

    one: File
    other: File
    wanted: Range | None
    meanwhile: Range
    turns: list[bool]
    change: Change

    def right(self, file: File) -> object:
        """Return what the question gives for a file."""
        return file.size if self.wanted is None else slice_of(file, self.wanted)

    @property
    def call(self) -> str:
        """The question as text."""
        return "size()" if self.wanted is None else f"read({self.wanted[0]}, {self.wanted[1]})"

    def ask(self, cipher: Any, store: Store) -> Any:
        """Put the question."""
        return size(cipher, store) if self.wanted is None else read(cipher, self.wanted, store)


def slice_of(file: File, wanted: Range) -> bytes:
    """Return the bytes of a range."""
    return file.container.text[wanted[0] : wanted[0] + wanted[1]]


NUMBER_LIES: tuple[tuple[str, Callable[[int], int]], ...] = (
    ("-1", lambda _: -1),
    ("0", lambda _: 0),
    ("39", lambda _: HEADER_SIZE + 15),
    ("one less", lambda right: right - 1),
    ("one more", lambda right: right + 1),
    ("a tag more", lambda right: right + 16),
    ("a chunk less", lambda right: right - 80),
    ("a chunk more", lambda right: right + 80),
    ("2**40", lambda _: 2**40),
    ("2**100", lambda _: 2**100),
)
BYTES_LIES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("nothing", lambda _: b""),
    ("one byte less", lambda right: right[:-1]),
    ("one byte more", lambda right: right + b"\0"),
    ("half of it", lambda right: right[: len(right) // 2]),
    ("zero bytes", lambda right: bytes(len(right))),
    ("it twice", lambda right: right + right),
)


def lies(draw: st.DrawFn, one: File) -> Change:
    """Draw a step at which the answer is a lie, one for a number and one for bytes."""
    step = draw(_STEPS)
    number_name, number = pick(draw, NUMBER_LIES)
    bytes_name, lied_bytes = pick(draw, BYTES_LIES)

    def lie(right: Answer) -> Answer:
        return number(right) if isinstance(right, int) else lied_bytes(right)

    what = f"answer {step} of the store was a lie ({number_name} as a size, {bytes_name} as bytes)"
    return Change(what, _lying(one.container.stored, lie, step))


def _lying(stored: bytes, lie: Lie, step: int) -> Callable[[], Store]:
    return lambda: Store(lambda _: stored, lie, step)


def cuts(draw: st.DrawFn, one: File) -> Change:
    """Draw a step from which on the store is shorter."""
    stored, container = one.container.stored, one.container
    borders = [container.border(index) for index in range(len(container.chunks))]
    left = pick(draw, pick(draw, (borders, range(len(stored)))))
    step = draw(_STEPS)
    what = f"from answer {step} on, only {left} of {len(stored)} bytes were left"
    return Change(what, lambda: Store(lambda now: stored if now < step else stored[:left]))


def switches(draw: st.DrawFn, one: File, other: File) -> Change:
    """Draw at which steps the store shows the other file: from one on, in turn, or anyhow."""
    steps, first = range(_MOST_STEPS), 1 + draw(_STEPS)
    in_turn, anyhow = [step % 2 == first % 2 for step in steps], draw(_TURNS)
    once = [step >= first for step in steps]
    shows_other = pick(draw, (once, once, in_turn, anyhow))

    def at_step(now: int) -> bytes:
        file = other if shows_other[min(now, _MOST_STEPS - 1)] else one
        return file.container.stored

    letters = "".join("B" if is_other else "A" for is_other in shows_other)
    what = f"the store showed two files in turn, A and B: {letters}"
    return Change(what, lambda: Store(at_step), shows_other=True)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw two files of a few chunks, a question, and what the store does."""
    secret = pick(draw, SECRETS)
    one = File(secret, PREFIX, 64, pick(draw, range(65, 257)), "A")
    other = File(secret, OTHER_PREFIX, pick(draw, (64, 64, 128)), pick(draw, range(1, 257)), "B")
    wanted = draw(ranges(min(one.size, other.size), 64, (one.size, other.size)))
    kind = draw(_KINDS)
    if kind == "switch":
        change = switches(draw, one, other)
    else:
        change = cuts(draw, one) if kind == "cut" else lies(draw, one)
    question = pick(draw, (wanted, wanted, wanted, None))
    return Scene(one, other, question, draw(ranges(one.size, 64)), draw(_TURNS), change)


@graded("changing-stores-never-mislead")
@settings(max_examples=200)
@given(scene=scenes())
def test_changing_stores_never_mislead(submission: Any, scene: Scene) -> None:
    """First what must succeed: a file, the one that replaced it, two reads at once. Then the change."""
    cipher = submission.FileCipher(scene.one.secret.key, scene.one.secret.context)
    for file, what in ((scene.one, "file A"), (scene.other, "file B, which replaced file A,")):
        found = scene.ask(cipher, Store.holding(file.container.stored))
        right = scene.right(file)
        assert found == right, (
            f"{scene.call} of {what} gave {shown(found)}; right is {shown(right)}"
        )
    if scene.wanted is not None:
        read_two_at_once(cipher, scene.one, (scene.wanted, scene.meanwhile), scene.turns)
    found = scene.ask(cipher, scene.change.store())
    if found is REFUSED:
        return
    allowed = [scene.right(scene.one)]
    if scene.change.shows_other:
        allowed.append(scene.right(scene.other))
    assert found in allowed, (
        f"{scene.change.what}: {scene.call} gave {shown(found)}; right is AuthenticationError or"
        f" {' or '.join(map(shown, allowed))}"
    )


def read_two_at_once(
    cipher: Any, file: File, wanted: tuple[Range, Range], turns: list[bool]
) -> None:
    """Let two reads of one object go on in turn; both must be right."""
    calls = [f"read({offset}, {length})" for offset, length in wanted]
    talks = [
        Conversation(call, cipher.read(*one), Store.holding(file.container.stored))
        for call, one in zip(calls, wanted, strict=True)
    ]
    for turn in turns:
        if not talks[turn].is_over:
            talks[turn].advance()
    for talk, call, one in zip(talks, calls, wanted, strict=True):
        while not talk.is_over:
            talk.advance()
        right = slice_of(file, one)
        assert talk.found == right, (
            f"two reads at once, {calls[0]} and {calls[1]}: {call} gave {shown(talk.found)}; right is"
            f" {shown(right)}"
        )


@graded("misuse-is-refused")
@settings(max_examples=1)
@with_examples(*MISUSES)
@given(case=st.sampled_from(MISUSES))
def test_misuse_is_refused(submission: Any, case: Misuse) -> None:
    """Wrong arguments and prefixes used twice are refused, and nothing else."""
    case.play(submission)
