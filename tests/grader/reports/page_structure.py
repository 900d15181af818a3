"""A page as a list of tags, to tell whether text became markup."""

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "img", "hr", "input", "link"})

CELLS = frozenset({"td", "th", "dt", "dd", "p", "h1", "h2", "h3", "li", "span"})


class PageStructure(HTMLParser):
    """The tags of a page in order, its visible text, and whether its tags are balanced."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.text = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self._open]
        self.text = re.sub("[ \n\t]+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with the names of its attributes."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that what closes was the last to open."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{tag} closes out of order")
        if tag in CELLS:
            self.text += " "

    def handle_data(self, data: str) -> None:
        """Keep the text that a reader sees."""
        if not self._open or self._open[-1] not in {"style", "script"}:
            self.text += data

    def count(self, tag: str) -> int:
        """Return how many of a tag there are."""
        return sum(found == tag for found, _ in self.tags)
