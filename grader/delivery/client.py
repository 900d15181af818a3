"""The client of a course server: a request is repeated until it is answered or there is no hope.

Putting a submission is idempotent by its digest, so that a request whose answer was lost is simply
sent again, now or by the same command tomorrow, and the receipt is the one of the first time.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ValidationError
from requests.auth import AuthBase

from grader.delivery.api import (
    MAX_ANSWER_BYTES,
    Refusal,
    StatusAnswer,
    status_path,
    submission_path,
)
from grader.delivery.receipt import SubmissionReceipt
from grader.errors import GraderError, UsageError
from grader.submissions.parcel import Parcel

DELAYS_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Before each repetition; each is shortened by chance, so that a class does not come back at once."""

_WORTH_REPEATING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOST_WAITED_SECONDS = 60.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_AGAIN = "The same command sends it again; what has arrived is not sent twice."
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what; tests give a clock of their own.

    Attributes:
        connect_seconds: For a connection.
        read_seconds: For the next piece of an answer.
        answer_seconds: For a whole answer, however steadily it drips.
        delays_seconds: Before each repetition.
        sleep: Waits.
        clock: Monotonic.
        chance: Returns a number from 0 to 1.
        tell: Is told why something is repeated, and in how many seconds.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    answer_seconds: float = 60.0
    delays_seconds: Sequence[float] = DELAYS_SECONDS
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    tell: Callable[[str, float], None] = lambda _reason, _seconds: None


class _LostError(Exception):
    """A request that is worth repeating; ``wait_seconds`` is what the server asked for, if it did."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class _Bearer(AuthBase):
    """The student's token; given as an authentication, so that no ~/.netrc takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass(frozen=True, slots=True)
class CourseServer:
    """A course server at a URL, and the token by which it knows the student."""

    url: str
    token: str = field(repr=False)
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        is_here = parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
            raise UsageError(
                f"{self.url}: only https keeps your token and your work to yourself",
                "Ask for the course's https:// address.",
            )
        if not self.token.isascii() or not self.token.isprintable() or not self.token.strip():
            raise UsageError("the token is missing or is not one line of plain text", _TOKEN_HINT)

    def put(self, parcel: Parcel) -> SubmissionReceipt:
        """Send a submission; return the course's receipt.

        Raises:
            GraderError: The server refuses it, does not answer, or answers with something else.
        """
        path = submission_path(parcel.exercise, parcel.digest)
        receipt = self._ask("PUT", path, SubmissionReceipt, parcel.to_bytes())
        if (receipt.exercise, receipt.digest) != (parcel.exercise, parcel.digest):
            raise GraderError(
                "the server gave a receipt for something else", "Tell your instructor."
            )
        return receipt

    def status(self, exercise: str) -> StatusAnswer:
        """Return what the course has of the student in an exercise."""
        return self._ask("GET", status_path(exercise), StatusAnswer)

    def _ask(self, method: str, path: str, kind: type[Model], body: bytes | None = None) -> Model:
        delays = [*self.patience.delays_seconds, None]
        for delay in delays:
            try:
                return self._ask_once(method, path, kind, body)
            except _LostError as error:
                if delay is None:
                    raise GraderError(f"{self.url}: {error}", _AGAIN) from error
                self._wait(error, delay)
        raise AssertionError  # the last delay is None

    def _wait(self, error: _LostError, delay: float) -> None:
        seconds = delay * (0.5 + self.patience.chance() / 2)
        if error.wait_seconds is not None:
            seconds = min(max(seconds, error.wait_seconds), _MOST_WAITED_SECONDS)
        self.patience.tell(str(error), seconds)
        self.patience.sleep(seconds)

    def _ask_once(self, method: str, path: str, kind: type[Model], body: bytes | None) -> Model:
        with requests.Session() as session:
            session.trust_env = (
                urlsplit(self.url).hostname not in _LOOPBACK
            )  # no proxy to ourselves
            try:
                with session.request(
                    method,
                    self.url.rstrip("/") + path,
                    data=body,
                    headers={"Content-Type": "application/json", "Accept": "application/json"},
                    auth=_Bearer(self.token),
                    timeout=(self.patience.connect_seconds, self.patience.read_seconds),
                    allow_redirects=False,  # the token is for this address alone
                    stream=True,
                ) as answer:
                    return self._answered(answer.status_code, answer, kind)
            except requests.exceptions.SSLError as error:
                raise GraderError(
                    f"{self.url}: {error}", "Is the clock right? Ask the course."
                ) from error
            except requests.exceptions.InvalidURL as error:
                raise UsageError(f"{self.url}: {error}", "Is the address right?") from error
            except requests.exceptions.Timeout as error:
                raise _LostError("the server does not answer in time") from error
            except requests.exceptions.RequestException as error:
                raise _LostError("the connection can not be made, or was cut") from error

    def _answered(self, code: int, answer: requests.Response, kind: type[Model]) -> Model:
        if code in _WORTH_REPEATING:
            wait = _retry_after(answer.headers.get("Retry-After", ""))
            raise _LostError(f"the server is not ready (HTTP {code})", wait)
        content = self._content(answer)
        if code not in (200, 201):
            raise _refused(code, content)
        try:
            return kind.model_validate_json(content)
        except ValidationError as error:
            raise GraderError(
                f"{self.url} answers with something that is no {kind.__name__}",
                "Is it the address of a course server?",
            ) from error

    def _content(self, answer: requests.Response) -> bytes:
        """Return the body, which may neither be endless nor drip for ever."""
        until = self.patience.clock() + self.patience.answer_seconds
        content = bytearray()
        for piece in answer.iter_content(
            1
        ):  # of more it would wait for all, without a look at the clock
            content += piece
            if len(content) > MAX_ANSWER_BYTES:
                raise GraderError(f"{self.url} answers with too much", "Is it a course server?")
            if self.patience.clock() > until:
                raise _LostError("the server answers too slowly")
        return bytes(content)


_TOKEN_HINT = "Set VIRTLAB_TOKEN to the token that the course gave you."  # noqa: S105 - not one


def _refused(code: int, content: bytes) -> GraderError:
    try:
        refusal = Refusal.model_validate_json(content)
    except ValidationError:
        refusal = Refusal(message=f"the server refuses it (HTTP {code})")
    hint = refusal.hint or (_TOKEN_HINT if code in (401, 403) else "")
    return GraderError(refusal.message, hint)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as a number or as a date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max(0.0, date.timestamp() - time.time())
