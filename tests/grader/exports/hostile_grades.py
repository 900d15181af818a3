"""Grades in which everything that a student can cause is hostile, and grades of every shape."""

from hypothesis import strategies as st

from grader.scoring.grade import Grade, GradedOutcome
from harness.exercise.manifest import Part
from harness.outcomes import Verdict
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.sample_grades import failed, sample_grade, sample_manifest

WORKFLOW_TEXTS = (
    "::error::forged",
    "  ::set-output name=algorithm::forged",
    'line\n::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}',
    "x\r::stop-commands::y",
    "before ##[error]forged",
    "##[set-output name=algorithm;]forged",
    "100%0A::error::forged",
    "algorithm<<EOF\nforged\nEOF",
    "]]>",
    "```\n# heading\n[link](http://x)\n@everyone",
    "~~~\n</details>",
    "\ufffe\uffff\U0001fffe",
)
TEXTS = (*HOSTILE_TEXTS, *WORKFLOW_TEXTS)
CODES = {row.id: row.code for row in sample_manifest().properties}


def hostile_grade(text: str) -> Grade:
    """Return a grade that lost three properties, every text of it hostile."""
    lost = [
        failed(name, message=text, counterexample=(text, text), prints=text, repro=text)
        for name in ("freed-neighbours-join", "memory-is-well-used", "claims-are-kept")
    ]
    return sample_grade(text or "nobody", *lost)


@st.composite
def grades(draw: st.DrawFn) -> Grade:
    """Return the sample's grade with any points, in hundredths, for any of its properties."""
    outcomes = []
    for item in sample_grade().outcomes:
        hundredths = int(item.max_points * 100)
        earned = draw(st.sampled_from((0, hundredths)) | st.integers(0, hundredths))
        outcomes.append(_with(item, earned / 100))
    whole = sample_grade()
    return Grade(whole.student, whole.exercise, tuple(outcomes), whole.receipt)


def one_part_only(part: Part) -> Grade:
    """Return a grade of an exercise that has a single part."""
    whole = sample_grade()
    kept = tuple(item for item in whole.outcomes if item.part is part)
    return Grade(whole.student, whole.exercise, kept, whole.receipt)


def _with(item: GradedOutcome, points: float) -> GradedOutcome:
    data = item.to_json()
    verdict = Verdict.PASSED if points else Verdict.FAILED
    return GradedOutcome.from_json({**data, "points": points, "verdict": verdict})
