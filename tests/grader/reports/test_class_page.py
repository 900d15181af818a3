"""The teacher's page."""

import base64
import hashlib
import html
import re
from itertools import pairwise

import pytest

from grader.course.standing import State
from grader.escape import file_stem
from grader.reports.class_facts import exercise_class
from grader.reports.class_page import class_page, course_page
from grader.reports.course_facts import course_facts
from grader.reports.material import Material
from grader.scoring.grade import Grade, Unjudged
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.reports.sample_material import (
    ADJUSTED,
    LATE,
    class_of,
    course_of,
    graded,
    material,
    unjudged,
    without_grade,
)
from tests.grader.sample_grades import SLUG, failed, sample_grade, sample_manifest

MANIFEST = sample_manifest()


def page_of(grades: tuple[Grade, ...], failures: tuple[Unjudged, ...] = ()) -> PageStructure:
    """Return the page of a class."""
    return page_of_material(material(*map(graded, grades), *unjudged(*failures)))


def page_of_material(found: Material) -> PageStructure:
    """Return the page of the class in the first exercise."""
    standings = found.by_exercise()[found.manifests[0].slug]
    page = PageStructure(class_page(found.title, exercise_class(found.manifests[0], standings)))
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
    assert "3 graded. Mean 83.89, median 83.89, from 71.89 to 95.89 of 100 points." in text
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
    assert "1 graded, 2 not judged. Mean 95.89" in text
    assert text.index("Ada not UTF-8") < text.index("Tom the folder is empty")


def test_an_empty_class_makes_a_page() -> None:
    """Nothing to show is said."""
    page = page_of(())
    assert "Nobody has handed in yet." in page.text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_of_a_student_becomes_markup(text: str) -> None:
    """Hostile names and reasons leave the tags of the page as they are."""
    hostile = page_of((sample_grade(text),), (Unjudged(f"{text}!", SLUG, text),))
    harmless = page_of((sample_grade("x"),), (Unjudged("x!", SLUG, "x"),))
    assert hostile.tags == harmless.tags
    assert re.fullmatch(r"students/[a-z0-9-]+\.html", hostile.links[0])
    assert not set(hostile.text) & set("\x00\x07\x08\x1b\x7f\x85\x9b\r\u202e\u2066\u200b\u2028")
    assert len(hostile.text) < 20_000


def test_tables_can_be_read_aloud() -> None:
    """Each table has a caption and headings, levels are not skipped, the language is named."""
    page = page_of_material(class_of(20))
    assert page.count("caption") == page.count("table") == 8
    assert all("scope" in names for tag, names in page.tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ("html", ("lang",)) in page.tags


def test_late_missing_excused_and_flagged_are_listed() -> None:
    """What needs a teacher's eye stands in lists of its own, and in the table's rows."""
    text = page_of_material(class_of(10)).text
    assert "10 graded, 3 not judged, 1 missing, 1 excused, 1 late, 1 flagged." in text
    assert "Wang Wei Müller 0001 1 d 3 h 1" in text
    assert "Ira Ill ill until October" in text
    assert "José García 0003 a workflow was changed; came in twice" in text
    assert "Max Muster missing" in text
    assert "Max Muster" in text[text.index("Missing") :]


def test_raw_scores_stand_beside_what_counts() -> None:
    """Lateness and adjustments have their columns only where there are any."""
    changed = graded(sample_grade("Lin"), lateness=LATE, adjustments=(ADJUSTED,))
    text = page_of_material(material(changed)).text
    assert "Score Judged Algorithm Policy Mechanism Late Adjusted Does not hold" in text
    assert "Lin 88.8 95.89 38 29.89 28 late 1 d 3 h +2.5" in text
    assert "Adjusted" not in page_of((sample_grade("Lin"),)).text


def test_items_are_analysed() -> None:
    """Difficulty and discrimination stand beside the property, messages are counted below."""
    lost: tuple[list[str], ...] = (
        [],
        ["claims-are-kept"],
        ["claims-are-kept", "freed-neighbours-join"],
        [],
    )
    grades = tuple(
        sample_grade(f"s{place}", *(failed(name) for name in names))
        for place, names in enumerate(lost)
    )
    text = page_of(grades).text
    assert "2 0.5 0.58" in text  # M2: half have it; r of (12 0 0 12) and (83.89 83.89 71.89 83.89)
    assert (
        "2 \N{MULTIPLICATION SIGN} allocate(N) raised OutOfMemory, but the gap from N to N holds N bytes."
        in text
    )


def test_a_course_lists_its_exercises_and_everybody() -> None:
    """Counts by exercise, and a row for each student with points, late and missing work."""
    page = PageStructure(course_page(course_facts(course_of(10, 3))))
    assert page.faults == []
    assert [link for link in page.links if link.startswith("exercises/")] == [
        f"exercises/{SLUG}_{letter}.html" for letter in "abc"
    ]
    assert "15 students, 3 exercises." in page.text
    assert "No. 1 a workflow was changed" in page.text
    assert "Max Muster 0 0 missing missing missing 3" in page.text
    assert "Ira Ill excused excused excused" in page.text


def test_what_is_excused_or_not_judged_takes_no_part_in_the_share() -> None:
    """Missing work gives none of its points, other work without a grade is left out."""
    missing, unjudged_too = (
        without_grade("Lin", state, exercise=slug)
        for state, slug in ((State.MISSING, "b"), (State.UNJUDGED, "c"))
    )
    manifests = [MANIFEST.model_copy(update={"slug": slug}) for slug in (SLUG, "b", "c")]
    found = material(graded(sample_grade("Lin")), missing, unjudged_too, manifests=manifests)
    (row,) = course_facts(found).rows
    assert row.total == 95.89
    assert row.share == pytest.approx(0.47945)


def test_only_the_script_of_the_page_may_run() -> None:
    """The policy names its hash; nothing is fetched."""
    found = class_of(5)
    standings = found.by_exercise()[SLUG]
    page = class_page(found.title, exercise_class(MANIFEST, standings))
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in html.unescape(page)
    assert "http:" not in page
    assert "https:" not in page
