"""``@graded("property-id")``: ties a test to the row of the manifest that it judges."""

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])
_ATTRIBUTE = "_virtlab_property"


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
