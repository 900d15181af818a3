"""A schedule of threads as a table: thread by column, step by row, with what each step read."""

from collections.abc import Sequence

from harness.schedule_table import ScheduleTable, make_table
from harness.simulators.local_histories import Event
from harness.simulators.threads import State, ThreadWorld, mover
from harness.simulators.walk import states_of


def trace_table(world: ThreadWorld, moves: Sequence[int]) -> ScheduleTable:
    """Return the table of a schedule; it is played once more, against what the judge knows."""
    states = states_of(world, moves)
    names = [f"thread {thread}" for thread in range(world.threads)]
    rows = [
        [str(number), *_cells(world, before, move, after), _changes(before, after)]
        for number, (before, move, after) in enumerate(
            zip(states, moves, states[1:], strict=False), start=1
        )
    ]
    return make_table(["step", *names, "words"], rows)


def _cells(world: ThreadWorld, before: State, move: int, after: State) -> list[str]:
    acting = mover(move)
    cells = []
    for thread, (old, new) in enumerate(zip(before.nodes, after.nodes, strict=True)):
        if thread == acting:
            cells.append(_acted(world, before, move, after))
        elif old is not new:
            cells.append("; ".join(["wakes up", *_news(new.event)]))
        else:
            cells.append("")
    return cells


def _acted(world: ThreadWorld, before: State, move: int, after: State) -> str:
    thread = mover(move)
    event, result = before.nodes[thread].event, world.result(before, move)
    if move < 0:
        return "; ".join(["wakes up, nobody woke it", *_news(after.nodes[thread].event)])
    start = f"{event.call}: " if event.is_first else ""
    end = "sleeps" if result is None else str(result)
    text = f"{start}{event.operation} -> {end}"
    return text if result is None else "; ".join([text, *_news(after.nodes[thread].event)])


def _news(event: Event) -> tuple[str, ...]:
    return event.returned if event.fault is None else (*event.returned, event.fault.text)


def _changes(before: State, after: State) -> str:
    pairs = enumerate(zip(before.words, after.words, strict=True))
    return ", ".join(f"[{place}] = {new}" for place, (old, new) in pairs if old != new)
