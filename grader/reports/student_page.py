"""The page that a student gets, as HTML or Markdown: what was earned, what was lost, how to see it.

Pure: the same facts give the same page.
"""

from grader.reports.rendering import render
from grader.reports.student_facts import ExerciseFacts, StudentFacts
from grader.reports.wording import counted, figure_text, name_text


def student_page(facts: StudentFacts) -> str:
    """Return a self-contained page of HTML."""
    return render(
        "student.html.j2",
        title=f"{name_text(facts.name)}: {facts.course or 'exercises'}",
        facts=facts,
        summary=_summary,
        receipt=_receipt,
    )


def student_document(facts: StudentFacts) -> str:
    """Return the same as Markdown."""
    return render(
        "student.md.j2", facts=facts, summary=_summary, receipt=_receipt, anchor=_anchor_text
    )


def _summary(exercise: ExerciseFacts) -> str:
    lost = [row for row in exercise.properties if row.is_lost]
    if not lost:
        return "Every property holds and every figure earns full points."
    failed = [row for row in lost if not row.is_passed]
    first = f"Points were lost in {counted(len(lost), 'property', 'properties')}"
    if not failed:
        return f"{first}, all of them measured ones: everything that must hold holds."
    return f"{first}. Start with {failed[0].code}: a defect there may be behind others."


def _anchor_text(value: float | None, whose: str) -> str:
    if value is None:
        return ""
    return f"{figure_text(value)} ({whose})" if whose else figure_text(value)


def _receipt(exercise: ExerciseFacts) -> list[tuple[str, str]]:
    rows = [("Handed in", exercise.submitted), ("Due", exercise.due)]
    if exercise.attempts:
        rows.append(("Submissions", str(exercise.attempts)))
    known = exercise.receipt
    if known:
        versions = (f"{name} {version}" for name, version in known["versions"].items())
        rows += [
            ("Submission", known["submission_digest"]),
            ("Exercise", known["exercise_digest"]),
            ("Seed", str(known.get("seed", ""))),
            ("Judged", f"{known['started']}, in {known['seconds']:.1f} s"),
            ("Sandbox", known["sandbox"]),
            ("Image", known["image_digest"]),
            ("Versions", ", ".join(versions)),
        ]
    return [(name, value) for name, value in rows if value]
