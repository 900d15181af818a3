"""The control stream of an engine whose supervisor is our own child process: two pipes."""

import os
import select
import time


class PipeControl:
    """See ``harness.remote.sandbox.Control``."""

    def __init__(self, write_descriptor: int, read_descriptor: int) -> None:
        self._write = write_descriptor
        self._read = read_descriptor
        os.set_blocking(write_descriptor, False)

    def send(self, data: bytes, deadline: float) -> None:
        """See ``Control``."""
        view = memoryview(data)
        while view:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._write], [], left)[1]:
                raise TimeoutError
            view = view[os.write(self._write, view) :]

    def receive(self, size: int, deadline: float) -> bytes:
        """See ``Control``."""
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._read], [], [], left)[0]:
            raise TimeoutError
        return os.read(self._read, size)

    def close(self) -> None:
        """See ``Control``."""
        for descriptor in (self._write, self._read):
            if descriptor >= 0:
                os.close(descriptor)
        self._write = self._read = -1
