"""The oracle of ``divide``: exact weighted max-min shares, and what is wrong with an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exercises.processor_allocator.stub.solution import Machine


@dataclass(frozen=True, slots=True)
class Claim:
    """The least and the most that a machine gets, and its weight."""

    low: int
    high: int
    weight: int

    def at(self, level: Fraction) -> Fraction:
        """Return what it gets at a water level."""
        return min(Fraction(self.high), max(Fraction(self.low), level * self.weight))


def claim_of(machine: Machine, demand: int) -> Claim:
    """Return the claim of a running machine: idle reservation is lent (R4)."""
    return Claim(min(machine.reservation, demand), min(machine.limit, demand), machine.shares)


def water_level(claims: Sequence[Claim], capacity: int) -> Fraction:
    """Return the level at which the claims take all of the capacity, or all that they want.

    What they take is linear between two break points and never falls: so the two are found between
    which it reaches the total.
    """
    total = min(capacity, sum(claim.high for claim in claims))
    below, taken_below = Fraction(0), sum(Fraction(claim.low) for claim in claims)
    points = {Fraction(claim.low, claim.weight) for claim in claims}
    points |= {Fraction(claim.high, claim.weight) for claim in claims}
    for point in sorted(points):
        taken = sum(claim.at(point) for claim in claims)
        if taken >= total:
            rise = taken - taken_below
            return below + (point - below) * (total - taken_below) / rise if rise else below
        below, taken_below = point, Fraction(taken)
    return below


def divide_fault(
    claims: Mapping[str, Claim], capacity: int, answer: Mapping[str, int]
) -> str | None:
    """Say which bound or total an answer breaks."""
    if set(answer) != set(claims):
        return f"the names are {sorted(claims)}, no more and no fewer"
    for name, claim in claims.items():
        if answer[name] < claim.low:
            return f"{name} gets {answer[name]}, below min(reservation, demand) = {claim.low}"
        if answer[name] > claim.high:
            return f"{name} gets {answer[name]}, above min(limit, demand) = {claim.high}"
    wanted = sum(claim.high for claim in claims.values())
    total = min(capacity, wanted)
    if sum(answer.values()) != total:
        return (
            f"the total is {sum(answer.values())}; right is {total}, the less of the capacity"
            f" {capacity} and of what all may get, {wanted}"
        )
    return None


def unfair_share(
    claims: Mapping[str, Claim], capacity: int, answer: Mapping[str, int]
) -> str | None:
    """Say who gets 1 or more off its max-min share, and how far off."""
    level = water_level(list(claims.values()), capacity)
    off = {name: abs(answer[name] - claim.at(level)) for name, claim in claims.items()}
    worst = max(off, key=off.__getitem__, default=None)
    if worst is None or off[worst] < 1:
        return None
    claim = claims[worst]
    return (
        f"{worst} gets {answer[worst]}, and its max-min share is {_text(claim.at(level))}: at the"
        f" level {_text(level)} a share, {claim.weight} shares are worth"
        f" {_text(level * claim.weight)}, and it may get {claim.low} to {claim.high}"
    )


def _text(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.2f}"
