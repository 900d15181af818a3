"""Whose a submission is, by the course's list of students; without a list, whoever it says.

Names of repositories end in a login, and logins have hyphens in them as assignments do: they are
matched against the list of logins, never split.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.submissions.names import name_key


@dataclass(frozen=True, slots=True)
class Known:
    """A student of the list.

    Attributes:
        key: The name that submissions are kept under.
        login: Account at the code host; may be empty.
        others: What else a submission may be called: address, number, name.
    """

    key: str
    login: str = ""
    others: tuple[str, ...] = ()


class UnmatchedError(Exception):
    """Nobody, or more than one, can be meant; the message says which."""


class Owners:
    """The list. An empty one takes everybody by the name that a submission has."""

    def __init__(self, students: Iterable[Known] = ()) -> None:
        everybody = list(students)
        self.is_open = not everybody
        self._by_login = _unique((one.login, one.key) for one in everybody)
        others = _unique((name, one.key) for one in everybody for name in one.others)
        keys = _unique((one.key, one.key) for one in everybody)
        self._by_name = {**others, **self._by_login, **keys}

    def named(self, name: str) -> str:
        """Return the student that a name means: key, login, address, number or name.

        Raises:
            UnmatchedError: There is a list, and nobody or more than one on it.
        """
        if self.is_open:
            return name
        found = self._by_name.get(name_key(name.strip()))
        if found is None:
            raise UnmatchedError("nobody on the roster is called so")
        return found

    def of_repositories(self, names: Sequence[str], prefix: str = "") -> dict[str, str | None]:
        """Return the student of each repository; None for what fits nobody or more than one.

        Args:
            names: Of all repositories of an assignment.
            prefix: What they have before ``-<login>``; if it is not known, what most of them have.
        """
        if self.is_open:
            return {name: _without(name, prefix) for name in names}
        folded = f"{name_key(prefix)}-" if prefix else ""
        logins = {**self._keys_alone(), **self._by_login}
        fits = {
            name: [one for one in _fits(name_key(name), logins) if not prefix or one[0] == folded]
            for name in names
        }
        votes = Counter(start for found in fits.values() for start, _ in found)
        return {name: _elected(found, votes) for name, found in fits.items()}

    def _keys_alone(self) -> dict[str, str]:
        """Return keys as logins: a plain list may have nothing else."""
        return {alias: key for alias, key in self._by_name.items() if alias == name_key(key)}


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return whom each name means; a name that means two means nobody."""
    found: dict[str, set[str]] = {}
    for name, key in pairs:
        if name.strip():
            found.setdefault(name_key(name.strip()), set()).add(key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


def _without(name: str, prefix: str) -> str:
    """Return a repository's name without the prefix that all have; nothing else is cut off."""
    start = f"{prefix}-"
    return name[len(start) :] if prefix and name.startswith(start) and name != start else name


def _fits(name: str, logins: dict[str, str]) -> list[tuple[str, str]]:
    """Return each way to read a name: what comes before the login, and whose login it is."""
    cuts = [0, *(index + 1 for index, character in enumerate(name) if character == "-")]
    return [(name[:cut], logins[name[cut:]]) for cut in cuts if name[cut:] in logins]


def _elected(found: Sequence[tuple[str, str]], votes: Counter[str]) -> str | None:
    """Return whose login comes after what most repositories begin with; None in a draw."""
    if not found:
        return None
    most = max(votes[start] for start, _ in found)
    best = {key for start, key in found if votes[start] == most}
    return best.pop() if len(best) == 1 else None
