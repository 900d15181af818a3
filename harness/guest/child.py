"""The process that runs the solution: one for each graded property."""

import os
import socket
import sys
from typing import Any

from harness.guest.lockdown import close_all_but, lock_down
from harness.guest.prints import Prints
from harness.guest.seccomp import SeccompError
from harness.guest.serve import Server
from harness.guest.streams import EndOfStreamError, read_single_frame, write_frame
from harness.wire.frames import INWARD_LIMIT_BYTES, OUTWARD_LIMIT_BYTES, FrameError
from harness.wire.values import ValueRefusedError, dump, parse


def connect(path: str) -> int:
    """Return a descriptor connected to the judge's socket.

    The child itself connects, so that the kernel tells the judge the child's process id.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.connect(path)
        return link.detach()


def run_child(descriptor: int, token: str, limits: dict[str, Any], *, required: bool) -> None:
    """Serve the judge over ``descriptor`` until it closes; never returns."""
    close_all_but(descriptor)
    refused = ""
    prints = Prints()
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - /dev/null, for good
    sys.stdout = sys.stderr = prints
    try:
        lock_down(limits, required=required)
    except (SeccompError, OSError, ValueError) as error:
        refused = str(error) or type(error).__name__
    write_frame(descriptor, dump([token, refused]), OUTWARD_LIMIT_BYTES)
    if not refused:
        _serve(descriptor, Server(prints))
    os._exit(0)


def _serve(descriptor: int, server: Server) -> None:
    while True:
        try:
            request = parse(read_single_frame(descriptor, INWARD_LIMIT_BYTES))
        except (EndOfStreamError, FrameError):
            return
        reply = server.reply(request)
        try:
            payload = dump(reply)
        except ValueRefusedError as error:
            payload = dump([reply[0], "unsendable", str(error), ""])
        if len(payload) > OUTWARD_LIMIT_BYTES:
            payload = dump([reply[0], "unsendable", f"an answer of {len(payload)} bytes", ""])
        write_frame(descriptor, payload, OUTWARD_LIMIT_BYTES)
