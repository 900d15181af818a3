"""How long one task waits for a CPU each time it becomes runnable."""

from exercises.process_scheduler.workloads.simulation import Moment


class Waits:
    """Follows one task.

    Attributes:
        since: When it became runnable last.
        now_waiting: Ticks that it has waited since then for its first run; 0 once it has run.
    """

    def __init__(self, task: int) -> None:
        self._task = task
        self._stint: int | None = None
        self._waits: list[int] = []
        self._has_run = False
        self.since = 0
        self.now_waiting = 0

    def add(self, moment: Moment) -> None:
        """Count a tick."""
        stint = moment.stints.get(self._task)
        if stint is None:
            return
        if stint != self._stint:
            self._stint = stint
            self.since = moment.now
            self._waits.append(0)
            self._has_run = False
        self._has_run = self._has_run or self._task in moment.running
        self._waits[-1] += not self._has_run
        self.now_waiting = 0 if self._has_run else self._waits[-1]

    def mean_after_wake(self) -> float:
        """Return the mean wait after wake-ups; the arrival does not count."""
        after_wake = self._waits[1:]
        if not after_wake:
            return float(self._waits[0]) if self._waits else 0.0
        return sum(after_wake) / len(after_wake)
