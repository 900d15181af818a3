"""A trace: what one program asks of an allocator, whatever the addresses it gets.

Generators use nothing of a ``Random`` but ``random()``, the one method whose sequence Python promises
to keep from version to version: a seed means the same trace everywhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

Draw = Callable[[], float]
"""Returns a number in [0, 1): a ``Random``'s ``random``."""
Item = TypeVar("Item")


class Verb(Enum):
    """What a request asks for."""

    ALLOCATE = auto()
    FREE = auto()
    RESIZE = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """One call; ``name`` stands for the address that allocate will return."""

    verb: Verb
    name: int
    size: int = 0
    alignment: int = 1


@dataclass(frozen=True, slots=True)
class Trace:
    """A program's requests, in an arena of this granule."""

    granule: int
    requests: tuple[Request, ...]

    def peak_bytes(self) -> int:
        """Return the most bytes that are live at once, in whole granules: the bound M."""
        return max(self.live_bytes())

    def live_bytes(self) -> Iterator[int]:
        """Yield the bytes that are live after each request, in whole granules."""
        sizes: dict[int, int] = {}
        total = 0
        for request in self.requests:
            total -= sizes.pop(request.name, 0)
            if request.verb is not Verb.FREE:
                sizes[request.name] = -(-request.size // self.granule) * self.granule
                total += sizes[request.name]
            yield total


class Script:
    """Collects the requests of a trace; refuses those that no program could make."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.live: list[int] = []
        self._made = 0

    def allocate(self, size: int, alignment: int = 1) -> int:
        """Ask for a range; return its name."""
        self._made += 1
        self.live.append(self._made)
        self.requests.append(Request(Verb.ALLOCATE, self._made, size, alignment))
        return self._made

    def free(self, name: int) -> None:
        """Give a range back."""
        self.live.remove(name)
        self.requests.append(Request(Verb.FREE, name))

    def resize(self, name: int, size: int) -> None:
        """Give a range another size."""
        if name not in self.live:
            raise ValueError(f"range {name} is not live")
        self.requests.append(Request(Verb.RESIZE, name, size))


def between(draw: Draw, least: int, most: int) -> int:
    """Draw a whole number, both ends included."""
    return least + int(draw() * (most - least + 1))


def one_of(draw: Draw, items: Sequence[Item]) -> Item:
    """Draw one item."""
    return items[int(draw() * len(items))]
