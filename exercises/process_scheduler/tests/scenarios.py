"""Strategies for simulations: a slice, a start and the plans of all tasks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import example
from hypothesis import strategies as st

from exercises.process_scheduler.tests.arguments import WEIGHTS
from exercises.process_scheduler.workloads.plan import Burst, Plan, Scenario, Then

Test = TypeVar("Test", bound=Callable[..., Any])
NEW_WEIGHTS = (1, 2, 10, 100)


def with_examples(*scenarios: Scenario) -> Callable[[Test], Test]:
    """Try these scenarios first; put it below ``@given``, which names its argument ``scenario``."""

    def mark(test: Test) -> Test:
        for scenario in reversed(scenarios):
            test = example(scenario=scenario)(test)
        return test

    return mark


def _scenarios(
    plans: st.SearchStrategy[Plan], least: int, most: int, slices: st.SearchStrategy[int]
) -> st.SearchStrategy[Scenario]:
    """Draw ``least`` to ``most`` plans; ids are given in order, from 1."""
    numbered = st.lists(plans, min_size=least, max_size=most).map(_numbered)
    return _machines(slices, numbered)


def _machines(
    slices: st.SearchStrategy[int], plans: st.SearchStrategy[tuple[Plan, ...]]
) -> st.SearchStrategy[Scenario]:
    return st.builds(
        Scenario,
        slice_ticks=slices,
        plans=plans,
        start=st.integers(0, 50),
        tickless=st.booleans(),
    )


def _numbered(plans: list[Plan]) -> tuple[Plan, ...]:
    return tuple(replace(plan, task=number) for number, plan in enumerate(plans, 1))


def fixed_sets() -> st.SearchStrategy[Scenario]:
    """Draw tasks that run for ever."""
    plans = st.builds(Plan, task=st.just(0), weight=st.sampled_from(WEIGHTS))
    return _scenarios(plans, 2, 6, st.integers(1, 6))


def lives() -> st.SearchStrategy[Scenario]:
    """Draw tasks that arrive, run, sleep and exit."""
    bursts = st.lists(
        st.builds(Burst, run=st.integers(1, 40), sleep=st.integers(0, 60)), max_size=4
    )
    plans = st.builds(
        _life,
        weight=st.sampled_from(WEIGHTS),
        arrival=st.sampled_from((0, 0, 0, 3, 20, 60, 110)),
        bursts=bursts,
        then=st.sampled_from((Then.RUN, Then.RUN, Then.REPEAT, Then.EXIT)),
        leaves=st.sampled_from((None, None, None, 50, 150)),
    )
    return _scenarios(plans, 2, 6, st.integers(1, 6))


def _life(weight: int, arrival: int, bursts: list[Burst], then: Then, leaves: int | None) -> Plan:
    return Plan(0, weight, arrival, tuple(bursts), then if bursts else Then.RUN, leaves)


SLEEPER = Scenario(
    4,
    (
        Plan(1, 1, bursts=(Burst(8, 150), Burst(1000, 1))),
        Plan(2),
        Plan(3),
    ),
)
"""One long sleep, then a long burst."""
LATECOMER = Scenario(4, (Plan(1), Plan(2, arrival=120)))
"""A newcomer after the other one has run alone."""


def crowds() -> st.SearchStrategy[Scenario]:
    """Draw a few tasks that run for ever among newcomers and sleepers that come and go."""
    hogs = st.builds(Plan, task=st.just(0), weight=st.sampled_from((1, 1, 2, 5)))
    visitors = st.builds(
        Plan,
        task=st.just(0),
        weight=st.sampled_from((1, 1, 2)),
        arrival=st.integers(0, 6),
        bursts=st.builds(
            lambda run, sleep: (Burst(run, sleep),), st.integers(1, 6), st.integers(0, 3)
        ),
        then=st.sampled_from((Then.RETURN, Then.REPEAT)),
    )
    both = st.tuples(
        st.lists(hogs, min_size=1, max_size=3), st.lists(visitors, min_size=1, max_size=6)
    )
    plans = both.map(lambda parts: _numbered(parts[0] + parts[1]))
    slices = st.sampled_from((2, 2, 3, 4, 6))
    return _machines(slices, plans)


def _crowd(slice_ticks: int, burst: Burst, then: Then, visitors: int, weight: int = 1) -> Scenario:
    others = (Plan(1 + n, weight, 1, (burst,), then) for n in range(1, visitors + 1))
    return Scenario(slice_ticks, (Plan(1), *others), tickless=True)


CROWDS = (
    _crowd(2, Burst(2, 0), Then.RETURN, visitors=1),
    _crowd(4, Burst(2, 1), Then.RETURN, visitors=1),
    _crowd(2, Burst(2, 0), Then.RETURN, visitors=2),
    _crowd(2, Burst(2, 2), Then.RETURN, visitors=3),
    _crowd(2, Burst(1, 0), Then.REPEAT, visitors=2),
    _crowd(3, Burst(2, 1), Then.REPEAT, visitors=3),
    _crowd(6, Burst(5, 1), Then.REPEAT, visitors=2),
    _crowd(3, Burst(3, 3), Then.REPEAT, visitors=2, weight=2),
)
"""One task that runs for ever, among: one, two or three streams of newcomers with and without gaps;
tasks that block and wake at once; tasks that sleep just before their slice ends; two that take turns."""


def reweighted_sets() -> st.SearchStrategy[Scenario]:
    """Draw tasks that run for ever but for their weights, or sleep a little."""
    changes = st.lists(st.tuples(st.integers(1, 90), st.sampled_from(NEW_WEIGHTS)), max_size=3)
    plans = st.builds(
        _reweighted,
        weight=st.sampled_from(NEW_WEIGHTS),
        changes=changes,
        bursts=st.sampled_from(((), (), (), (Burst(10, 15),))),
    )
    return _scenarios(plans, 2, 4, st.integers(1, 6))


def _reweighted(weight: int, changes: list[tuple[int, int]], bursts: tuple[Burst, ...]) -> Plan:
    then = Then.REPEAT if bursts else Then.RUN
    return Plan(0, weight, 0, bursts, then, reweights=tuple(sorted(dict(changes).items())))


BOTH_RAISED = Scenario(4, (Plan(1, reweights=((6, 100),)), Plan(2, reweights=((6, 100),))))
"""Half a slice of debt must stay half a slice."""


ORDINARY = Plan(1)


def reused_ids() -> st.SearchStrategy[Scenario]:
    """Draw a task that exits, another one, and a new task of the first one's id."""
    return st.builds(
        _reuse,
        slice_ticks=st.integers(1, 6),
        ran=st.integers(20, 200),
        meeting=st.sampled_from((-15, 0, 0, 1)),
        meanwhile=st.sampled_from((0, 1, 10, 60, 150)),
        old=st.sampled_from((ORDINARY, Plan(1, 10), Plan(1, bursts=(Burst(19, 400),)))),
        start=st.integers(0, 50),
    )


