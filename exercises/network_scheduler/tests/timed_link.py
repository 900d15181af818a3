"""A link of a given speed that sends what a scheduler chooses.

The link counts time in bytes, so that a packet of 64 bytes takes 0.64 ms; a scheduler is told whole
milliseconds. It is asked whenever the link is free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.session import Session
from exercises.network_scheduler.workloads.traffic import BYTES_PER_MS, MTU, Flow

BACKLOG_PACKETS = 4


@dataclass(frozen=True, slots=True)
class Departure:
    """A packet whose transmission begins."""

    at_ms: float
    waited_ms: float
    packet: Packet


class TimedLink:
    """A link, the traffic that comes to it, and the scheduler in between.

    Attributes:
        session: Where calls go through.
        dropped: Bytes that each leaf has lost so far.
    """

    def __init__(
        self, submission: Any, flows: tuple[Flow, ...], randomness: Random, queue_packets: int = 8
    ) -> None:
        self.session = Session(submission, MTU, queue_packets)
        self._flows = {flow.name: flow for flow in flows if flow.sizes}
        self._randomness = randomness
        self._clock = 0.0
        """Bytes that the link could have sent."""
        self._arrived: dict[int, float] = {}
        """When each packet came, by its id, in bytes of the link."""
        for flow in flows:
            self.session.add_class(0, flow.name, flow.parent, flow.weight, flow.limit)
        self._arrivals = [
            (randomness.random() * flow.every_ms * BYTES_PER_MS, flow.name)
            for flow in flows
            if flow.every_ms is not None
        ]
        heapify(self._arrivals)
        self.dropped = dict.fromkeys(self._flows, 0)
        for flow in self._flows.values():
            for _ in range(BACKLOG_PACKETS if flow.every_ms is None else 0):
                self._offer(flow)

    def run(self, until_ms: int) -> Iterator[Departure]:
        """Yield every departure until then."""
        while self._clock < until_ms * BYTES_PER_MS:
            self._let_arrive()
            now = int(self._clock // BYTES_PER_MS)
            self.session.model.settle(now)
            packet = self.session.dequeue(now)
            if packet is None:
                self._clock = self._next_moment(now)
                continue
            waited = self._clock - self._arrived.pop(packet.packet)
            yield Departure(self._clock / BYTES_PER_MS, waited / BYTES_PER_MS, packet)
            flow = self._flows[packet.leaf]
            if flow.every_ms is None:
                self._offer(flow)
            self._clock += packet.size

    def _let_arrive(self) -> None:
        while self._arrivals and self._arrivals[0][0] <= self._clock:
            time, name = heappop(self._arrivals)
            flow = self._flows[name]
            self._offer(flow, time)
            heappush(self._arrivals, (time + (flow.every_ms or 0) * BYTES_PER_MS, name))

    def _next_moment(self, now: int) -> float:
        """Return when an idle link looks again: with the next millisecond or arrival."""
        tick = float((now + 1) * BYTES_PER_MS)
        return min(tick, self._arrivals[0][0]) if self._arrivals else tick

    def _offer(self, flow: Flow, time: float | None = None) -> None:
        now = int(self._clock // BYTES_PER_MS)
        size = self._randomness.choice(flow.sizes)
        number = len(self.session.log)
        held = self.session.model.backlog(flow.name)
        self.session.enqueue(now, flow.name, number, size)
        if self.session.model.backlog(flow.name) == held:
            self.dropped[flow.name] += size
        else:
            self._arrived[number] = self._clock if time is None else time
