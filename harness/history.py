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
    """A call never answered; ``reason`` says why, e.g. "did not return"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Call:
    """One statement about the solution, and its answer.

    ``target`` is empty for making an object of class ``method``. ``into`` names what the statement
    made: an object or a generator. ``answer`` is a plain value, ``Raised`` or ``NoAnswer``.
    """

    target: str
    method: str
    args: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    into: str = ""
    answer: Any = None


History = list[Call]
