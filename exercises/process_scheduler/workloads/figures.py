"""The fixed workloads that the policy figures are measured with.

They are public. ``disguised`` gives the tasks new ids, another order and another start, so that no
table of answers fits.
"""

from dataclasses import replace
from random import Random

from exercises.process_scheduler.workloads.plan import Burst, Plan, Scenario, Then

UNEVEN = Scenario(4, (Plan(1, 20), *(Plan(task) for task in range(2, 11))))
"""One heavy task and nine light ones, all busy: for lag and switches."""
UNEVEN_TICKS = 2000
INTERACTIVE = Scenario(
    4,
    (*(Plan(task) for task in range(1, 7)), Plan(7, bursts=(Burst(1, 19),), then=Then.REPEAT)),
)
"""Six busy tasks and one that runs a tick and sleeps nineteen: for the wait after wake-up."""
INTERACTIVE_TICKS = 2000
THREE_ON_TWO = Scenario(4, tuple(Plan(task) for task in range(1, 4)), cpus=2)
"""Three busy tasks on two CPUs: for balance."""
THREE_ON_TWO_TICKS = 600
TWO_STREAMS = Scenario(
    2, (Plan(1), *(Plan(task, 1, 1, (Burst(2, 0),), Then.RETURN) for task in (2, 3)))
)
"""One busy task and two streams of newcomers, each of which runs for a slice and exits."""
TWO_STREAMS_TICKS = 400


def disguised(scenario: Scenario, randomness: Random) -> Scenario:
    """Return the same scenario with other ids, in another order, from another tick on."""
    plans = randomness.sample(scenario.plans, len(scenario.plans))
    ids = randomness.sample(range(1000), len(plans))
    renamed = tuple(replace(plan, task=task) for plan, task in zip(plans, ids, strict=True))
    return replace(scenario, plans=renamed, start=randomness.randint(0, 50))
