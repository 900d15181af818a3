"""Wrong calls and wrong arguments: rule 8, judged from the state of the thread itself."""

from dataclasses import dataclass
from typing import Any

from exercises.process_lock.stub.solution import AlreadyHeldError, NotHeldError
from exercises.process_lock.tests.session import initial_words
from exercises.process_lock.tests.solo import Slept, Stage
from harness.remote.errors import GuestRaised

BAD_ARGUMENTS = (
    (0, 0, 32),
    (0, 17, 32),
    (0, -1, 32),
    (-1, 4, 32),
    (4, 4, 32),
    (16, 16, 32),
    (0, 4, 7),
    (0, 4, 65),
    (0, 4, 0),
)
GOOD_ARGUMENTS = ((1, 8), (1, 64), (2, 8), (16, 8), (16, 64))

WRONG: dict[str, dict[str, type[Exception]]] = {
    "free": {"release": NotHeldError, "release_shared": NotHeldError},
    "exclusive": {
        "acquire": AlreadyHeldError,
        "try_acquire": AlreadyHeldError,
        "acquire_shared": AlreadyHeldError,
        "release_shared": NotHeldError,
    },
    "shared": {
        "acquire": AlreadyHeldError,
        "try_acquire": AlreadyHeldError,
        "acquire_shared": AlreadyHeldError,
        "release": NotHeldError,
    },
}
LEAVE = {"exclusive": "release", "shared": "release_shared", "free": ""}


@dataclass(frozen=True, slots=True)
class Scene:
    """What thread 1, then thread 0 has done before thread 0 makes wrong calls."""

    other: str
    own: tuple[str, ...]
    mode: str

    @property
    def other_mode(self) -> str:
        """The mode in which thread 1 is."""
        return {"": "free", "acquire": "exclusive", "acquire_shared": "shared"}[self.other]


SCENES = (
    Scene("", (), "free"),
    Scene("", ("acquire", "release"), "free"),
    Scene("", ("acquire_shared", "release_shared"), "free"),
    Scene("acquire", (), "free"),
    Scene("acquire", ("try_acquire",), "free"),
    Scene("acquire_shared", (), "free"),
    Scene("", ("acquire",), "exclusive"),
    Scene("", ("try_acquire",), "exclusive"),
    Scene("", ("acquire_shared",), "shared"),
    Scene("acquire_shared", ("acquire_shared",), "shared"),
)


def check_constructor(submission: Any) -> None:
    """Refused arguments raise ValueError; accepted ones give all threads the same words."""
    for arguments in BAD_ARGUMENTS:
        try:
            submission.ProcessLock(*arguments)
        except ValueError:
            continue
        raise AssertionError(
            "ProcessLock(thread={}, threads={}, word_bits={})".format(*arguments)
            + " was accepted; it must raise ValueError"
        )
    for threads, word_bits in GOOD_ARGUMENTS:
        words = initial_words(submission, threads, word_bits)
        for thread in range(threads):
            other = submission.ProcessLock(thread, threads, word_bits).memory()
            assert other == words, (
                f"memory() of thread {thread} is {other}, that of thread 0 is {words}; with "
                f"{threads} threads and {word_bits} bits it must be the same list for every thread"
            )


def check_misuse(submission: Any) -> None:
    """Play every scene, make the wrong calls, then see that the lock still works."""
    for scene in SCENES:
        stage = Stage(submission, initial_words(submission, 2, 32), 2, 32)
        if not _is_set_up(stage, scene):
            continue
        try:
            for method, error in WRONG[scene.mode].items():
                _expect(stage, method, error, scene)
            _finish(stage, scene)
        except Slept as error:
            raise stage.fail(f"after these calls {error}") from None


def _is_set_up(stage: Stage, scene: Scene) -> bool:
    """Bring the threads into their modes; a lock that can not get there is judged elsewhere."""
    calls = [(1, scene.other)] if scene.other else []
    calls += [(0, method) for method in scene.own]
    try:
        answers = {method: _make(stage, thread, method) for thread, method in calls}
    except Slept:
        return False
    return answers.get("try_acquire") is (scene.mode == "exclusive") or "try_acquire" not in answers


def _expect(stage: Stage, method: str, error: type[Exception], scene: Scene) -> None:
    before = stage.words
    why = f"thread 0 {_state(scene.mode)}"
    try:
        answer = stage.call(0, method)
    except Slept:
        raise stage.fail(f"{method}() sleeps; right is to raise {error.__name__}: {why}") from None
    if not isinstance(answer, GuestRaised):
        raise stage.fail(f"{method}() did not raise {error.__name__}, although {why}")
    if not isinstance(answer, error):
        raise stage.fail(f"{method}() raised {answer.names[0]}; right is {error.__name__}: {why}")
    if stage.words != before:
        raise stage.fail(f"{method}() raised {error.__name__}, rightly, yet it changed the words")


def _state(mode: str) -> str:
    return "does not hold the lock" if mode == "free" else f"holds the lock in {mode} mode"


def _finish(stage: Stage, scene: Scene) -> None:
    """Leave, then let both threads enter and leave in both modes."""
    for thread, mode in ((0, scene.mode), (1, scene.other_mode)):
        if mode != "free":
            _make(stage, thread, LEAVE[mode])
    for thread in (0, 1):
        for method in ("acquire", "release", "acquire_shared", "release_shared"):
            _make(stage, thread, method)


def _make(stage: Stage, thread: int, method: str) -> Any:
    """Make a proper call, which must not raise; return its answer."""
    answer = stage.call(thread, method)
    if isinstance(answer, GuestRaised):
        raise stage.fail(f"{method}() raised {answer}, although it is used as the rules say")
    return answer
