"""Programs and schedules: the small ones that are explored, and strategies for the large ones."""

from collections.abc import Callable

from hypothesis import strategies as st

from exercises.process_lock.tests.model import Program
from harness.simulators.exploration import Bounds
from harness.simulators.schedules import Chooser, ListedPicks, UniformPicks, priority_changes

TWO_THREADS: tuple[Program, ...] = (
    ("W", "W"),
    ("W", "R"),
    ("T", "W"),
    ("T", "R"),
    ("WW", "WW"),
    ("WR", "RW"),
)
THREE_THREADS: tuple[Program, ...] = (
    ("W", "W", "W"),
    ("R", "R", "W"),
    ("W", "W", "R"),
    ("T", "W", "R"),
)
SMALL_PROGRAMS = TWO_THREADS + THREE_THREADS
SMALL = Bounds(states=3_000, preemptions=2, most_states=12_000)

WAKING_PROGRAMS: tuple[Program, ...] = (("W", "W"), ("W", "R"), ("R", "R", "W"), ("W", "W", "W"))
WAKING = Bounds(states=3_000, preemptions=1, most_states=12_000)

ALONE_PROGRAMS: tuple[Program, ...] = (("W", "W"), ("W", "R"), ("WR", "RW"), ("R", "R", "W"))
ALONE = Bounds(states=1_500, preemptions=1, most_states=6_000)

SHARING_PROGRAMS: tuple[Program, ...] = (("R", "R"), ("R", "R", "R"), ("WR", "R"), ("WR", "RW"))
TRYING_PROGRAMS: tuple[Program, ...] = (
    ("T", "T"),
    ("T", "W"),
    ("T", "R"),
    ("WT", "W"),
    ("RT", "W"),
)

sections = st.sampled_from("WRT")


@st.composite
def large_programs(draw: st.DrawFn) -> Program:
    """Draw 2 to 5 threads of 1 to 4 sections of all kinds."""
    threads = draw(st.integers(2, 5))
    lengths = [draw(st.integers(1, 4)) for _ in range(threads)]
    return tuple("".join(draw(sections) for _ in range(length)) for length in lengths)


@st.composite
def choosers(draw: st.DrawFn) -> Callable[[int], Chooser]:
    """Draw a way to choose among the moves of so many threads, made anew for each walk.

    Listed picks shrink to short schedules; priorities that change find what needs an order of
    events; uniform picks find what needs neither.
    """
    kind = draw(st.sampled_from(("picks", "priorities", "uniform")))
    if kind == "picks":
        length = draw(st.integers(0, 150))
        picks = [draw(st.integers(0, 4)) for _ in range(length)]
        return lambda _: ListedPicks(picks)
    seed = draw(st.integers(0, 2**32 - 1))
    if kind == "uniform":
        return lambda _: UniformPicks(seed)
    depth = draw(st.integers(2, 4))
    return lambda threads: priority_changes(threads, 40 * threads, depth, seed)
