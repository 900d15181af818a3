"""What a test holds behaves like the stub's class; what a solution does wrong has a name."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from harness.history import Call, NoAnswer, Raised
from harness.remote.errors import (
    GuestCrashedError,
    GuestRaised,
    GuestTimedOutError,
    LoadFailedError,
    PropertyEnded,
    WrongAnswerError,
)
from harness.remote.proxy import Finished, Submission, Yielded
from harness.remote.replay import first_difference
from tests.harness.solutions import INTERFACE, SOLUTION, running
from tests.harness.wire.test_values import same, scalars

Pair: Any = INTERFACE.records["Pair"]
Full = INTERFACE.exceptions["Full"]


@pytest.fixture(scope="module")
def box_module() -> Iterator[Submission]:
    """A running solution that all tests of this file share."""
    with running() as submission:
        yield submission


def test_calls_change_the_object_in_the_guest(box_module: Submission) -> None:
    """State lives there; answers are of exact types."""
    box = box_module.Box(start=5)
    assert box.put(3) == 8
    assert box.put(value=2) == 10
    assert type(box.put(0)) is int


def test_objects_are_separate(box_module: Submission) -> None:
    """Each proxy is an object of its own."""
    first, second = box_module.Box(), box_module.Box()
    first.put(7)
    assert second.put(0) == 0


@settings(max_examples=50, deadline=None)
@given(value=scalars)
def test_values_make_the_round_trip_through_a_guest(value: Any) -> None:
    """What a real guest echoes is what was sent."""
    submission = _shared()
    assert same(submission.Box().echo(value), value)


_KEPT: list[Any] = []


def _shared() -> Submission:
    """Return one submission for all of hypothesis' trials."""
    if not _KEPT:
        context = running()
        _KEPT.extend([context, context.__enter__()])
    found: Submission = _KEPT[1]
    return found


@pytest.fixture(scope="module", autouse=True)
def _close_shared() -> Iterator[None]:
    yield
    if _KEPT:
        _KEPT[0].__exit__(None, None, None)
        _KEPT.clear()


def test_a_dataclass_arrives_as_the_stubs_own(box_module: Submission) -> None:
    """So tests compare with the class they import."""
    assert box_module.Box().pair(1, 2) == Pair(left=1, right=2)


def test_exceptions_arrive_as_the_stubs_own(box_module: Submission) -> None:
    """By name, with the text and the line; and they are marked as the solution's."""
    with pytest.raises(Full) as caught:
        box_module.Box().put(101)
    assert isinstance(caught.value, GuestRaised)
    assert caught.value.names[0] == "Full"
    assert caught.value.text == "over 100"


def test_builtin_exceptions_arrive_as_builtins(box_module: Submission) -> None:
    """A call that the solution does not take is a TypeError of the solution."""
    with pytest.raises(TypeError) as caught:
        box_module.Box().put()
    assert isinstance(caught.value, GuestRaised)


def test_a_generator_is_resumed_step_by_step(box_module: Submission) -> None:
    """Yields and the final value are told apart."""
    counting = box_module.Box().count(2)
    assert counting.resume() == Yielded(0)
    assert counting.resume(10) == Yielded(1)
    assert counting.resume(5) == Finished("sum 15")


def test_a_batch_uses_earlier_answers(box_module: Submission) -> None:
    """A later call may take what an earlier one returned; a failed one skips what depends on it."""
    box = box_module.Box()
    batch = box_module.batch()
    first = batch.call(box, "put", 20)
    batch.call(box, "put", first)
    failed = batch.call(box, "put", 1000)
    batch.call(box, "put", failed)
    answers = batch.run()
    assert [answer.value for answer in answers] == [20, 40, None, None]
    assert isinstance(answers[2].exception, Full)
    assert answers[3].skipped
    assert answers.cpu_seconds >= 0
    assert answers[1].returned() == 40
    with pytest.raises(Full):
        answers.returned()


def test_the_history_tells_what_was_asked() -> None:
    """Every call with its answer, in order, from the beginning of the trial."""
    with running() as submission:
        guest = submission._guest
        guest.begin_trial()
        box = submission.Box(start=1)
        box.put(2)
        with pytest.raises(Full):
            box.put(500)
        assert guest.history == [
            Call("", "Box", (), {"start": 1}, "box", None),
            Call("box", "put", (2,), {}, "", 3),
            Call("box", "put", (500,), {}, "", Raised("Full", "over 100")),
        ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return 1.0", "put returned 1.0; the stub promises int"),
        ("return True", "put returned True"),
        ("return None", "put returned None"),
        ("return float('nan')", "not finite"),
        ("return {1}", "set"),
        ("return 10**5000", "bits"),
    ],
)
def test_an_answer_that_the_stub_does_not_promise_is_wrong(body: str, says: str) -> None:
    """Exact types are checked once, for all tests."""
    with (
        running(SOLUTION.replace("return self.total", body)) as submission,
        pytest.raises(WrongAnswerError, match=says),
    ):
        submission.Box().put(1)


def test_a_crash_is_named_and_the_next_call_has_a_fresh_child() -> None:
    """One trial is lost, not the property's means to go on."""
    source = SOLUTION.replace("return value", "import os; os._exit(3)")
    with running(source) as submission:
        with pytest.raises(GuestCrashedError, match="exited with code 3"):
            submission.Box().echo(1)
        assert submission.Box().put(4) == 4


def test_a_hang_ends_the_property() -> None:
    """No shrinking by time: the first timeout is the last."""
    source = SOLUTION.replace("return value", "import time; time.sleep(60)")
    with running(source) as submission, pytest.raises(PropertyEnded) as caught:
        submission.Box().echo(1)
    assert isinstance(caught.value.cause, GuestTimedOutError)
    assert submission._guest.history[-1].answer == NoAnswer("no answer within 0.3 s")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def", "line 1: SyntaxError"),
        ("x = 1", "no attribute 'Pair'"),
        ("import nothing_like_it", "line 1: ModuleNotFoundError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("class Pair: pass", "no attribute 'Box'"),
        ("\x00", "null bytes"),
    ],
)
def test_a_solution_that_does_not_load_ends_the_property(source: str, says: str) -> None:
    """With a sentence that says where and why."""
    with running(source) as submission, pytest.raises(PropertyEnded, match=says) as caught:
        submission.Box()
    assert isinstance(caught.value.cause, LoadFailedError)


def test_prints_are_kept() -> None:
    """What a solution prints is there for its author, also when it dies."""
    source = SOLUTION.replace(
        "return value", "print('seen'); import os; print('lost'); os._exit(1)"
    )
    with running(
        source.replace("self.total = start", "self.total = start; print('made')")
    ) as submission:
        with pytest.raises(GuestCrashedError):
            submission.Box().echo(1)
        assert submission.prints == "made\n"


def test_a_replay_finds_state_kept_between_trials() -> None:
    """The same calls in a fresh child give the same answers, unless the solution remembers others."""
    source = SOLUTION.replace("class Box:", "SEEN = []\nclass Box:").replace(
        "return value", "SEEN.append(1); return len(SEEN)"
    )
    with running(source) as submission:
        submission.Box().echo(0)
        submission._guest.begin_trial()
        submission.Box().echo(0)
        history = submission._guest.history
    with running(source) as submission:
        assert first_difference(submission, history) == 1
    with running() as submission:
        box = submission.Box()
        box.put(1)
        steps = box.count(1)
        steps.resume()
        steps.resume(3)
        history = submission._guest.history
    with running() as submission:
        assert first_difference(submission, history) is None
