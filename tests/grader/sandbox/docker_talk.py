"""Talking to Docker sandboxes in tests: start one, feed it, read it, look for what is left."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.sandbox.docker_daemon import connect
from grader.sandbox.docker_engine import DockerEngine, DockerSandbox
from grader.sandbox.image import build_image
from harness.remote.sandbox import Limits

LONG_SECONDS = 30.0
# Sends each message back; a message is its length in 4 bytes and that many more.
ECHO = """
import os, struct
while head := os.read(0, 4):
    left = struct.unpack(">L", head)[0]
    os.write(1, head)
    while left:
        piece = memoryview(os.read(0, min(left, 1 << 16)))
        left -= len(piece)
        while piece:
            piece = piece[os.write(1, piece):]
"""


@contextlib.contextmanager
def opened(**options: Any) -> Iterator[DockerEngine]:
    """Open an engine, with the image built if need be."""
    build_image(from_host=True)
    engine = DockerEngine(**options)
    try:
        yield engine
    finally:
        engine.close()


def soon() -> float:
    """Return a deadline that only a failure reaches."""
    return time.monotonic() + LONG_SECONDS


@contextlib.contextmanager
def running(
    engine: DockerEngine,
    folder: Path,
    program: str,
    *,
    limits: Limits | None = None,
    core: int | None = None,
    more: Sequence[str] = (),
) -> Iterator[DockerSandbox]:
    """Run a program in a sandbox of its own."""
    sandbox = engine.launch(("-I", "-S", "-c", program, *more), limits or Limits(), folder, core)
    try:
        yield sandbox
    finally:
        sandbox.destroy()


def take(sandbox: DockerSandbox, size: int) -> bytes:
    """Read that many bytes, less only at the end."""
    parts = []
    while size and (part := sandbox.control.receive(size, soon())):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def take_all(sandbox: DockerSandbox) -> bytes:
    """Read to the end."""
    return b"".join(iter(lambda: sandbox.control.receive(1 << 16, soon()), b""))


def take_line(sandbox: DockerSandbox) -> bytes:
    """Read no further than a line: a child may still hold the output open."""
    line = b""
    while not line.endswith(b"\n") and (letter := take(sandbox, 1)):
        line += letter
    return line


def containers_of(run_id: str) -> list[dict[str, Any]]:
    """Look up the containers of a run, whatever state they are in."""
    api = connect()
    try:
        found: list[dict[str, Any]] = api.containers(
            all=True, filters={"label": [f"virtlab.run={run_id}"]}
        )
    finally:
        api.close()
    return found
