"""How much of what the judge found a student may see."""

from enum import StrEnum


class Visibility(StrEnum):
    """What a student is shown of each property; each level shows what those before it show."""

    NAMES = "names"
    """Its claim, whether it holds, and its points."""
    MESSAGES = "messages"
    """And the judge's message and what was measured."""
    COUNTEREXAMPLES = "counterexamples"
    """And the trial that failed, as calls, table or program, and what the solution printed."""

    @property
    def shows_messages(self) -> bool:
        """Whether messages and figures are shown."""
        return self is not Visibility.NAMES

    @property
    def shows_counterexamples(self) -> bool:
        """Whether trials are shown, and prints, from which trials can be read."""
        return self is Visibility.COUNTEREXAMPLES
