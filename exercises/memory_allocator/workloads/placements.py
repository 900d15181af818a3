"""Where live ranges are: refuses a bad place at the cost of a bisection, for thousands of ranges."""

from bisect import bisect_left


class Placements:
    """The live ranges of one arena, as the solution placed them."""

    def __init__(self, base: int, size: int, granule: int) -> None:
        self._base, self._end, self._granule = base, base + size, granule
        self._starts: list[int] = []
        self._ends: dict[int, int] = {}

    def whole_granules(self, size: int) -> int:
        """Return ``size`` rounded up to whole granules."""
        return -(-size // self._granule) * self._granule

    def add(self, call: str, start: int, size: int, alignment: int) -> None:
        """Take in the range that ``call`` returned; fail if it may not be there."""
        end = start + self.whole_granules(size)
        inside = self._base <= start and end <= self._end
        assert inside, f"{call} returned {start}: outside the arena [{self._base}, {self._end})"
        aligned = start % max(alignment, self._granule) == 0
        assert aligned, f"{call} returned {start}: not a multiple of {alignment}"
        index = bisect_left(self._starts, start)
        if index:
            self._check_apart(call, start, end, self._starts[index - 1])
        if index < len(self._starts):
            self._check_apart(call, start, end, self._starts[index])
        self._starts.insert(index, start)
        self._ends[start] = end

    def _check_apart(self, call: str, start: int, end: int, other: int) -> None:
        other_end = self._ends[other]
        apart = end <= other or other_end <= start
        assert apart, f"{call} returned {start}: it overlaps the live range [{other}, {other_end})"

    def remove(self, start: int) -> int:
        """Let a range go; return its size."""
        del self._starts[bisect_left(self._starts, start)]
        return self._ends.pop(start) - start

    def gap_sizes(self) -> list[int]:
        """Return the size of every gap, in the order of addresses."""
        before = [self._base, *(self._ends[start] for start in self._starts)]
        after = [*self._starts, self._end]
        gaps = (right - left for left, right in zip(before, after, strict=True))
        return [gap for gap in gaps if gap]
