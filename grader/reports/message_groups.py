"""What a class stumbled over most often: the judge's messages, grouped by what they have in common.

Two messages are of one group if they differ only in numbers and quoted values. Pure. Messages hold
what students made: every text here is one clean line of bounded length, yet still to be escaped for
where it goes.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from grader.escape import one_line
from grader.reports.wording import VERDICT_SENTENCES
from grader.scoring.grade import GradedOutcome

MOST_CHARACTERS = 300
NUMBER = "N"
QUOTED = "‘…’"  # noqa: RUF001 - quotation marks of prose

# An apostrophe inside a word opens nothing.
_QUOTED = re.compile(r"""(?<!\w)b?(?:'[^']{0,200}'|"[^"]{0,200}")(?!\w)""")
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:0x[0-9a-f]+|\d[\d_,]*(?:\.\d+)?(?:e[-+]?\d+)?)(?![\w])", re.IGNORECASE
)
_SEVERAL = re.compile(rf"{NUMBER}(?:,? {NUMBER})+|(?:{QUOTED}, )+{QUOTED}")


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """Messages that say the same of different values.

    Attributes:
        text: What they have in common.
        count: How many students have it.
        example: Whose shortest trial shows it: the student's key, and the calls as text.
    """

    text: str
    count: int
    student: str
    calls: tuple[str, ...]


def normalized(message: str) -> str:
    """Return what a message has in common with others of its kind."""
    text = _QUOTED.sub(QUOTED, one_line(message.strip(), MOST_CHARACTERS))
    return _SEVERAL.sub(f"{NUMBER}, …", _NUMBER.sub(NUMBER, text))


def message_groups(
    outcomes: Iterable[tuple[str, GradedOutcome]], most: int = 3
) -> tuple[MessageGroup, ...]:
    """Return the commonest groups among failed outcomes of one property, the commonest first.

    Args:
        outcomes: Students' keys and outcomes.
        most: So many groups at most; those of equal size by their text.
    """
    counts: Counter[str] = Counter()
    examples: dict[str, tuple[int, str, tuple[str, ...]]] = {}
    for student, outcome in outcomes:
        text = normalized(outcome.message or VERDICT_SENTENCES[outcome.verdict])
        calls = outcome.counterexample or ()
        counts[text] += 1
        found = (sum(map(len, calls)) if calls else 1 << 30, student, calls)
        examples[text] = min(examples.get(text, found), found)
    chosen = sorted(counts, key=lambda text: (-counts[text], text))[:most]
    return tuple(MessageGroup(text, counts[text], *examples[text][1:]) for text in chosen)
