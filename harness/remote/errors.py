"""What a guest can do wrong: each becomes a verdict about the submission, never a traceback."""

from harness.outcomes import Verdict


class GuestError(Exception):
    """The guest did not give an answer; ``str()`` is a sentence for the student."""

    verdict = Verdict.FAILED


class GuestCrashedError(GuestError):
    """The process that runs the solution ended."""

    verdict = Verdict.CRASHED


class GuestTimedOutError(GuestError):
    """A call, a property or the submission used its time up."""

    verdict = Verdict.TIMED_OUT


class GuestBrokeProtocolError(GuestError):
    """Something other than the one expected reply arrived."""

    verdict = Verdict.PROTOCOL


class WrongAnswerError(GuestError):
    """An answer that is no plain data, or not of the type that the stub promises."""


class LoadFailedError(GuestError):
    """The solution does not load; no property of it can hold."""


class GuestRaised(Exception):  # noqa: N818 - a mark on exceptions of the solution
    """Mixed into every exception that a solution raised, beside the class of its name.

    Attributes:
        names: Class names along the MRO, most derived first.
        text: Its message, cut.
        line: Line of the solution where it was raised, if known.
        argument_count: How many arguments it was made with.
    """

    names: tuple[str, ...] = ()
    text: str = ""
    line: int | None = None
    argument_count: int = 0

    def __str__(self) -> str:
        """Return the name and the text, as a traceback's last line has them."""
        return f"{self.names[0]}: {self.text}" if self.text else self.names[0]


class PropertyEnded(BaseException):
    """Ends a property at once. Not an Exception, so that hypothesis does not shrink it."""

    def __init__(self, cause: GuestError) -> None:
        super().__init__(str(cause))
        self.cause = cause
