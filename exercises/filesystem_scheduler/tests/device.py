"""A disk with content: it executes commands at moments of its own, and every read is checked.

What a block holds is the number of a write (``Request.number``), 0 before the first one.
"""

from typing import Any

from exercises.filesystem_scheduler.tests.model import Disk, Request
from exercises.filesystem_scheduler.tests.session import Session

EMPTY = 0


class DeviceSession(Session):
    """A session with a device. The caller says when a command is executed, before its completion."""

    def __init__(self, submission: Any, disk: Disk, head: int) -> None:
        super().__init__(submission, disk, head=head)
        self._content: dict[int, int] = {}
        self._writes: dict[int, Request] = {}
        """All that were submitted and may happen, by number and in order."""
        self._written: set[int] = set()
        self._returned: dict[int, dict[int, int]] = {}
        self._executed: set[tuple[int, ...]] = set()

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Submit a request, and remember it if it writes."""
        super().submit(now, tag, op, block, count)
        request = self.model.requests[tag]
        if op == "write":
            self._writes[request.number] = request

    def cancel(self, now: int, tag: int) -> bool:
        """Cancel a request; a queued write never happens, unless it was executed, then requeued."""
        request = self.model.requests[tag]
        was_queued = super().cancel(now, tag)
        if was_queued and request.number not in self._written:
            self._writes.pop(request.number, None)
        return was_queued

    def execute(self, tags: tuple[int, ...]) -> None:
        """Transfer the blocks of a command in flight, once."""
        if tags in self._executed:
            return
        self._executed.add(tags)
        for request in self.model.members(tags):
            blocks = range(request.block, request.end)
            if request.op == "write":
                self._content.update(dict.fromkeys(blocks, request.number))
                self._written.add(request.number)
            else:
                held = {block: self._content.get(block, EMPTY) for block in blocks}
                self._returned[request.number] = held

    def complete(self, now: int, tags: tuple[int, ...]) -> list[Request]:
        """Complete a command, which is executed now at the latest; check what its reads returned."""
        self.execute(tags)
        self._executed.remove(tags)
        served = super().complete(now, tags)
        for request in served:
            if request.op == "read":
                self._check(request)
        return served

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Refuse a command, executed or not."""
        self._executed.discard(tags)
        super().requeue(now, tags)

    def check_content(self) -> None:
        """Compare the whole disk with what the writes leave if they are made one after the other."""
        for block in range(self.model.disk.blocks):
            found = self._content.get(block, EMPTY)
            right = self._last_write(block, before=self.model.submitted + 1)
            assert found == right, (
                f"when all is done, block {block} holds the data of {self._name(found)}; right is"
                f" {self._name(right)}, the last write to it that was submitted"
            )

    def _check(self, request: Request) -> None:
        for block, found in self._returned.pop(request.number).items():
            right = self._last_write(block, before=request.number)
            assert found == right, (
                f"{request} returned, for block {block}, the data of {self._name(found)}; right is"
                f" {self._name(right)}, the last write to it submitted before the read"
            )

    def _last_write(self, block: int, before: int) -> int:
        numbers = (
            number
            for number, write in self._writes.items()
            if number < before and write.block <= block < write.end
        )
        return max(numbers, default=EMPTY)

    def _name(self, number: int) -> str:
        if number == EMPTY:
            return "no write (as it was at first)"
        request = self._writes.get(number)
        return f"{request}, submission number {number}" if request else "a write that was cancelled"
