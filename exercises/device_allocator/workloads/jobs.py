"""The jobs of a simulated host: when they come, what they ask for in each step, how long that takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

GROUPS = {"gpu": (4, 4), "vf": (8, 8, 8)}
LONGEST_GAP_TICKS = 5
SHORTEST_SERVICE_TICKS = 3
LONGEST_SERVICE_TICKS = 17
WIDE_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Stage:
    """What a job asks for beside what it holds, and how long it then works."""

    wanted: Mapping[str, int]
    ticks: int


@dataclass(frozen=True, slots=True)
class Job:
    """A client: it holds what it has until its last stage is done, and then gives everything back."""

    arrival: int
    stages: tuple[Stage, ...]

    @property
    def claim(self) -> dict[str, int]:
        """The sum of its stages."""
        return {name: sum(stage.wanted[name] for stage in self.stages) for name in GROUPS}

    @property
    def ticks(self) -> int:
        """How long it takes if it never waits."""
        return sum(stage.ticks for stage in self.stages)


def make_jobs(random: Callable[[], float], count: int) -> tuple[Job, ...]:
    """Draw jobs in order of their arrival; ``random`` gives numbers from 0 up to 1."""

    def between(least: int, most: int) -> int:
        return least + int(random() * (most - least + 1))

    jobs, now = [], 0
    for _ in range(count):
        is_wide = random() < WIDE_SHARE
        stages = []
        for _ in range(between(1, 2)):
            if is_wide:
                wanted = {"gpu": 4, "vf": between(0, 8)}
            else:
                wanted = {"gpu": between(0, 1), "vf": between(0, 4)}
                if not any(wanted.values()):
                    wanted["gpu"] = 1
            service = between(SHORTEST_SERVICE_TICKS, LONGEST_SERVICE_TICKS)
            stages.append(Stage(wanted, service))
        jobs.append(Job(now, tuple(stages)))
        now += between(0, LONGEST_GAP_TICKS)
    return tuple(jobs)


def least_makespan(jobs: tuple[Job, ...]) -> float:
    r"""Return a bound that no allocator can beat: $\max(\max_c \sum u_{kc} t_k / T_c, \max_j (a_j + t_j))$.

    A unit that a stage asks for is held until the end of the job.
    """
    by_work = 0.0
    for name, sizes in GROUPS.items():
        work = sum(
            stage.wanted[name] * sum(later.ticks for later in job.stages[index:])
            for job in jobs
            for index, stage in enumerate(job.stages)
        )
        by_work = max(by_work, work / sum(sizes))
    return max(by_work, *(job.arrival + job.ticks for job in jobs))
