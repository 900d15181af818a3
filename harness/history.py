"""What was asked of a solution in one trial, and what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Raised:
    """A call ended with an exception: its class name and text."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A call never answered, or not with a plain value.

    Attributes:
        reason: Why, e.g. "no answer within 2 s"; empty where only a later call of its batch knows.
        of_calls: How many calls the reason speaks of: this one, and those before it in its batch.
    """

    reason: str
    of_calls: int = 1


@dataclass(frozen=True, slots=True)
class Variable:
    """Stands among the arguments of a call for what an earlier one, by its ``into``, returned."""

    name: str

    def __repr__(self) -> str:
        """Return the name: what stands in a program."""
        return self.name


@dataclass(frozen=True, slots=True)
class Call:
    """One statement about the solution, and its answer.

    ``target`` is empty for making an object of class ``method``. ``into`` names what the statement
    made: an object, a generator or a value that a later one uses. ``answer`` is a plain value,
    ``Raised`` or ``NoAnswer``. What has neither target nor ``into`` can not be repeated by itself.
    """

    target: str
    method: str
    args: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    into: str = ""
    answer: Any = None

    @property
    def is_statement(self) -> bool:
        """Whether the call can be written down and repeated by itself."""
        return bool(self.target or self.into)


History = list[Call]
