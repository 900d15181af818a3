r"""The drift bound: what weights promise to each pair of siblings while both stay able.

$$ \left|\frac{S_i}{w_i}-\frac{S_j}{w_j}\right| \le K L \left(1+\frac{1}{w_i}+\frac{1}{w_j}\right) $$

taken as the greatest less the least value of the running difference over one interval; an interval
ends when one of the two is not able, before a call or right after it, or gets a new weight. In theory
the bracket is $1/w_i + 1/w_j$ for start tags (Goyal, Vin and Cheng) and the whole of it, times one, for
deficit round robin with quantum $w L$ (Shreedhar and Varghese); greatest less least may be twice that,
and a class that returns may be placed a quantum off.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.model import Model

SLACK_FACTOR = 3
"""K."""


@dataclass(slots=True)
class _Pair:
    """Two siblings in one interval; differences are times both weights, which makes them integers."""

    weights: tuple[int, int]
    since_ms: int
    since: int
    """Packets that had left the link."""
    sent: tuple[int, int] = (0, 0)
    least: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The least difference, after how many packets it was, what both had sent then."""
    most: tuple[int, int, int, int] = (0, 0, 0, 0)

    def add(self, size: int, packets: int, *, first_sent: bool) -> None:
        """Count a packet that one of the two sent."""
        first, second = self.sent
        self.sent = (first + size, second) if first_sent else (first, second + size)
        difference = self.sent[0] * self.weights[1] - self.sent[1] * self.weights[0]
        entry = (difference, packets, *self.sent)
        self.least = min(self.least, entry)
        self.most = max(self.most, entry)

    def moved(self) -> int:
        """Return the greatest less the least difference."""
        return self.most[0] - self.least[0]

    def per_weight(self) -> float:
        """Return the same in bytes per unit of weight."""
        return self.moved() / (self.weights[0] * self.weights[1])


class Drift:
    """Follows all pairs of able siblings of a model; call ``look`` before and after every call.

    Attributes:
        factor: The K that would have been enough so far.
        most_bytes: The greatest drift so far, in bytes per unit of weight.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._packets = 0
        self.factor = 0.0
        self.most_bytes = 0.0

    def look(self) -> None:
        """End the intervals of all who are not able, begin those of others."""
        able = self._model.able()
        classes = self._model.classes
        kept = {}
        for names in self._able_pairs(able):
            weights = (classes[names[0]].weight, classes[names[1]].weight)
            pair = self._pairs.get(names)
            if pair is None or pair.weights != weights:
                start = (0, self._packets, 0, 0)
                pair = _Pair(weights, self._model.now, self._packets, least=start, most=start)
            kept[names] = pair
        self._pairs = kept

    def sent(self, packet: Packet) -> str | None:
        """Count a departure that the model has followed; return what is wrong, or None."""
        self._packets += 1
        path = set(self._model.path(packet.leaf))
        touched = [names for names in self._pairs if not path.isdisjoint(names)]
        for names in touched:
            self._pairs[names].add(packet.size, self._packets, first_sent=names[0] in path)
        self.look()
        return self._first_fault([names for names in touched if names in self._pairs])

    def _able_pairs(self, able: set[int]) -> Iterator[tuple[int, int]]:
        classes = self._model.classes
        siblings: dict[int | None, list[int]] = {}
        for name in sorted(able):
            siblings.setdefault(classes[name].parent, []).append(name)
        for names in siblings.values():
            yield from combinations(names, 2)

    def _first_fault(self, touched: list[tuple[int, int]]) -> str | None:
        for names in touched:
            pair = self._pairs[names]
            part = pair.moved() / self._bound(pair)
            self.factor = max(self.factor, SLACK_FACTOR * part)
            self.most_bytes = max(self.most_bytes, pair.per_weight())
            if part > 1:
                return self._fault(names, pair)
        return None

    def _bound(self, pair: _Pair) -> int:
        """Return the bound times both weights."""
        first, second = pair.weights
        return SLACK_FACTOR * self._model.mtu * (first * second + first + second)

    def _fault(self, names: tuple[int, int], pair: _Pair) -> str:
        early, late = sorted((pair.least, pair.most), key=lambda entry: entry[1])
        sent = (late[2] - early[2], late[3] - early[3])
        shares = [size / weight for size, weight in zip(sent, pair.weights, strict=True)]
        first, second = pair.weights
        bound = self._bound(pair) / (first * second)
        return (
            f"From {pair.since_ms} ms on, class {names[0]} (weight {first}) and class {names[1]}"
            f" (weight {second}), children of {self._model.classes[names[0]].parent}, both could send"
            f" all the time. In packets {early[1] + 1} to {late[1]} of the link they sent {sent[0]} and"
            f" {sent[1]} bytes: {shares[0]:.1f} and {shares[1]:.1f} per unit of weight, a difference of"
            f" {abs(shares[0] - shares[1]):.1f}. It may be 3 L (1 + 1/{first} + 1/{second}) ="
            f" {bound:.1f} at most, with L = {self._model.mtu}."
        )
