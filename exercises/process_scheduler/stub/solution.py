"""A process scheduler: decides which task runs on which CPU, by proportional share.

Fill in the bodies. Time is an integer ``now`` in ticks that the caller passes in; nothing here reads
a clock. Tasks are integers, CPUs are numbered from 0.
"""


class UnknownTask(Exception):  # noqa: N818  (the name is the interface)
    """The id names no live task."""


class TaskStateError(Exception):
    """The task is live but in the wrong state for this call."""


class ProcessScheduler:
    """Shares equal CPUs among weighted tasks.

    Every method takes ``now`` first and raises ValueError if it is smaller than in an earlier call
    that was accepted, or negative. A call that raises changes nothing. Checks come in this order:
    ``now``, ranges (cpu, weight), existence, state.
    """

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        """Start with idle CPUs and no task.

        Args:
            cpus: Number of CPUs, at least 1.
            slice_ticks: The longest run of a task, in ticks, while another one waits; at least 1.

        Raises:
            ValueError: cpus < 1 or slice_ticks < 1.
        """
        raise NotImplementedError

    def add(self, now: int, task: int, weight: int) -> int | None:
        """Take a new runnable task; return the CPU that should pick at once, or None.

        Raises:
            ValueError: weight < 1.
            TaskStateError: The id is live.
        """
        raise NotImplementedError

    def wake(self, now: int, task: int) -> int | None:
        """Make a blocked task runnable; return the CPU that should pick at once, or None.

        A task that is runnable already stays as it is, and the answer is None.

        Raises:
            UnknownTask: The id names no live task.
        """
        raise NotImplementedError

    def block(self, now: int, task: int) -> None:
        """Stop a runnable task, running or queued, from being runnable.

        Raises:
            UnknownTask: The id names no live task.
            TaskStateError: It is blocked already.
        """
        raise NotImplementedError

    def exit(self, now: int, task: int) -> None:
        """End a live task, running, queued or blocked; its id is free for a new task.

        Raises:
            UnknownTask: The id names no live task.
        """
        raise NotImplementedError

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a live task a new weight from ``now`` on, in whatever state it is.

        Raises:
            ValueError: weight < 1.
            UnknownTask: The id names no live task.
        """
        raise NotImplementedError

    def tick(self, now: int, cpu: int) -> bool:
        """Answer a timer interrupt: should this CPU call ``pick`` now?

        Raises:
            ValueError: There is no such CPU.
        """
        raise NotImplementedError

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that runs on ``cpu`` from ``now`` on, or None for idle.

        What ran there goes back to the queue first and may be chosen again.

        Raises:
            ValueError: There is no such CPU.
        """
        raise NotImplementedError

    def runtime(self, now: int, task: int) -> int:
        """Return the CPU ticks that a live task has used since it was added.

        Raises:
            UnknownTask: The id names no live task.
        """
        raise NotImplementedError
