"""What a solution prints: kept for its author, capped, never near the wire."""

import io

from harness.wire.messages import MAX_PRINTS


class Prints(io.TextIOBase):
    """A text stream that keeps its first ``MAX_PRINTS`` characters."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._room = MAX_PRINTS

    def writable(self) -> bool:
        """Return True: it can be printed to."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits; the rest is dropped without an error."""
        if self._room > 0 and text:
            piece = str(text[: self._room])
            self._kept.append(piece)
            self._room -= len(piece)
        return len(text)

    def take(self) -> str:
        """Return what was printed since the last call."""
        if not self._kept:
            return ""
        text = "".join(self._kept).encode("utf-8", "replace").decode("utf-8")
        self._kept.clear()
        return text
