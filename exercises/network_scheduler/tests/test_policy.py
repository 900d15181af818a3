"""Policy: changes of who may send, a light flow, and four figures that are measured without a clock."""

from random import Random
from typing import Any

from hypothesis import example, given, settings

from exercises.network_scheduler.tests.drift import Drift
from exercises.network_scheduler.tests.light import (
    FIVE_BACKLOGGED,
    ONE_THAT_RUNS_EMPTY,
    LightPlan,
    light_plans,
    play_light,
)
from exercises.network_scheduler.tests.link import play_link
from exercises.network_scheduler.tests.plans import Plan
from exercises.network_scheduler.tests.scenarios import (
    LATE_BRANCH,
    LONG_LIMIT,
    LONG_SILENCE,
    ON_AND_OFF,
    RAISED_LATE,
    changing_trees,
)
from exercises.network_scheduler.tests.shares import ideal_shares
from exercises.network_scheduler.tests.timed_link import TimedLink
from exercises.network_scheduler.workloads.traffic import (
    BYTES_PER_MS,
    MTU,
    OVERLOAD,
    OVERLOAD_MS,
    OVERLOAD_QUEUE_PACKETS,
    TENANTS,
    TENANTS_MS,
    TREE,
    TREE_MS,
    disguised,
    names_of,
)
from harness.graded import graded
from harness.strategies import with_examples

WARM_UP_MS = 1000


@graded("silence-and-limits-earn-nothing")
@settings(max_examples=30)
@given(plan=changing_trees(150))
@with_examples(LONG_SILENCE, LONG_LIMIT, RAISED_LATE, LATE_BRANCH, ON_AND_OFF)
def test_silence_and_limits_earn_nothing(submission: Any, plan: Plan) -> None:
    """From each return, opening and new weight on, siblings stay within the drift bound."""
    play_link(submission, plan)


@graded("light-flows-are-not-crowded-out")
@settings(max_examples=25)
@given(trial=light_plans(150))
@example(trial=ONE_THAT_RUNS_EMPTY)
@example(trial=FIVE_BACKLOGGED)
def test_light_flows_are_not_crowded_out(submission: Any, trial: LightPlan) -> None:
    """Little passes a waiting packet, whether siblings stay backlogged or run empty and return."""
    play_light(submission, trial)


@graded("drift-stays-small")
def test_drift_stays_small(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the greatest drift of two classes, in mtu per unit of weight."""
    link = TimedLink(submission, disguised(TENANTS, randomness), randomness)
    drift = Drift(link.session.model)
    for departure in link.run(TENANTS_MS):
        drift.sent(departure.packet)
    figures.record("drift-stays-small.mtu", drift.most_bytes / MTU)
    figures.record("drift: K", drift.factor)


@graded("light-flows-wait-briefly")
def test_light_flows_wait_briefly(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the mean wait of the light flow's packets, in milliseconds."""
    flows = disguised(TENANTS, randomness)
    light = names_of(flows, backlogged=False)
    link = TimedLink(submission, flows, randomness)
    waits = [one.waited_ms for one in link.run(TENANTS_MS) if one.packet.leaf in light]
    figures.record(
        "light-flows-wait-briefly.ms", sum(waits) / len(waits) if waits else float(TENANTS_MS)
    )


@graded("shares-match-the-ideal")
def test_shares_match_the_ideal(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure how far the leaves of a tree with limits are from water-filling, on average."""
    flows = disguised(TREE, randomness)
    ideal = ideal_shares(flows, BYTES_PER_MS)
    sent = dict.fromkeys(ideal, 0)
    for one in TimedLink(submission, flows, randomness).run(TREE_MS):
        sent[one.packet.leaf] += one.packet.size if one.at_ms >= WARM_UP_MS else 0
    time_ms = TREE_MS - WARM_UP_MS
    errors = [abs(sent[name] / time_ms - share) / BYTES_PER_MS for name, share in ideal.items()]
    figures.record("shares-match-the-ideal.error", sum(errors) / len(errors))


@graded("losses-are-spread-evenly")
def test_losses_are_spread_evenly(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the bytes that equal classes lose: greatest less least, over the mean."""
    flows = disguised(OVERLOAD, randomness)
    link = TimedLink(submission, flows, randomness, OVERLOAD_QUEUE_PACKETS)
    for _ in link.run(WARM_UP_MS):
        pass
    before = dict(link.dropped)
    for _ in link.run(OVERLOAD_MS):
        pass
    lost = [link.dropped[name] - before[name] for name in link.dropped]
    spread = (max(lost) - min(lost)) * len(lost) / sum(lost) if any(lost) else 0.0
    figures.record("losses-are-spread-evenly.spread", spread)
