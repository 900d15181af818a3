"""A small course server by the README's API, which can be told to fail in every way a network has.

Each request takes the next of ``troubles``; when there are none left it answers as it should.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from grader.delivery.receipt import SubmissionReceipt, signed
from grader.submissions.parcel import read_parcel
from tests.grader.delivery.parcels import SENT

KEY = b"the course's key, of 32 bytes and"
TOKEN = "ann-token"


@dataclass
class Course:
    """What the server knows, and what it does wrong next."""

    troubles: list[str] = field(default_factory=list)
    kept: dict[str, SubmissionReceipt] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    course: Course

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        """Take a submission in; the same digest again gives the receipt of the first time."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._begin()
        if self._troubled(content):
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer(401, {"message": "who are you?"})
            return
        is_new = self._keep(content)
        receipt = self.course.kept[self.path.rpartition("/")[2]]
        self._answer(201 if is_new else 200, receipt.model_dump(mode="json"))

    def do_GET(self) -> None:
        """List what is in."""
        self._begin()
        if self._troubled(b""):
            return
        found = [
            {"exercise": one.exercise, "digest": one.digest, "received": one.received.isoformat()}
            | {"state": "graded", "score": 57.25, "max_score": 100, "news": "not known to clients"}
            for one in self.course.kept.values()
        ]
        self._answer(200, {"submissions": found})

    def _begin(self) -> None:
        self.course.seen.append((self.command, self.path))

    def _keep(self, content: bytes) -> bool:
        parcel = read_parcel(content)
        if parcel.digest in self.course.kept:
            return False
        receipt = SubmissionReceipt(
            exercise=parcel.exercise,
            student="ann@course",
            digest=parcel.digest,
            received=SENT,
            to=self.course.url,
        )
        self.course.kept[parcel.digest] = signed(receipt, KEY)
        return True

    def _troubled(self, content: bytes) -> bool:
        if not self.course.troubles:
            return False
        trouble = self.course.troubles.pop(0)
        if trouble.isdecimal():
            self._answer(int(trouble), {"message": f"told to say {trouble}", "hint": "wait"})
        else:
            getattr(self, f"_{trouble}")(content)
        return True

    def _busy(self, _: bytes) -> None:
        self._answer(503, {"message": "busy"}, retry_after="7")

    def _cut(self, _: bytes) -> None:
        self.close_connection = True

    def _lost(self, content: bytes) -> None:
        """Take it in, then fall silent: the client can not know."""
        self._keep(content)
        self.close_connection = True

    def _half(self, _: bytes) -> None:
        """Promise more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b"{")
        self.close_connection = True

    def _silent(self, _: bytes) -> None:
        """Never answer, until the test is over."""
        self.course.released.wait(30)
        self.close_connection = True

    def _drip(self, _: bytes) -> None:
        """Send an answer byte by byte without an end."""
        self.send_response(200)
        self.end_headers()
        while not self.course.released.is_set():
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = True

    def _nonsense(self, _: bytes) -> None:
        self._answer(200, {"score": 100})

    def _another(self, content: bytes) -> None:
        """Give the receipt of another solution."""
        self._keep(content)
        (receipt,) = self.course.kept.values()
        self._answer(200, {**receipt.model_dump(mode="json"), "digest": "0" * 64})

    def _elsewhere(self, _: bytes) -> None:
        self.send_response(307)
        self.send_header("Location", self.course.url + "/trap")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, code: int, facts: Any, retry_after: str = "") -> None:
        body = json.dumps(facts).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def course_server(*troubles: str) -> Iterator[Course]:
    """Run a server for as long as a test needs it."""
    course = Course(list(troubles))
    handler = type("Handler", (_Handler,), {"course": course})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        course.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield course
        finally:
            course.released.set()
            server.shutdown()
            thread.join()
