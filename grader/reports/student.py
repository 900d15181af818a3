"""The page that a student gets: what was earned, what was lost and how to see it for oneself.

Pure: the same grade gives the same page. Of a hidden property the page tells claim and points, not
the trial that failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.escape import one_line, shorten
from grader.reports.rendering import render
from grader.reports.scale import Scale, draw_scale
from grader.reports.wording import (
    VERDICT_SENTENCES,
    VERDICT_WORDS,
    counted,
    figure_text,
    points_text,
)
from grader.scoring.grade import Grade, GradedOutcome
from grader.scoring.policy_curve import Yardstick, scored_figures
from harness.exercise.manifest import Manifest, Property
from harness.outcomes import Verdict
from harness.schedule_table import ScheduleTable

_MOST_CALLS = 80
_MOST_FIGURES = 40
_CALL_CHARACTERS = 400
_NAME_CHARACTERS = 200
_NO_YARDSTICKS: Mapping[str, Yardstick] = {}


@dataclass(frozen=True, slots=True)
class _Row:
    """One property as the page shows it; texts that must stay hidden are empty here already."""

    code: str
    claim: str
    why: str
    read: str
    points: str
    max_points: str
    share_percent: float
    is_lost: bool
    is_passed: bool
    verdict: str
    sentence: str
    message: str
    calls: str
    schedule: ScheduleTable | None
    program: str
    prints: str
    unit: str
    scales: tuple[Scale, ...]
    shown_only: tuple[tuple[str, str], ...]


def student_page(
    grade: Grade, manifest: Manifest, yardsticks: Mapping[str, Yardstick] = _NO_YARDSTICKS
) -> str:
    """Return a self-contained page of HTML.

    Args:
        grade: A final one.
        manifest: Of the exercise; a property that it no longer has is shown by its id alone.
        yardsticks: Under the grade's seed; without them no scale is drawn.
    """
    if not grade.is_final:
        raise ValueError("a page is made only if the judge worked throughout")
    known = {item.id: item for item in manifest.properties}
    student = one_line(grade.student, _NAME_CHARACTERS)
    rows = [_row(item, known.get(item.property), yardsticks) for item in grade.outcomes]
    return render(
        "student.html.j2",
        title=f"{manifest.title.en}: {student}",
        exercise=manifest.title.en,
        student=student,
        score=points_text(grade.score),
        max_score=points_text(grade.max_score),
        summary=_summary(rows),
        parts=[
            (str(part), points_text(got), points_text(most), _percent(got, most))
            for part, (got, most) in grade.parts.items()
        ],
        failed=[row for row in rows if row.is_lost and not row.is_passed],
        measured=[row for row in rows if row.is_passed and (row.scales or row.shown_only)],
        rows=rows,
        printed=[row for row in rows if row.prints],
        receipt=_receipt(grade),
    )


def _row(item: GradedOutcome, known: Property | None, yardsticks: Mapping[str, Yardstick]) -> _Row:
    is_hidden = known is not None and known.hidden
    calls = () if is_hidden or item.counterexample is None else item.counterexample
    curve = None if known is None else known.curve
    scored = scored_figures(item.property, item.figures) if curve is not None else {}
    return _Row(
        code=item.code,
        claim=item.property if known is None else known.claim,
        why="" if known is None else known.why,
        read="" if known is None else known.read,
        points=points_text(item.points),
        max_points=points_text(item.max_points),
        share_percent=_percent(item.points, item.max_points),
        is_lost=item.is_lost,
        is_passed=item.verdict is Verdict.PASSED,
        verdict=VERDICT_WORDS[item.verdict],
        sentence=VERDICT_SENTENCES[item.verdict],
        message="" if is_hidden else shorten(item.message.strip()),
        calls="" if item.table is not None else _calls_text(calls),
        schedule=None if is_hidden else item.table,
        program="" if is_hidden or item.repro is None else shorten(item.repro.strip()),
        prints="" if is_hidden else shorten(item.prints.rstrip()),
        unit="" if curve is None else curve.unit,
        scales=tuple(
            draw_scale(_short_name(item.property, name), value, curve, yardsticks.get(name))
            for name, value in list(scored.items())[:_MOST_FIGURES]
            if curve is not None
        ),
        shown_only=tuple(
            (one_line(name), figure_text(value))
            for name, value in list(item.figures.items())[:_MOST_FIGURES]
            if name not in scored
        ),
    )


def _summary(rows: list[_Row]) -> str:
    lost = [row for row in rows if row.is_lost]
    if not lost:
        return "Every property holds and every figure earns full points."
    failed = [row for row in lost if not row.is_passed]
    first = (
        f"Points were lost in {counted(len(lost), 'property').replace('propertys', 'properties')}"
    )
    if not failed:
        return f"{first}, all of them measured ones: everything that must hold holds."
    return f"{first}. Start with {failed[0].code}: a defect there may be behind others."


def _calls_text(calls: tuple[str, ...]) -> str:
    lines = [one_line(call, _CALL_CHARACTERS) for call in calls[:_MOST_CALLS]]
    if len(calls) > _MOST_CALLS:
        lines.append(f"# … and {len(calls) - _MOST_CALLS} more calls")
    return "\n".join(lines)


def _short_name(property_id: str, figure: str) -> str:
    return one_line(figure.removeprefix(property_id).removeprefix("."))


def _percent(got: float, most: float) -> float:
    return round(100 * got / most, 2) if most else 0.0


def _receipt(grade: Grade) -> list[tuple[str, str]]:
    receipt = grade.receipt
    rows = [
        ("Submission", receipt.submission_digest),
        ("Exercise", receipt.exercise_digest),
        ("Seed", str(receipt.seed)),
        ("Judged", f"{receipt.started}, in {receipt.seconds:.1f} s"),
        ("Sandbox", receipt.sandbox),
        ("Image", receipt.image_digest),
        ("Versions", ", ".join(f"{name} {version}" for name, version in receipt.versions.items())),
    ]
    return [(name, one_line(value)) for name, value in rows if value]
