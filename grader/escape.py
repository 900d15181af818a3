"""What leaves the grader in a file, made harmless: one function for each way out.

Everything that a student caused (name, message, counterexample, prints) passes one of these. For
pages, ``reports/rendering.py`` sends every value through ``clean_text`` before the template engine
escapes it for HTML. JSON needs no function: it is written in ASCII by the standard library.
"""

import hashlib
import re
import unicodedata

MAX_LINES = 200
MAX_CHARACTERS = 8_000
MAX_CELL_CHARACTERS = 1_000
MAX_ANNOTATION_CHARACTERS = 2_000
"""GitHub cuts the message of an annotation at 4,096 characters."""

_SLUG_LENGTH = 40
_DIGEST_LENGTH = 10
_FORMULA_STARTS = tuple("=+-@＝＋－＠")  # noqa: RUF001 - spreadsheets read the wide ones alike
# Marks that are drawn over the character before them; piled up they paint over other lines.
_PILED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


# What Markdown reads anywhere in a line, and what it reads at the start of one.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|~#$@!]|:(?![ 0-9]|$)|(?<=www)\.")
_MARKDOWN_START = re.compile(r"^(=|[-+](?=[-+\s]|$))|^([0-9]+)([.)])(?=\s|$)")
_BACKTICKS = re.compile("`+")
_UNUSUAL = re.compile(r"[^\n\t -~]")


def clean_text(text: str) -> str:
    r"""Return a text without control, terminal or direction codes; they are shown escaped.

    Line ends and tabs stay. Every other character that can not be printed, lone surrogates and
    direction marks among them, becomes its Python escape, e.g. ``\x1b``.
    """
    plain = text
    if not text.isprintable():
        plain = _UNUSUAL.sub(_shown, text.replace("\r\n", "\n"))
    return plain if plain.isascii() else _PILED_MARKS.sub(r"\1", plain)


def shorten(text: str, characters: int = MAX_CHARACTERS, lines: int = MAX_LINES) -> str:
    """Return a text cut to so many characters and lines, saying how much is missing."""
    kept = "\n".join(text[:characters].split("\n", lines)[:lines])
    missing = len(text) - len(kept)
    return f"{kept}\n… ({missing} more characters)" if missing else text


def one_line(text: str, characters: int = MAX_CELL_CHARACTERS) -> str:
    """Return a text as one clean line, cut to so many characters."""
    line = " ".join(text[: characters + 1].split("\n"))
    cut = line if len(line) <= characters else f"{line[: characters - 1]}…"
    return clean_text(cut).replace("\t", " ")


def csv_cell(text: str) -> str:
    """Return a text for one cell of a CSV file that no spreadsheet takes for a formula.

    What a spreadsheet would evaluate gets an apostrophe in front (OWASP, "CSV Injection").
    """
    line = one_line(text).strip()
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line


def markdown_line(text: str) -> str:
    """Return a text as one line that Markdown shows as it is, in a paragraph or a table's cell.

    Whatever CommonMark 0.31 or GitHub's dialect reads as markup gets a backslash in front.
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", one_line(text).strip())
    return _MARKDOWN_START.sub(_escaped_start, escaped)


def markdown_block(text: str) -> str:
    """Return a text as a fenced block of Markdown, whatever backticks it holds."""
    shown = clean_text(shorten(text))
    longest = max((len(run) for run in _BACKTICKS.findall(shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{shown}\n{fence}"


def xml_text(text: str) -> str:
    """Return a text that XML 1.0 can carry, in content or in an attribute; a writer escapes markup.

    No control character but line end and tab is a character of XML, not even escaped.
    """
    return clean_text(shorten(text))


def workflow_lines(text: str) -> str:
    """Return a text for the log of GitHub Actions, which takes commands from whatever is printed.

    A command starts a line with ``::``, or stands anywhere as ``##[``
    (actions/runner, ``ActionCommand.cs``): each line begins with a bar, and the latter is broken up.
    """
    shown = clean_text(shorten(text)).replace("##[", "##\\[")
    return "\n".join(f"| {line}" for line in shown.split("\n"))


def workflow_message(text: str, characters: int = MAX_ANNOTATION_CHARACTERS) -> str:
    """Return a text as the message of a workflow command, such as ``::error::``."""
    shown = clean_text(shorten(text, characters)).replace("##[", "##\\[")
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Return a text as a property of a workflow command, such as its title."""
    return workflow_message(one_line(text)).replace(":", "%3A").replace(",", "%2C")


def file_stem(student: str) -> str:
    """Return a file name, without suffix, that is safe everywhere and each student's own."""
    letters = unicodedata.normalize("NFKD", student).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", letters.lower()))[:_SLUG_LENGTH].strip("-")
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug or 'student'}-{digest[:_DIGEST_LENGTH]}"


def _escaped_start(found: re.Match[str]) -> str:
    sign, digits, after = found.groups()
    return f"\\{sign}" if sign else f"{digits}\\{after}"


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")
