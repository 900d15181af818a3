"""Simulated threads: isolated from each other, replayed exactly, their answers never trusted."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.remote.errors import GuestBrokeProtocolError, GuestRaised, WrongAnswerError
from harness.remote.guest import Guest
from harness.remote.proxy import Submission
from harness.remote.threads import Part, Returned, replay_all
from tests.harness.solutions import SOLUTION, running

SHARING = SOLUTION.replace("class Box:", "seen = []\n\nclass Box:\n    made = 0\n").replace(
    "total = 0\n", "total = 0; seen.append(limit); Box.made += 1; total = len(seen)\n"
)


@pytest.fixture(scope="module")
def submission() -> Iterator[Submission]:
    """A running solution that all tests of this file share."""
    with running() as found:
        yield found


def yields(parts: list[Part]) -> list[list[Any]]:
    """Return what each call yielded."""
    return [list(part.yields) for part in parts]


def test_a_replay_runs_until_a_result_is_missing(submission: Submission) -> None:
    """Calls follow each other; the last one waits."""
    thread = submission.thread(0, "Box")
    parts = thread.replay([("count", 2), ("count", 3)], [10, 20, 30])
    assert yields(parts) == [[0, 1], [0, 1]]
    assert parts[0].ending == Returned("sum 30")
    assert parts[1].ending is None
    assert thread.read("count", parts[1].yields[-1]) == 1


def test_a_thread_goes_on_where_it_was(submission: Submission) -> None:
    """What was sent before is not sent again."""
    thread = submission.thread(0, "Box")
    thread.replay([("count", 2)], [])
    (middle,) = thread.go_on([], [5])
    assert (middle.yields, middle.ending) == ((1,), None)
    end, following = thread.go_on([("count", 1)], [6])
    assert (end.yields, end.ending) == ((), Returned("sum 11"))
    assert (following.yields, following.ending) == ((0,), None)
    (last,) = thread.go_on([], [1])
    assert last.ending == Returned("sum 1")
    assert thread.go_on([("count", 0)], [])[0].ending == Returned("sum 0")


def test_many_histories_are_one_round_trip(submission: Submission) -> None:
    """Each history starts with a fresh object and has its own answer."""
    threads = [submission.thread(number, "Box") for number in range(3)]
    histories: list[Any] = [(t, [("count", n + 1)], [7]) for n, t in enumerate(threads)]
    first, second, third = replay_all(histories)
    assert first[0].ending == Returned("sum 7")
    assert yields(second) == yields(third) == [[0, 1]]
    assert replay_all([]) == []


def test_more_histories_than_a_frame_holds(submission: Submission) -> None:
    """They are sent in pieces; each is answered."""
    thread = submission.thread(0, "Box")
    results = list(range(100))
    histories: list[Any] = [(thread, [("count", 101 + extra)], results) for extra in range(300)]
    found = replay_all(histories)
    assert [len(parts[0].yields) for parts in found] == [101] * 300
    assert all(parts[0].ending is None for parts in found)


def test_module_copies_share_nothing() -> None:
    """Module and class variables of one copy are not those of another, nor of the first module."""
    with running(SHARING) as found:
        assert [made_in(found, copy) for copy in (0, 1, 0, 2)] == [1, 1, 2, 1]
        found.renew_process()
        assert made_in(found, 0) == 1


def made_in(submission: Submission, copy: int) -> int:
    """Return how often this module copy was used, by its own count."""
    (part,) = submission.thread(copy, "Box").replay([("count", 1)], [0])
    assert isinstance(part.ending, Returned)
    return int(str(part.ending.value).removeprefix("sum "))


FAULTS = {
    "raises": ("raise ValueError('no')", GuestRaised),
    "is no generator": ("return [limit]", GuestRaised),
    "exits": ("raise SystemExit\n        yield", GuestRaised),
    "recurses": ("yield from self.count(limit)", GuestRaised),
    "yields an object": ("yield object()", WrongAnswerError),
    "returns an object": ("yield 0\n        return object()", WrongAnswerError),
    "returns another type": ("yield 0\n        return 3", WrongAnswerError),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failed_call_ends_its_thread_only(fault: str) -> None:
    """The failure is the ending of its call; calls after it are not made; others go on."""
    body, kind = FAULTS[fault]
    source = f"{SOLUTION.partition('        total = 0')[0]}        {body}\n"
    with running(source) as found:
        thread = found.thread(0, "Box")
        parts = thread.replay([("count", 2), ("count", 2)], [1, 2, 3])
        assert isinstance(parts[-1].ending, kind)
        assert len(parts) == 1
        box: Any = found.Box()
        assert box.put(4) == 4


def test_a_yield_of_another_type_is_told_when_read() -> None:
    """The stub's promise holds for each yield."""
    source = SOLUTION.replace("yield number", "yield str(number)")
    with running(source) as found:
        thread = found.thread(0, "Box")
        (part,) = thread.replay([("count", 1)], [])
        with pytest.raises(WrongAnswerError, match="count yielded '0'; the stub promises"):
            thread.read("count", part.yields[0])


def test_a_constructor_that_raises_comes_out(submission: Submission) -> None:
    """It is the answer of the whole request."""
    with pytest.raises(GuestRaised, match="TypeError"):
        submission.thread(0, "Box", 1, 2, 3).replay([("count", 1)], [])


WHOLE = [[[0, 1], ["returned", "sum 1"]], [[0], None]]
SHAPES: list[Any] = [
    None,
    [],
    [[[0], None], [[0], None]],
    [[[0, 1], ["returned", "sum 1"]]],
    [[[0, 1, 2, 3], None]],
    [[[0], None]],
    [*WHOLE, [[], None]],
    [[0, None]],
    [[[0, 1], ["returned"]], [[0], None]],
    [[[0, 1], ["done", None]], [[0], None]],
    [[[0, 1], [["returned"], None]], [[0], None]],
    [[[0, 1], ["raised", []]]],
]


@pytest.mark.parametrize("reply", SHAPES)
def test_a_malformed_answer_breaks_the_protocol(
    submission: Submission, monkeypatch: pytest.MonkeyPatch, reply: Any
) -> None:
    """An answer that no honest guest gives is refused, whatever its shape."""
    thread = submission.thread(0, "Box")
    answer_with(monkeypatch, [reply])
    with pytest.raises(GuestBrokeProtocolError):
        thread.replay([("count", 2), ("count", 2)], [0, 1])


@pytest.mark.parametrize("body", [None, {}, [], [WHOLE, WHOLE]])
def test_there_is_one_answer_a_turn(
    submission: Submission, monkeypatch: pytest.MonkeyPatch, body: Any
) -> None:
    """Neither more nor fewer."""
    thread = submission.thread(0, "Box")
    answer_with(monkeypatch, body)
    with pytest.raises(GuestBrokeProtocolError):
        thread.replay([("count", 2), ("count", 2)], [0, 1])


def test_the_honest_shape_is_accepted(
    submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The malformed answers above differ from this one."""
    thread = submission.thread(0, "Box")
    answer_with(monkeypatch, [WHOLE])
    assert len(thread.replay([("count", 2), ("count", 2)], [0, 1])) == 2


def answer_with(monkeypatch: pytest.MonkeyPatch, body: Any) -> None:
    """Let every guest answer every request with this body."""
    monkeypatch.setattr(Guest, "ask", lambda *_: ("done", body))
