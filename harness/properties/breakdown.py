"""What broke the judge: nobody is graded by it."""

import traceback

from harness.remote.sandbox import SandboxError


class JudgeFailed(BaseException):
    """The tests themselves failed: the author's mistake."""


def breakdown_of(error: BaseException) -> str:
    """Return what went wrong: a sentence where the sandbox broke, a traceback where we did."""
    cause = error.__cause__ if isinstance(error, JudgeFailed) else error
    if isinstance(cause, SandboxError):
        return str(cause)
    return "".join(traceback.format_exception(error))
