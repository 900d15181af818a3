"""Where a solution is sent: a shared folder (``file://``) or a course server (``https://``)."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from grader.errors import UsageError

_EXAMPLES = "Examples: file:///srv/course/inbox, https://course.example.edu"


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """An inbox on a disk that students and teachers share."""

    path: Path


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A course server."""

    url: str


def parse_address(text: str) -> FolderAddress | ServerAddress:
    """Read an address.

    Raises:
        UsageError: It is none that can be sent to.
    """
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise UsageError(f"{text}: {error}", _EXAMPLES) from error
    if parts.scheme in {"https", "http"} and parts.hostname:
        if parts.username or parts.query or parts.fragment:
            raise UsageError(f"{text}: an address has no password, query or fragment", _EXAMPLES)
        return ServerAddress(text)
    path = unquote(parts.path)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and path.startswith("/"):
        if "\0" in path:
            raise UsageError("an address has no NUL in it", _EXAMPLES)
        return FolderAddress(Path(path))
    raise UsageError(f"{text}: neither a shared folder nor a course server", _EXAMPLES)
