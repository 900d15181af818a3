"""One judge in one process: it starts its sandbox, waits for a job, judges it, cleans up.

The processes are forked from a server that has pytest, hypothesis and the engine imported already.
A judge is started before its job is known, so that its sandbox is ready when the job comes. It
leaves, and takes its sandbox with it, as soon as the connection is closed: on purpose, or because
the grader was killed.
"""

import contextlib
import fcntl
import json
import math
import multiprocessing
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import FrameType, ModuleType
from typing import Any

from grader.errors import GraderError
from grader.judging.job import Job, Judged
from harness.outcomes import Outcome
from harness.remote.sandbox import Limits, SandboxError

READY = "ready"
BEGUN = "begun"
OUTCOME = "outcome"
JUDGED = "judged"
BROKEN = "broken"

_LEAVE_SECONDS = 10
_MODULES = {"docker": "docker_engine", "bubblewrap": "bubblewrap", "process": "process"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a judge works."""

    engine: str
    limits: Limits
    core: int | None


class JudgeProcess:
    """The grader's end of one judge."""

    def __init__(self, place: Place) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            ["grader.judging.judge", f"grader.sandbox.{_MODULES[place.engine]}"]
        )
        self.connection, theirs = context.Pipe()
        self.deadline = math.inf
        self.has_begun = False
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, place), daemon=True
        )
        with _nothing_of_the_callers(), _uninterrupted():
            self._process.start()
        theirs.close()

    def give(self, job: Job, seconds: float) -> None:
        """Hand over the job; it must be judged within ``seconds``."""
        self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # who is gone already will be heard saying so
            self.connection.send_bytes(json.dumps(job.to_json()).encode())

    def hear(self) -> tuple[str, Any]:
        """Return the next message: its word, and an Outcome, a Judged or a text."""
        try:
            word, body = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError):
            return BROKEN, "the judge process died"
        self.has_begun |= word == BEGUN
        if word == OUTCOME:
            return word, Outcome.from_json(body)
        return word, Judged.from_json(body) if word == JUDGED else body

    def stop(self) -> None:
        """Tell it to leave; ``has_left`` and ``join`` see to it that it does."""
        self.connection.close()
        self.deadline = time.monotonic() + _LEAVE_SECONDS

    def has_left(self) -> bool:
        """Tell whether the process has ended; kill one that was told to and is stuck."""
        if self._process.exitcode is None and time.monotonic() > self.deadline:
            self._process.kill()
        return self._process.exitcode is not None

    def join(self) -> None:
        """Wait until it is gone; kill it if that takes long."""
        self._process.join(_LEAVE_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self.connection.close()


@contextlib.contextmanager
def _nothing_of_the_callers() -> Iterator[None]:
    """Keep judges from importing the program's main module, and from the folder it is called in.

    The server imports what it preloads with that folder first on its path: a ``random.py`` there,
    a student's maybe, would be run by the judge.
    """
    main, path = sys.modules["__main__"], os.environ.get("PYTHONSAFEPATH")
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        del os.environ["PYTHONSAFEPATH"]
        if path is not None:
            os.environ["PYTHONSAFEPATH"] = path


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a process that is half started complains on the terminal."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, place: Place) -> None:
    """Run in the judge process."""
    _keep_to_itself()
    _leave_when_told(connection)

    def say(word: str, body: Any) -> None:
        connection.send_bytes(json.dumps([word, body]).encode())

    # What follows is imported in the server that judges are forked from, never in the grader.
    from grader.judging.judge import judge, prepare_host  # noqa: PLC0415
    from grader.sandbox.choice import make_engine  # noqa: PLC0415

    try:
        if place.core is not None:
            os.sched_setaffinity(0, {place.core})
        with contextlib.ExitStack() as stack:
            engine = stack.enter_context(contextlib.closing(make_engine(place.engine)))
            host = stack.enter_context(prepare_host(engine, place.limits, place.core))
            stack.callback(_finish_undisturbed)
            say(READY, host.hello)
            job = Job.from_json(json.loads(connection.recv_bytes()))
            say(BEGUN, None)
            judged = judge(job, engine, host, lambda outcome: say(OUTCOME, outcome.to_json()))
            say(JUDGED, judged.to_json())
    except (KeyboardInterrupt, EOFError):
        return
    except Exception as error:  # noqa: BLE001 - the grader shows it: nobody else sees this process
        with contextlib.suppress(OSError):
            say(BROKEN, _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, SandboxError | GraderError):
        return str(error)
    return "".join(traceback.format_exception(error))


def _keep_to_itself() -> None:
    """Leave Ctrl-C to the grader, and keep off the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)


def _leave_when_told(connection: Connection) -> None:
    """Unwind, so that the sandbox is destroyed, when the connection is closed, or on SIGTERM.

    It is done by KeyboardInterrupt: pytest and hypothesis take any other exception for a failure
    of the test that it happens in, and go on.
    """

    def is_closed() -> bool:
        poller = select.poll()  # one a call: a second signal comes while the first is dealt with
        poller.register(connection.fileno(), 0)  # the end is always reported
        return bool(poller.poll(0))

    def leave(number: int, frame: FrameType | None) -> None:
        del frame
        if number == signal.SIGIO and not is_closed():
            return  # something came, or can be sent
        _finish_undisturbed()
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGIO):
        signal.signal(number, leave)
    flags = fcntl.fcntl(connection.fileno(), fcntl.F_GETFL)
    fcntl.fcntl(connection.fileno(), fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection.fileno(), fcntl.F_SETFL, flags | os.O_ASYNC)


def _finish_undisturbed() -> None:
    for number in (signal.SIGTERM, signal.SIGIO):
        signal.signal(number, signal.SIG_IGN)
