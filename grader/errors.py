"""Failures that are the operator's to mend: what happened, where, and what to do about it."""


class GraderError(Exception):
    """The environment, a file or an option is not as the command needs it.

    Attributes:
        hint: What to do now, in one sentence; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(GraderError):
    """The command was called with something that it can not take (exit code 2)."""
