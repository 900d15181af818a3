"""The teacher's page: how the class did, what it stumbled over, and who could not be judged.

Pure: the same grades give the same page. It links to the students' pages, which lie in the folder
``STUDENT_FOLDER`` beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from grader.escape import file_stem, one_line
from grader.reports.rendering import render
from grader.reports.wording import counted, failed_codes, points_text
from grader.scoring.grade import Grade, Unjudged
from harness.exercise.manifest import Manifest, Part

STUDENT_FOLDER = "students"
_BINS = 10
_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Bar:
    """One labelled bar of a chart made of a table."""

    label: str
    text: str
    percent: float
    claim: str = ""


def class_page(manifest: Manifest, grades: Sequence[Grade], failures: Sequence[Unjudged]) -> str:
    """Return a self-contained page of HTML.

    Args:
        manifest: Of the exercise.
        grades: Final ones, one a student.
        failures: Submissions that could not be judged.
    """
    ordered = sorted(grades, key=lambda grade: (grade.student.casefold(), grade.student))
    return render(
        "class.html.j2",
        title=f"{manifest.title.en}: the class",
        exercise=manifest.title.en,
        summary=_summary(grades, failures),
        distribution=_distribution(grades),
        parts=_part_means(grades),
        losses=_losses(manifest, grades),
        part_names=[part for part in Part if manifest.points_of(part) > 0],
        students=[_student_row(grade) for grade in ordered],
        failures=[
            (one_line(item.student, _NAME_CHARACTERS), one_line(item.reason))
            for item in sorted(failures, key=lambda item: item.student.casefold())
        ],
    )


def _summary(grades: Sequence[Grade], failures: Sequence[Unjudged]) -> str:
    words = [f"{counted(len(grades), 'submission')} graded"]
    if failures:
        words.append(f"{len(failures)} could not be judged")
    if grades:
        scores = [grade.score for grade in grades]
        words.append(f"mean {points_text(fsum(scores) / len(scores))}")
        words.append(f"median {points_text(median(scores))}")
        words.append(f"from {points_text(min(scores))} to {points_text(max(scores))} points")
    return ", ".join(words) + "."


def _distribution(grades: Sequence[Grade]) -> list[_Bar]:
    """Return one bar for each tenth of the points; the last holds full marks too."""
    if not grades:
        return []
    counts = [0] * _BINS
    for grade in grades:
        share = grade.score / grade.max_score if grade.max_score else 0.0
        counts[min(_BINS - 1, int(share * _BINS))] += 1
    most = max(grade.max_score for grade in grades)
    return [
        _Bar(
            label=(
                f"{points_text(most * place / _BINS)} to "
                f"{'' if place == _BINS - 1 else 'below '}{points_text(most * (place + 1) / _BINS)}"
            ),
            text=str(count),
            percent=round(100 * count / max(counts), 2),
        )
        for place, count in reversed(list(enumerate(counts)))
    ]


def _part_means(grades: Sequence[Grade]) -> list[_Bar]:
    bars = []
    for part in Part:
        pairs = [grade.parts[part] for grade in grades if part in grade.parts]
        if not pairs:
            continue
        got = fsum(pair[0] for pair in pairs) / len(pairs)
        most = fsum(pair[1] for pair in pairs) / len(pairs)
        text = f"{points_text(got)} of {points_text(most)}"
        bars.append(_Bar(str(part).capitalize(), text, round(100 * got / most, 2)))
    return bars


def _losses(manifest: Manifest, grades: Sequence[Grade]) -> list[_Bar]:
    """Return one bar for each property: the share of its points that the class lost, most first."""
    shares: dict[str, list[float]] = {item.id: [] for item in manifest.properties}
    for grade in grades:
        for outcome in grade.outcomes:
            if outcome.is_lost and outcome.property in shares:
                shares[outcome.property].append(1 - outcome.points / outcome.max_points)
    bars = [
        _Bar(
            label=item.code,
            claim=item.claim,
            text=str(len(shares[item.id])),
            percent=round(100 * fsum(shares[item.id]) / max(1, len(grades)), 2),
        )
        for item in manifest.properties
    ]
    return sorted(bars, key=lambda bar: -bar.percent)


@dataclass(frozen=True, slots=True)
class _StudentRow:
    """One student in the table."""

    name: str
    link: str
    score: str
    parts: dict[Part, str]
    failed: str


def _student_row(grade: Grade) -> _StudentRow:
    return _StudentRow(
        name=one_line(grade.student, _NAME_CHARACTERS),
        link=f"{STUDENT_FOLDER}/{file_stem(grade.student)}.html",
        score=points_text(grade.score),
        parts={part: points_text(got) for part, (got, _) in grade.parts.items()},
        failed=failed_codes(grade),
    )
