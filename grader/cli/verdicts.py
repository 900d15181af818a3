"""Grades and outcomes on a terminal."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.cli.console import out, plain
from grader.scoring.grade import Grade, GradedOutcome
from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome, Verdict

_MARKS = {Verdict.PASSED: ("✓", "green"), Verdict.NOT_RUN: ("·", "dim")}
_LOST = ("✗", "red")
_MAX_PRINTS = 1000
_FIRST_LINES, _LAST_LINES = 8, 24


def verdict_line(manifest: Manifest, outcome: Outcome) -> Text:
    """Return one line about an outcome, as it comes."""
    row = manifest.property_named(outcome.property)
    mark, style = _MARKS.get(outcome.verdict, _LOST)
    line = Text.assemble((f"{mark} ", style), (f"{row.code:<4}", "dim"), f"{row.id}")
    if outcome.verdict is not Verdict.PASSED:
        line.append(f"  {_words(outcome.verdict)}", style)
    return line


def part_table(grade: Grade) -> Table:
    """Return points by part and in all."""
    table = Table("part", "points", "of", box=None)
    for part, (points, most) in grade.parts.items():
        table.add_row(part.value, f"{points:g}", f"{most:g}")
    table.add_row("total", f"{grade.score:g}", f"{grade.max_score:g}", style="bold")
    return table


def print_lost_property(manifest: Manifest, outcome: GradedOutcome) -> None:
    """Print what a student needs to know about one lost property.

    The counterexample is never folded nor cut to the width of the terminal: it is to be copied.
    """
    row = manifest.property_named(outcome.property)
    points = f"  {outcome.points:g} of {outcome.max_points:g} points"
    out.print(Text.assemble((f"{row.code} {row.id}", "bold"), points))
    out.print(Text(row.claim), Text(row.why, style="italic"), sep="\n")
    if outcome.message:
        out.print(Padding(plain(outcome.message, style="red"), (1, 0, 0, 2)))
    if outcome.counterexample:
        out.print()
        for line in _on_a_screen(outcome.counterexample):
            out.print(Text("    ") + plain(line), soft_wrap=True)
    if row.curve is not None and outcome.figure is not None:
        out.print(Padding(plain(_figures(outcome, row.curve.unit)), (1, 0, 0, 2)))
    if outcome.prints:
        printed = plain(f"It printed:\n{outcome.prints[:_MAX_PRINTS]}", style="dim")
        out.print(Padding(printed, (1, 0, 0, 2)))
    run = f"  Run it yourself: virtlab repro {row.id}" if outcome.repro else ""
    out.print(Padding(Text(f"Read: {row.read}.{run}", style="cyan"), (1, 0, 1, 0)))


def _on_a_screen(lines: tuple[str, ...]) -> list[str]:
    """Return the lines, without their middle if they are many."""
    dropped = len(lines) - _FIRST_LINES - _LAST_LINES
    if dropped <= 0:
        return list(lines)
    left_out = f"# ... {dropped} lines left out ..."
    return [*lines[:_FIRST_LINES], left_out, *lines[-_LAST_LINES:]]


def _figures(outcome: GradedOutcome, unit: str) -> str:
    prefix = f"{outcome.property}."
    lines = [f"measured {outcome.figure:.4g} {unit}".rstrip()]
    scored = {k.removeprefix(prefix): v for k, v in outcome.figures.items() if k.startswith(prefix)}
    if len(scored) > 1:
        lines.append("  ".join(f"{name} {value:.3g}" for name, value in scored.items()))
    return "\n".join(lines)


def class_table(grades: list[Grade]) -> Table:
    """Return one row a student, best first."""
    table = Table(
        "student", "score", "algorithm", "policy", "mechanism", "first lost property", box=None
    )
    for grade in sorted(grades, key=lambda one: (-one.score, one.student)):
        parts = {part.value: f"{got:g}/{most:g}" for part, (got, most) in grade.parts.items()}
        lost = next((item for item in grade.outcomes if item.is_lost), None)
        table.add_row(
            plain(grade.student),
            f"{grade.score:g}",
            *(parts.get(name, "") for name in ("algorithm", "policy", "mechanism")),
            "" if lost is None else _lost(lost),
        )
    return table


def _lost(item: GradedOutcome) -> str:
    """Return a property and how it was lost; one that measures is lost in part."""
    if item.verdict is Verdict.PASSED:
        return f"{item.code} {item.property} {item.points:g}/{item.max_points:g}"
    return f"{item.code} {item.property} {_words(item.verdict)}"


def _words(verdict: Verdict) -> str:
    return verdict.lower().replace("_", " ")
