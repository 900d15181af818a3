"""Benchmark: how the cost of a call grows with the number of classes.

A trial builds a tree, not timed, then plays rounds of ``dequeue`` and ``enqueue`` to the class that was
served, some rounds in a batch. It is made twice: with all classes open, and with all but eight closed
by their limits. A batch shows the solution its future; that is harmless here, because the answers are
checked and only growth is scored.
"""

from collections.abc import Sequence
from typing import Any

from exercises.network_scheduler.stub.solution import Packet
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

SIZES = (125, 250, 500, 1000)
ROUNDS = 500
ROUNDS_A_BATCH = 20
PACKETS_IF_CLOSED = 2
OPEN_CLASSES = 8
HEAVIEST = 7
PACKETS_IF_OPEN = HEAVIEST + 1
"""None runs empty in its turn, nor does one of eight within a batch."""
LEAST_RATIO = 2.0
PACKET_SIZE = 1500
NEXT_TO_NOTHING = (1, 1)
NO_LIMIT = (None, None)


@graded("calls-stay-cheap-among-many-classes")
def test_calls_stay_cheap_among_many_classes(submission: Any, figures: Any) -> None:
    """Fit the exponent of the processor time over the number of classes; the worse of two counts."""
    exponents = []
    for label, trial in (("open", Open), ("closed", Closed)):
        costs = least_costs(SIZES, lambda classes, trial=trial: trial(submission, classes).cost())  # type: ignore[misc]
        exponents.append(fit_exponent(SIZES, costs))
        figures.record(f"exponent among {label} classes", exponents[-1])
        for classes, cost in zip(SIZES, costs, strict=True):
            figures.record(f"microseconds a round, {classes} {label} classes", cost / ROUNDS * 1e6)
    figures.record("calls-stay-cheap-among-many-classes.exponent", max(exponents))


def weight_of(name: int) -> int:
    """Return the weight of a class: 1 to 7 in turn."""
    return 1 + name % HEAVIEST


class Open:
    """A trial in which every class may send.

    Attributes:
        free: The classes that may send.
    """

    def __init__(self, submission: Any, classes: int) -> None:
        self._submission = submission
        self._classes = classes
        self._scheduler = submission.NetworkScheduler(
            mtu=PACKET_SIZE, queue_packets=PACKETS_IF_OPEN
        )
        self.free: Sequence[int] = ()
        self.build(classes)

    def build(self, classes: int) -> None:
        """Make the classes and queue their packets."""
        self.free = range(1, classes + 1)
        self.add(self.free, PACKETS_IF_OPEN, NO_LIMIT)

    def add(self, names: Sequence[int], packets: int, limit: tuple[int | None, int | None]) -> None:
        """Make some of the classes and fill them."""
        rows: list[tuple[Any, ...]] = [
            ("add_class", 0, name, 0, weight_of(name), *limit) for name in names
        ]
        rows += [("enqueue", 0, name, 0, PACKET_SIZE) for name in names for _ in range(packets)]
        self.ask(rows)

    def ask(self, rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], float]:
        """Make calls in one batch; return what they returned and the processor seconds."""
        batch = self._submission.batch()
        for method, *args in rows:
            batch.call(self._scheduler, method, *args)
        answers = batch.run()
        return answers.returned(), float(answers.cpu_seconds)

    def cost(self) -> float:
        """Play the rounds; return their processor seconds, once the answers are found right."""
        seconds = 0.0
        served: list[int] = []
        for _ in range(ROUNDS // ROUNDS_A_BATCH):
            sent, spent = self.ask([("dequeue", 0)] * ROUNDS_A_BATCH)
            leaves = [self._leaf_of(packet) for packet in sent]
            _, more = self.ask([("enqueue", 0, leaf, 0, PACKET_SIZE) for leaf in leaves])
            seconds += spent + more
            served += leaves
        if len(self.free) * 4 <= ROUNDS:
            self._check_weights(served)
        return seconds

    def _leaf_of(self, packet: Packet | None) -> int:
        if packet is None or packet.leaf not in self.free or packet.size != PACKET_SIZE:
            raise AssertionError(
                f"with {self._classes} classes, of which {len(self.free)} may send, dequeue(0)"
                f" returned {packet}"
            )
        return packet.leaf

    def _check_weights(self, served: Sequence[int]) -> None:
        """Check that weights count: cheap calls are worth nothing if they do not."""
        rounds = {}
        for weight in (1, HEAVIEST):
            names = [name for name in self.free if weight_of(name) == weight]
            rounds[weight] = sum(leaf in names for leaf in served) / len(names)
        assert rounds[HEAVIEST] >= LEAST_RATIO * rounds[1], (
            f"with {self._classes} classes, of which {len(self.free)} may send, those of weight"
            f" {HEAVIEST} sent {rounds[HEAVIEST]:.1f} packets each and those of weight 1"
            f" {rounds[1]:.1f}: cheap calls are worth nothing if weights do not count"
        )


class Closed(Open):
    """A trial in which all classes but eight have sent a packet and may send no other one."""

    def build(self, classes: int) -> None:
        """Make the closed classes first, and let each send its packet."""
        shut = range(1, classes - OPEN_CLASSES + 1)
        self.add(shut, PACKETS_IF_CLOSED, NEXT_TO_NOTHING)
        self.ask([("dequeue", 0)] * len(shut))
        self.free = range(len(shut) + 1, classes + 1)
        self.add(self.free, PACKETS_IF_OPEN, NO_LIMIT)
