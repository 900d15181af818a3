"""One judge in one process: it starts its sandbox, waits for a job, judges it, cleans up.

The processes are forked from a server that has pytest, hypothesis and the engine imported already.
A judge is started before its job is known, so that its sandbox is ready when the job comes.
"""

import contextlib
import ctypes
import json
import multiprocessing
import os
import signal
import sys
import time
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
OUTCOME = "outcome"
JUDGED = "judged"
BROKEN = "broken"

_PR_SET_PDEATHSIG = 1
_JOIN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a judge works."""

    engine: str
    limits: Limits
    core: int | None


class JudgeProcess:
    """The parent's end of one judge."""

    def __init__(self, place: Place) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            ["grader.judging.judge", f"grader.sandbox.{_MODULES[place.engine]}"]
        )
        self.connection, theirs = context.Pipe()
        self.place = place
        self.job: Job | None = None
        self.deadline = 0.0
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, place), daemon=True
        )
        with _hidden_main():
            self._process.start()
        theirs.close()

    def give(self, job: Job, seconds: float) -> None:
        """Hand over the job; it must be judged within ``seconds``."""
        self.job = job
        self.deadline = time.monotonic() + seconds
        self.connection.send_bytes(json.dumps(job.to_json()).encode())

    def hear(self) -> tuple[str, Any]:
        """Return the next message: its word, and an Outcome, a Judged or a text.

        Raises:
            EOFError: The judge died.
        """
        word, body = json.loads(self.connection.recv_bytes())
        if word == OUTCOME:
            return word, Outcome.from_json(body)
        return word, Judged.from_json(body) if word == JUDGED else body

    def stop(self) -> None:
        """End it, politely first: it destroys its sandbox."""
        self.connection.close()
        self._process.terminate()

    def join(self) -> None:
        """Wait until it is gone; kill it if that takes long."""
        self._process.join(_JOIN_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()

    @property
    def is_gone(self) -> bool:
        """Whether the process has ended."""
        return self._process.exitcode is not None


_MODULES = {"docker": "docker_engine", "bubblewrap": "bubblewrap", "process": "process"}


@contextlib.contextmanager
def _hidden_main() -> Iterator[None]:
    """Keep multiprocessing from importing the program's main module in every judge."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(connection: Connection, place: Place) -> None:
    """Run in the judge process."""
    _prepare_process(place.core)

    def say(word: str, body: Any) -> None:
        connection.send_bytes(json.dumps([word, body]).encode())

    # What follows is imported in the server that judges are forked from, never in the grader.
    from grader.judging.judge import judge, prepare_host  # noqa: PLC0415
    from grader.sandbox.choice import make_engine  # noqa: PLC0415

    try:
        with (
            contextlib.suppress(EOFError),
            contextlib.closing(make_engine(place.engine)) as engine,
            prepare_host(engine, place.limits, place.core) as host,
        ):
            say(READY, host.hello)
            job = Job.from_json(json.loads(connection.recv_bytes()))
            judged = judge(job, engine, host, lambda outcome: say(OUTCOME, outcome.to_json()))
            say(JUDGED, judged.to_json())
    except (SandboxError, GraderError) as error:
        with contextlib.suppress(OSError):
            say(BROKEN, str(error))


def _prepare_process(core: int | None) -> None:
    """Die with the grader, leave Ctrl-C to it, stay on one core, keep the terminal clean."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if core is not None:
        os.sched_setaffinity(0, {core})
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(null, standard)


def _leave(number: int, frame: FrameType | None) -> None:
    """Unwind, so that the sandbox is destroyed."""
    del frame
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit
