"""The page of similar solutions: a table of pairs, and the first of them side by side.

Pure: the same pairs give the same page. Sources are students' and pass the cleaning and escaping
of ``rendering.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.escape import one_line
from grader.reports.rendering import render
from grader.reports.wording import counted
from grader.similarity.pairs import Pair, Work

PAIRS_WITH_CODE = 40
"""How many pairs show their code; the others stand in the table."""

_MAX_LINES = 3000
_CONTEXT_LINES = 3
_LEAST_HIDDEN = 6
_LINE_CHARACTERS = 300
_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of source, or with number 0 a remark on lines left out.

    ``region`` 0 is none; ``counterpart`` is the line to go to on the other side, 0 but where a
    stretch begins: a link on each line would be too many for a keyboard.
    """

    number: int
    text: str
    region: int
    counterpart: int


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    left: str
    right: str
    share: str
    tokens: int


@dataclass(frozen=True, slots=True)
class _Code:
    number: int
    left: str
    right: str
    share: str
    left_lines: tuple[_Line, ...]
    right_lines: tuple[_Line, ...]


def similarity_page(exercise: str, pairs: Sequence[Pair], compared: int, least_share: float) -> str:
    """Return a self-contained page of HTML.

    Args:
        exercise: Its title.
        pairs: Most similar first.
        compared: How many solutions there were.
        least_share: From which share on a pair is in the list.
    """
    return render(
        "similarity.html.j2",
        title=f"{exercise}: similar solutions",
        exercise=exercise,
        summary=(
            f"{counted(compared, 'solution')} compared, {counted(len(pairs), 'pair')} "
            f"with {least_share:.0%} or more in common."
        ),
        rows=[_row(number, pair) for number, pair in enumerate(pairs, 1)],
        pairs=[_code(number, pair) for number, pair in enumerate(pairs[:PAIRS_WITH_CODE], 1)],
        shown=PAIRS_WITH_CODE,
    )


def _name(work: Work) -> str:
    return one_line(work.owner + (", former year" if work.former else ""), _NAME_CHARACTERS)


def _row(number: int, pair: Pair) -> _Row:
    return _Row(number, _name(pair.left), _name(pair.right), f"{pair.share:.0%}", pair.tokens)


def _code(number: int, pair: Pair) -> _Code:
    ranges = [(region.left, region.right) for region in pair.regions]
    return _Code(
        number,
        _name(pair.left),
        _name(pair.right),
        f"{pair.share:.0%}",
        _lines(pair.left.source, ranges),
        _lines(pair.right.source, [(right, left) for left, right in ranges]),
    )


def _lines(
    source: str, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[_Line, ...]:
    """Return the lines of a side; a line in several stretches is shown in the largest."""
    regions: dict[int, tuple[int, int]] = {}
    for region, ((first, last), (other, _)) in enumerate(ranges, 1):
        for line in range(first, last + 1):
            regions.setdefault(line, (region, min(other, _MAX_LINES) if line == first else 0))
    lines = [
        _Line(
            number,
            one_line(text.removesuffix("\r"), _LINE_CHARACTERS),
            *regions.get(number, (0, 0)),
        )
        for number, text in enumerate(source.split("\n")[:_MAX_LINES], 1)
    ]
    return tuple(_without_distant_lines(lines))


def _without_distant_lines(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Yield the lines that are in a stretch or near one, and a remark for each row of others."""
    near = {
        place
        for index, line in enumerate(lines)
        if line.region
        for place in range(index - _CONTEXT_LINES, index + _CONTEXT_LINES + 1)
    }
    for is_near, group in groupby(range(len(lines)), key=lambda index: index in near):
        places = list(group)
        if is_near or len(places) < _LEAST_HIDDEN:
            yield from (lines[index] for index in places)
        else:
            yield _Line(0, f"… {len(places)} other lines", 0, 0)
