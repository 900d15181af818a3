"""How points, figures and verdicts are written."""

from collections.abc import Sequence
from datetime import datetime

from grader.course.standing import State
from grader.escape import one_line
from harness.outcomes import Verdict

STATE_WORDS = {
    State.GRADED: "graded",
    State.UNJUDGED: "not judged",
    State.MISSING: "missing",
    State.EXCUSED: "excused",
}

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
_MOST_CALLS = 80
_CALL_CHARACTERS = 400
_NAME_CHARACTERS = 200
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


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


def signed_points(points: float) -> str:
    """Return points with their sign, as they are added or taken away."""
    return f"{'-' if points < 0 else '+'}{points_text(abs(points))}"


def percent_of(part: float, whole: float) -> float:
    """Return a share in per cent, at most 100; 0 of nothing."""
    return round(min(100.0, 100 * part / whole), 2) if whole else 0.0


def duration_text(seconds: int) -> str:
    """Return a time in its two largest units, e.g. "2 d 3 h"; what is smaller is left off."""
    for place, (_, size) in enumerate(_UNITS):
        if seconds >= size:
            found = _UNITS[place : place + 2]
            counts = [seconds // size, seconds % size // found[-1][1]]
            parts = zip(counts, found, strict=False)
            return " ".join(f"{count} {unit}" for count, (unit, _) in parts if count)
    return "0 s"


def moment_text(moment: str) -> str:
    """Return an ISO 8601 time for reading, to the second, in the zone that it came in."""
    try:
        return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M:%S %Z").strip()
    except ValueError:
        return moment


def name_text(name: str) -> str:
    """Return a name on one line, and something to read and to press where there is none."""
    return one_line(name, _NAME_CHARACTERS).strip() or "(no name)"


def calls_text(calls: Sequence[str]) -> str:
    """Return calls as lines of text, not too many and none too long."""
    lines = [one_line(call, _CALL_CHARACTERS) for call in calls[:_MOST_CALLS]]
    if len(calls) > _MOST_CALLS:
        lines.append(f"# … and {len(calls) - _MOST_CALLS} more calls")
    return "\n".join(lines)