def _reuse(
    slice_ticks: int,
    ran: int,
    meanwhile: int,
    *,
    meeting: int = 0,
    old: Plan = ORDINARY,
    start: int = 0,
) -> Scenario:
    """The other one arrives ``meeting`` ticks after the first one has left."""
    other_arrives = ran + meeting
    back = max(ran, other_arrives) + meanwhile
    plans = (replace(old, leaves=ran), Plan(2, arrival=other_arrives), Plan(1, arrival=back))
    return Scenario(slice_ticks, plans, start, tickless=True)


CREDIT_FROM_BEFORE = _reuse(2, ran=20, meanwhile=150, meeting=-15)
DEBT_FROM_BEFORE = _reuse(2, ran=200, meanwhile=0)


def one_sleeper() -> st.SearchStrategy[Scenario]:
    """Draw tasks that run for ever and, last, one that uses less than its share."""
    return st.builds(
        _one_sleeper,
        slice_ticks=st.integers(2, 6),
        hogs=st.integers(1, 5),
        run=st.integers(1, 2),
        more_sleep=st.integers(0, 40),
        start=st.integers(0, 50),
    )


def _one_sleeper(slice_ticks: int, hogs: int, run: int, more_sleep: int, start: int) -> Scenario:
    burst = Burst(run, 2 * hogs * run + more_sleep)
    sleeper = Plan(hogs + 1, bursts=(burst,), then=Then.REPEAT)
    return Scenario(slice_ticks, (*(Plan(task) for task in range(1, hogs + 1)), sleeper), start)
