"""The trials of one property: how many, and the smallest that failed."""

from dataclasses import dataclass

from harness.history import History, NoAnswer
from harness.outcomes import Verdict
from harness.remote.errors import GuestError, GuestRaised, PropertyEnded
from harness.remote.texts import shown
from harness.schedule_table import ScheduleFailure, ScheduleTable

MAX_SHRINKING_TRIALS = 300
"""Trials after the first failure; counted, not timed, so that every machine ends with the same."""
_FEW_TRIALS = 10
"""So many may be passed over, whatever their share is."""
_PRICE_OF_A_CHILD = 10
"""A trial that ended its child counts as so many: the next one waits for a fresh child."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed trial: its calls, or the schedule that failed."""

    verdict: Verdict
    message: str
    history: History
    schedule: ScheduleFailure | None = None

    @property
    def table(self) -> ScheduleTable | None:
        """The schedule as a table, if the trial was one."""
        return None if self.schedule is None else self.schedule.table

    def size(self) -> tuple[int, int]:
        """Return what makes one counterexample smaller than another."""
        if self.schedule is not None:
            return self.schedule.steps, len(self.message)
        return len(self.history), sum(len(repr((c.args, c.keywords))) for c in self.history)


class PropertyRun:
    """Counts trials and keeps the smallest failure."""

    def __init__(self, *, shrink: bool = True) -> None:
        self._most_trials_since = MAX_SHRINKING_TRIALS if shrink else 0
        self.best: Failure | None = None
        self._trials = 0
        self._passed_over = 0
        self._is_unproven = False
        self._trials_since = 0

    def begin_trial(self) -> None:
        """Count a trial.

        Raises:
            PropertyEnded: Enough has been tried to shrink a failure.
        """
        if self.best is None:
            self._trials += 1
            return
        self._trials_since += 1
        if self._trials_since > self._most_trials_since:
            raise PropertyEnded(GuestError(self.best.message))

    def pass_over(self, reason: str) -> AssertionError | None:
        """Count a trial that broke a rule of another property; return a failure if most do."""
        self._passed_over += 1
        if self._passed_over > max(_FEW_TRIALS, self._trials / 2):
            self._is_unproven = True
        if not self._is_unproven:
            return None
        return AssertionError(
            f"{reason}. Most trials end like this one before it can be seen whether the claim holds."
        )

    def failed(self, error: BaseException, history: History) -> None:
        """Keep a failure if it is the smallest so far; the end of the search is none."""
        if self._trials_since > self._most_trials_since:
            return
        schedule = error if isinstance(error, ScheduleFailure) else None
        if _verdict(error) is not Verdict.FAILED:
            self._trials_since += _PRICE_OF_A_CHILD - 1
        failure = Failure(_verdict(error), _message(error, history), list(history), schedule)
        if self.best is None or failure.size() <= self.best.size():
            self.best = failure


def _verdict(error: BaseException) -> Verdict:
    return error.verdict if isinstance(error, GuestError) else Verdict.FAILED


def _message(error: BaseException, history: History) -> str:
    last = _last_call(history)
    if isinstance(error, GuestRaised):
        place = f" (solution.py, line {error.line})" if error.line is not None else ""
        return f"{last or 'it'} raised {error}{place}"
    if isinstance(error, GuestError) and last and error.verdict is not Verdict.FAILED:
        return f"{last}: {error}"
    return str(error)


def _last_call(history: History) -> str:
    """Return the call that an error came from, as far as it is known; empty without any."""
    if not history:
        return ""
    call = history[-1]
    if isinstance(call.answer, NoAnswer) and call.answer.of_calls > 1:
        return f"One of {call.answer.of_calls} calls made together"
    given = [shown(arg) for arg in call.args]
    given += [f"{name}={shown(value)}" for name, value in call.keywords.items()]
    return f"{call.method}({', '.join(given)})"
