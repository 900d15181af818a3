"""How points, figures and verdicts are written."""

from grader.scoring.grade import Grade
from harness.outcomes import Verdict

VERDICT_WORDS = {
    Verdict.NOT_RUN: "not run",
    Verdict.PASSED: "holds",
    Verdict.FAILED: "does not hold",
    Verdict.CRASHED: "crashed",
    Verdict.TIMED_OUT: "too slow",
    Verdict.PROTOCOL: "unusable answer",
    Verdict.JUDGE_ERROR: "not judged",
}

VERDICT_SENTENCES = {
    Verdict.NOT_RUN: "It was not judged, because judging ended before its turn came.",
    Verdict.PASSED: "It holds in every trial.",
    Verdict.FAILED: "A trial was found in which it does not hold.",
    Verdict.CRASHED: "The solution ended its process while it was judged.",
    Verdict.TIMED_OUT: "The solution did not answer in time.",
    Verdict.PROTOCOL: "The solution answered with something that is not of the promised type or size.",
    Verdict.JUDGE_ERROR: "The judge itself failed; this says nothing about the solution.",
}

_EXACT_UP_TO = 1000


def points_text(points: float) -> str:
    """Return points with at most two decimals and no needless zeros."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def figure_text(figure: float) -> str:
    """Return a figure with four significant digits, whole numbers in full."""
    if figure == int(figure) or abs(figure) >= _EXACT_UP_TO:
        whole = f"{figure:,.0f}"
        return whole if len(whole) <= len("-999,999,999,999") else f"{figure:.4g}"
    return f"{figure:.4g}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number and its noun, e.g. "1 student", "2 students"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def failed_codes(grade: Grade) -> str:
    """Return the codes of the properties that do not hold, e.g. "A2 M1"."""
    return " ".join(item.code for item in grade.outcomes if item.verdict is not Verdict.PASSED)
