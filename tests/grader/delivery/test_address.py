"""Where a solution can be sent."""

from pathlib import Path

import pytest

from grader.delivery.address import FolderAddress, ServerAddress, parse_address
from grader.errors import UsageError


def test_folders_and_servers_are_told_apart() -> None:
    """A folder's address may be escaped."""
    assert parse_address("file:///srv/my%20inbox") == FolderAddress(Path("/srv/my inbox"))
    assert parse_address("file://localhost/srv") == FolderAddress(Path("/srv"))
    assert parse_address("https://a.example/b") == ServerAddress("https://a.example/b")


@pytest.mark.parametrize(
    "text",
    [
        *("", "/srv/inbox", "file://other/srv", "file:srv", "https://", "ssh://a/b"),
        *("https://me:secret@a.example", "https://a.example?x=1", "https://[", "file:///a%00b"),
    ],
)
def test_what_is_no_address_is_a_wrong_usage(text: str) -> None:
    """With examples of what is."""
    with pytest.raises(UsageError) as caught:
        parse_address(text)
    assert "file:///srv/course/inbox" in caught.value.hint
