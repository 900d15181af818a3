"""What a graded test is written with: its mark, and the exception for what it does not judge."""

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])
_ATTRIBUTE = "_virtlab_property"


class AnotherRuleBrokenError(Exception):
    """A trial can not go on: the solution broke a rule that another property judges.

    Raise it in a test, saying what happened. The trial then counts neither for nor against the
    solution, so that one defect does not fail every property. A property of which most trials end so
    is lost: it has not been shown to hold.
    """


def graded(property_id: str) -> Callable[[Test], Test]:
    """Mark a test as the judge of one property; put it above ``@given``."""

    def mark(test: Test) -> Test:
        setattr(test, _ATTRIBUTE, property_id)
        return test

    return mark


def graded_property(test: Callable[..., Any]) -> str | None:
    """Return the property that a test judges, or None for an ungraded one."""
    found = getattr(test, _ATTRIBUTE, None)
    return found if isinstance(found, str) else None
