"""Who a student is in the lists that a course meets."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Student:
    """One student.

    Attributes:
        key: The name that submissions and grades are kept under; the identifier of the roster.
        name: As people write it.
        email: Address, as the roster has it.
        login: Account at the code host, whatever its case.
        section: Group of the course; empty if it has none.
        other_ids: Numbers and names of other systems, by the column that they came from, such as
            "github_id" or "SIS User ID".
    """

    key: str
    name: str = ""
    email: str = ""
    login: str = ""
    section: str = ""
    other_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown_name(self) -> str:
        """The name, or what stands for it."""
        return self.name or self.key
