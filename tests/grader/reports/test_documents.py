"""The reports as Markdown."""

import pytest
from markdown_it import MarkdownIt

from grader.course.student import Student
from grader.reports.class_page import class_document, course_document
from grader.reports.course_facts import course_facts
from grader.reports.student_facts import student_facts
from grader.reports.student_page import student_document
from harness.schedule_table import make_table
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.sample_material import ADJUSTED, LATE, graded, material
from tests.grader.sample_grades import SLUG, failed, passed, sample_grade

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def document_of(words: str) -> str:
    """Return all documents of a class of one in which every text is made of some words."""
    outcomes = (
        failed("claims-are-kept", message=f"m{words}", counterexample=(f"c{words}",), prints=words),
        failed("freed-neighbours-join", table=make_table(("step", f"t{words}"), [("1", words)])),
        passed("cost-grows-slowly", figures={"cost-grows-slowly": 0.5, f"f{words}": 1.0}),
    )
    standing = graded(
        sample_grade("x", *outcomes),
        student=Student("x", name=f"n{words}", section=words),
        lateness=LATE,
        adjustments=(ADJUSTED,),
        flags=(f"f{words}",),
        submitted="2026-09-16T22:00:00+02:00",
    )
    found = material(standing, title=f"t{words}")
    facts = course_facts(found)
    return "\n\n".join(
        (
            student_document(student_facts(found, [standing])),
            class_document(facts.title, facts.exercises[0]),
            course_document(facts),
        )
    )


def structure_of(document: str) -> list[str]:
    """Return the kinds of everything in a document but for its words, in order."""
    found = []
    for token in MARKDOWN.parse(document):
        found.append(token.type)
        found += [one.type for one in token.children or [] if not one.type.startswith("text")]
    return found


HARMLESS = structure_of(document_of("harmless"))


def test_documents_are_tables_headings_and_blocks() -> None:
    """What the pages tell is there as Markdown that a forge shows."""
    document = document_of("harmless")
    for words in (
        "# nharmless",
        "| The judge gave | |",
        "| M2 | Nobody is given memory that another transaction has claimed. | does not hold | 0 |",
        "### M2. Nobody is given memory",
        "```text\nmharmless\n```",
        "| step | tharmless |",
        "| 1 | harmless |",
        "## Item analysis",
        f"| [Guest memory allocator](exercises/{SLUG}.md) |",
    ):
        assert words in document
    assert HARMLESS.count("table_open") == 8 + 6 + 3  # of the student, the class, the course
    assert HARMLESS.count("fence") == 7


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_of_a_student_becomes_markup(text: str) -> None:
    """Documents with hostile texts are built like those with harmless ones."""
    document = document_of(f"{text}!")
    assert structure_of(document) == HARMLESS
    assert not set(document) & set("\x00\x07\x08\x1b\x7f\x85\x9b\r\u202e\u2066\u200b\u2028")
