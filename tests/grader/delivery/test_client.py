"""The client against a real server that fails, cuts connections and answers slowly; no test sleeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest

from grader.delivery.client import DELAYS_SECONDS, CourseServer, Patience
from grader.delivery.receipt import is_signed_by
from grader.errors import GraderError, UsageError
from tests.grader.delivery.course_server import KEY, TOKEN, Course, course_server
from tests.grader.delivery.parcels import SENT, SLUG, parcel_of

PARCEL = parcel_of("x = 1\n")
PATH = f"/v1/exercises/{SLUG}/submissions/{PARCEL.digest}"


@dataclass
class Waiting:
    """A clock that goes on only when somebody waits, and what was waited for."""

    slept: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def patience(self, **changes: object) -> Patience:
        """Return a patience that never waits."""
        known: dict[str, object] = {
            "sleep": self.slept.append,
            "chance": lambda: 1.0,
            "tell": lambda reason, _: self.told.append(reason),
        }
        return Patience(**{**known, **changes})  # type: ignore[arg-type]  # by name


@pytest.fixture
def waiting() -> Waiting:
    """Return a clock of the test's own."""
    return Waiting()


def client(course: Course, waiting: Waiting, **changes: object) -> CourseServer:
    """Return a client of a course."""
    return CourseServer(course.url, TOKEN, waiting.patience(**changes))


def test_a_submission_is_put_and_its_receipt_is_the_courses(waiting: Waiting) -> None:
    """One request; the server says whose it is and signs."""
    with course_server() as course:
        receipt = client(course, waiting).put(PARCEL)
    assert course.seen == [("PUT", PATH)]
    assert (receipt.student, receipt.received) == ("ann@course", SENT)
    assert is_signed_by(receipt, KEY)
    assert waiting.slept == []


@pytest.mark.parametrize("trouble", ["500", "502", "504", "429", "408", "cut", "half"])
def test_what_passes_is_tried_again(trouble: str, waiting: Waiting) -> None:
    """Twice in trouble, then answered: the delays grow, and the submission is kept once."""
    with course_server(trouble, trouble) as course:
        receipt = client(course, waiting).put(PARCEL)
    assert receipt.digest == PARCEL.digest
    assert course.seen == [("PUT", PATH)] * 3
    assert len(course.kept) == 1
    assert waiting.slept == list(DELAYS_SECONDS[:2])
    assert len(waiting.told) == 2


def test_a_server_that_falls_silent_is_asked_again(waiting: Waiting) -> None:
    """Nothing comes for as long as the client waits for the next piece of an answer."""
    with course_server("silent") as course:
        receipt = client(course, waiting, read_seconds=0.3).put(PARCEL)
    assert receipt == course.kept[PARCEL.digest]
    assert waiting.told[0] == "the server does not answer in time"
    assert len(course.seen) == len(waiting.slept) + 1  # a busy machine may be slow once more


def test_a_lost_answer_brings_no_second_submission(waiting: Waiting) -> None:
    """It arrived and the answer did not: the repetition gets the receipt of the first time."""
    with course_server("lost") as course:
        receipt = client(course, waiting).put(PARCEL)
        again = client(course, waiting).put(PARCEL)
    assert len(course.kept) == 1
    assert receipt == again == course.kept[PARCEL.digest]


def test_a_run_that_gave_up_is_resumed_by_the_next(waiting: Waiting) -> None:
    """After the last delay it says that the same command sends again, which then succeeds."""
    troubles = ["lost", *["500"] * len(DELAYS_SECONDS)]
    with course_server(*troubles) as course:
        with pytest.raises(GraderError, match="HTTP 500") as caught:
            client(course, waiting).put(PARCEL)
        assert "The same command" in caught.value.hint
        assert waiting.slept == list(DELAYS_SECONDS)
        assert client(course, waiting).put(PARCEL) == course.kept[PARCEL.digest]
    assert len(course.kept) == 1


def test_the_server_may_ask_for_time(waiting: Waiting) -> None:
    """Retry-After is kept to, up to a minute."""
    with course_server("busy") as course:
        client(course, waiting).put(PARCEL)
    assert waiting.slept == [7.0]


def test_an_answer_that_drips_for_ever_is_given_up(waiting: Waiting) -> None:
    """Bytes come steadily and the answer does not: the clock decides."""
    ticks = count(0, 0.01)
    clock: Callable[[], float] = lambda: next(ticks)  # noqa: E731 - an argument
    with course_server("drip") as course:
        receipt = client(course, waiting, clock=clock, answer_seconds=50.0).put(PARCEL)
    assert receipt.digest == PARCEL.digest
    assert waiting.told == ["the server answers too slowly"]


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "413", "422"])
def test_a_refusal_is_told_and_not_repeated(code: str, waiting: Waiting) -> None:
    """With the server's words and hint."""
    with course_server(code) as course, pytest.raises(GraderError, match=f"told to say {code}"):
        client(course, waiting).put(PARCEL)
    assert len(course.seen) == 1


@pytest.mark.parametrize("trouble", ["nonsense", "another", "elsewhere"])
def test_what_is_no_receipt_of_this_is_refused(trouble: str, waiting: Waiting) -> None:
    """Another form, another digest, or a redirection, which would take the token along."""
    with course_server(trouble) as course, pytest.raises(GraderError):
        client(course, waiting).put(PARCEL)
    assert len(course.seen) == 1


def test_a_wrong_token_is_refused_with_a_hint(waiting: Waiting) -> None:
    """The hint says where the token goes; the token is in no message."""
    with course_server() as course, pytest.raises(GraderError, match="who are you") as caught:
        CourseServer(course.url, "wrong-token", waiting.patience()).put(PARCEL)
    assert "VIRTLAB_TOKEN" in caught.value.hint
    assert "wrong-token" not in repr(CourseServer(course.url, "wrong-token"))


def test_what_is_in_is_listed(waiting: Waiting) -> None:
    """Also after trouble; fields of a newer server are passed over."""
    with course_server("500", "cut") as course:
        course.troubles.clear()
        client(course, waiting).put(PARCEL)
        course.troubles += ["500", "cut"]
        (one,) = client(course, waiting).status(SLUG).submissions
    assert (one.digest, one.score, one.max_score) == (PARCEL.digest, 57.25, 100)


@pytest.mark.parametrize("url", ["http://course.example", "ftp://127.0.0.1", "course.example"])
def test_a_token_is_never_sent_in_the_clear(url: str) -> None:
    """Only https, or this machine itself."""
    with pytest.raises(UsageError, match="only https"):
        CourseServer(url, TOKEN)


@pytest.mark.parametrize("token", ["", " ", "two\nlines", "ключ"])
def test_a_token_that_is_none_is_a_wrong_usage(token: str) -> None:
    """Nothing that could break a header is put into one."""
    with pytest.raises(UsageError, match="token"):
        CourseServer("https://course.example", token)
