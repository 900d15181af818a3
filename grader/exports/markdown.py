"""A grade as Markdown, for a step's summary and a release's body: points, then what was lost and why.

Everything that a student caused stands in fenced blocks, where no reader of Markdown looks for links,
mentions or commands.
"""

from grader.course.visibility import Visibility
from grader.escape import markdown_block, markdown_line, shorten
from grader.exports.feedback import Item, feedback, fitted, number_text, points_text
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest

_SUMMARY_BYTES = 200_000
"""Well below the 1 MiB at which GitHub drops a summary; more is not read anyway."""


def markdown_page(
    grade: Grade,
    manifest: Manifest,
    visibility: Visibility = Visibility.COUNTEREXAMPLES,
    limit_bytes: int = _SUMMARY_BYTES,
) -> str:
    """Return points by part and by property, and for each one lost what is told about it."""
    items = feedback(grade, manifest, visibility)
    return fitted(lambda characters: _page(grade, manifest, items, characters), limit_bytes)


def _page(grade: Grade, manifest: Manifest, items: tuple[Item, ...], characters: int) -> str:
    total = points_text(grade.score, grade.max_score)
    lines = [f"# {markdown_line(manifest.title.en)}: {total}", ""]
    lines += ["| part | points | of |", "| --- | ---: | ---: |"]
    for part, (points, most) in grade.parts.items():
        lines.append(f"| {part} | {number_text(points)} | {number_text(most)} |")
    lines += ["", "| | property | points | of |", "| --- | --- | ---: | ---: |"]
    for item in items:
        mark = "❌" if item.is_lost else "✅"
        name = markdown_line(item.name)
        lines.append(
            f"| {mark} | {name} | {number_text(item.points)} | {number_text(item.max_points)} |"
        )
    for item in items:
        if item.is_lost:
            lines += _lost(item, characters)
    return "\n".join(lines) + "\n"


def _lost(item: Item, characters: int) -> list[str]:
    points = points_text(item.points, item.max_points)
    lines = ["", f"## {markdown_line(item.name)}: {points}", "", markdown_line(item.claim)]
    if item.message and characters:
        lines += ["", markdown_block(shorten(item.message, characters))]
    return lines
