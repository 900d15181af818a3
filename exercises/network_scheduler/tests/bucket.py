"""The oracle's token bucket: exact, in thousandths of a byte."""

from dataclasses import dataclass

THOUSANDTHS = 1000


@dataclass(slots=True)
class Bucket:
    """A limit of ``rate`` bytes a second and what is left of it at ``settled_ms``."""

    rate: int
    burst: int
    level: int
    """Thousandths of a byte; negative: a debt."""
    settled_ms: int

    @classmethod
    def full(cls, now: int, rate: int, burst: int) -> "Bucket":
        """Return a bucket as it is when its limit begins."""
        return cls(rate, burst, burst * THOUSANDTHS, now)

    def settle(self, now: int) -> None:
        """Earn up to ``now``; what does not fit is lost."""
        earned = self.rate * (now - self.settled_ms)
        self.level = min(self.level + earned, self.burst * THOUSANDTHS)
        self.settled_ms = now

    def take(self, size: int) -> None:
        """Pay for a packet."""
        self.level -= size * THOUSANDTHS

    def change(self, rate: int, burst: int) -> None:
        """Take a new limit; the level stays, cut to the new burst."""
        self.rate, self.burst = rate, burst
        self.level = min(self.level, burst * THOUSANDTHS)

    def conforms(self) -> bool:
        """Return whether a packet may pass."""
        return self.level > 0

    def opens_at(self) -> int:
        """Return the first time at which a packet may pass."""
        if self.conforms():
            return self.settled_ms
        return self.settled_ms + -self.level // self.rate + 1

    def __str__(self) -> str:
        sign, level = "-" if self.level < 0 else "", abs(self.level)
        return f"{sign}{level // THOUSANDTHS}.{level % THOUSANDTHS:03d} bytes of tokens"
