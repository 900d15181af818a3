"""The ladder: the smallest arena, in per cent of a trace's peak, that serves the whole trace.

Calls go one by one, so that a solution never knows what comes; a rung ends at the first call that
finds no room. Rungs are tried upwards, not by bisection: an arena that fails may lie above one that
serves.
"""

from typing import Any

from exercises.memory_allocator.stub.solution import OutOfMemory
from exercises.memory_allocator.workloads.placements import Placements
from exercises.memory_allocator.workloads.trace import Request, Trace, Verb

RUNGS_PER_CENT = (
    *(100, 102, 104, 106, 108, 110, 112, 115, 118, 121, 125, 130),
    *(135, 140, 145, 150, 160, 170, 180, 200, 225, 250, 300, 400),
)


def utilisation(submission: Any, trace: Trace, base: int) -> float:
    """Return peak / smallest arena on the ladder, at most 1; 0 if no rung serves the trace."""
    for rung in RUNGS_PER_CENT:
        if Service(submission, trace, base, rung).run() is None:
            return 100 / rung
    return 0.0


class Service:
    """One trace in one arena; counts what reallocate moved."""

    def __init__(self, submission: Any, trace: Trace, base: int, rung_per_cent: int) -> None:
        size = -(-trace.peak_bytes() * rung_per_cent // 100 // trace.granule) * trace.granule
        self._trace = trace
        submission.begin_trial()
        self._allocator = submission.MemoryAllocator(base=base, size=size, granule=trace.granule)
        self._placements = Placements(base, size, trace.granule)
        self._address_of: dict[int, int] = {}
        self._alignment_of: dict[int, int] = {}
        self.bytes_moved = 0
        self.bytes_grown = 0

    def run(self) -> Request | None:
        """Serve all requests; return the one that found no room, if any."""
        for request in self._trace.requests:
            try:
                self._serve(request)
            except OutOfMemory:
                return request
        return None

    def _serve(self, request: Request) -> None:
        if request.verb is Verb.ALLOCATE:
            self._allocate(request)
        elif request.verb is Verb.FREE:
            address = self._address_of.pop(request.name)
            self._allocator.free(address)
            self._placements.remove(address)
        else:
            self._resize(request)

    def _allocate(self, request: Request) -> None:
        size, alignment = request.size, request.alignment
        if alignment == 1:
            address = self._allocator.allocate(size)
        else:
            address = self._allocator.allocate(size, alignment)
        self._placements.add(f"allocate({size}, {alignment})", address, size, alignment)
        self._address_of[request.name] = address
        self._alignment_of[request.name] = alignment

    def _resize(self, request: Request) -> None:
        old = self._address_of[request.name]
        new = self._allocator.reallocate(old, request.size)
        old_size = self._placements.remove(old)
        call = f"reallocate({old}, {request.size})"
        self._placements.add(call, new, request.size, self._alignment_of[request.name])
        self._address_of[request.name] = new
        if self._placements.whole_granules(request.size) > old_size:
            self.bytes_grown += old_size
            self.bytes_moved += old_size if new != old else 0
