"""What happened among nodes as a chart: node by column, time by row, and where each message went."""

from collections.abc import Callable, Sequence
from typing import Any

from harness.schedule_table import ScheduleTable, make_table
from harness.simulators.crashing_nodes import Happening


def message_chart(
    nodes: int,
    happenings: Sequence[Happening],
    is_message: Callable[[Any], bool],
    last_note: str = "",
) -> ScheduleTable:
    """Return the chart of some happenings; ``last_note`` is added to the last one's cell.

    Args:
        nodes: How many there are.
        happenings: In the order in which they happened.
        is_message: Tells the effects that are messages; after each stands its fate.
        last_note: E.g. what is wrong.
    """
    rows = []
    for number, one in enumerate(happenings, start=1):
        text = cell(one, is_message)
        if number == len(happenings) and last_note:
            text = f"{text}  <- {last_note}"
        rows.append([str(one.at), *(text if n == one.node else "" for n in range(nodes))])
    return make_table(["time", *(f"node {number}" for number in range(nodes))], rows)


def cell(one: Happening, is_message: Callable[[Any], bool]) -> str:
    """Return what one node did, in one line."""
    if not one.method:
        return "crashes"
    fates = iter(one.fates)
    effects = [
        f"{effect} {_fate(next(fates, None))}" if is_message(effect) else str(effect)
        for effect in one.effects[: one.done]
    ]
    given = ", ".join(map(repr, one.args))
    said = ", ".join(effects) or "nothing"
    ending = "" if one.done is None else f"; CRASHES after {one.done} of {len(one.effects)} effects"
    return f"{one.method}({given}): {said}{ending}"


def _fate(arrivals: tuple[int, ...] | None) -> str:
    if arrivals is None:
        return "(not sent yet)"
    if not arrivals:
        return "(lost)"
    return f"(arrives {' and '.join(map(str, arrivals))})"
