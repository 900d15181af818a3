"""The teacher's page."""

import re
from itertools import pairwise

import pytest

from grader.escape import file_stem
from grader.reports.class_page import class_page
from grader.scoring.grade import Grade, Unjudged
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.sample_grades import SLUG, failed, sample_class, sample_grade, sample_manifest

MANIFEST = sample_manifest()


def page_of(grades: tuple[Grade, ...], failures: tuple[Unjudged, ...] = ()) -> PageStructure:
    """Return the page of a class."""
    page = PageStructure(class_page(MANIFEST, grades, failures))
    assert page.faults == []
    return page


def test_the_page_sums_up_the_class() -> None:
    """Number, mean, median and range are those of the scores."""
    grades = (
        sample_grade("Zoe"),
        sample_grade("ada", failed("claims-are-kept")),
        sample_grade("Bob", failed("claims-are-kept"), failed("freed-neighbours-join")),
    )
    text = page_of(grades).text
    assert [grade.score for grade in grades] == [95.89, 83.89, 71.89]
    assert "3 submissions graded, mean 83.89, median 83.89, from 71.89 to 95.89 points." in text
    assert "90 to 100 1 80 to below 90 1 70 to below 80 1 60 to below 70 0" in text
    assert "Algorithm 34 of 38 Policy 29.89 of 34 Mechanism 20 of 28" in text


def test_students_are_listed_by_name_with_links() -> None:
    """Each row leads to the student's page and names what does not hold."""
    grades = (sample_grade("Zoe"), sample_grade("ada", failed("claims-are-kept")))
    page = page_of(grades)
    assert page.links == [f"students/{file_stem(name)}.html" for name in ("ada", "Zoe")]
    assert "ada 83.89 38 29.89 16 M2 Zoe 95.89 38 29.89 28" in page.text


def test_losses_are_counted_for_each_property() -> None:
    """What cost the class most comes first, with the number of students."""
    grades = tuple(
        sample_grade(name, *(failed(lost) for lost in all_lost))
        for name, all_lost in {
            "a": ["claims-are-kept", "misuse-leaves-no-trace"],
            "b": ["claims-are-kept"],
            "c": [],
        }.items()
    )
    text = page_of(grades).text
    found = re.findall(r"\b([APM]\d) [A-Z][^.]+\. (\d+)", text)
    assert found[:2] == [("M2", "2"), ("A3", "1")]
    assert dict(found)["P1"] == "3"
    assert dict(found)["M1"] == "0"


def test_what_could_not_be_judged_is_no_zero() -> None:
    """They are listed with reasons and counted in no mean."""
    grades = (sample_grade("Zoe"),)
    failures = (Unjudged("Tom", SLUG, "the folder is empty"), Unjudged("Ada", SLUG, "not UTF-8"))
    text = page_of(grades, failures).text
    assert "1 submission graded, 2 could not be judged, mean 95.89" in text
    assert text.index("Ada not UTF-8") < text.index("Tom the folder is empty")


def test_an_empty_class_makes_a_page() -> None:
    """Nothing to show is said."""
    page = page_of(())
    assert "0 submissions graded." in page.text
    assert "Nobody has been graded yet." in page.text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_of_a_student_becomes_markup(text: str) -> None:
    """Hostile names and reasons leave the tags of the page as they are."""
    hostile = page_of((sample_grade(text),), (Unjudged(text, SLUG, text),))
    harmless = page_of((sample_grade("x"),), (Unjudged("x", SLUG, "x"),))
    assert hostile.tags == harmless.tags
    assert re.fullmatch(r"students/[a-z0-9-]+\.html", hostile.links[0])
    assert not set(hostile.text) & set("\x00\x07\x08\x1b\x7f\x85\x9b\r\u202e\u2066\u200b\u2028")
    assert len(hostile.text) < 20_000


def test_tables_can_be_read_aloud() -> None:
    """Each table has a caption and headings, levels are not skipped, the language is named."""
    grades, failures = sample_class(20)
    page = page_of(grades, failures)
    assert page.count("caption") == page.count("table") == 5
    assert all("scope" in names for tag, names in page.tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ("html", ("lang",)) in page.tags
