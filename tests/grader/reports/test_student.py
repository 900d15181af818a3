"""The page that a student gets."""

from dataclasses import replace

import pytest

from grader.reports.student import student_page
from harness.outcomes import Outcome, Verdict
from harness.schedule_table import make_table
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.sample_grades import YARDSTICKS, failed, passed, sample_grade, sample_manifest

MANIFEST = sample_manifest()


def page_of(*outcomes: Outcome, student: str = "Lin Mei") -> PageStructure:
    """Return the page of a solution that is right but for the given outcomes."""
    page = PageStructure(student_page(sample_grade(student, *outcomes), MANIFEST, YARDSTICKS))
    assert page.faults == []
    return page


def test_the_page_tells_what_was_earned() -> None:
    """Score, parts and each property's points are there."""
    text = page_of(failed("freed-neighbours-join")).text
    for words in ("Lin Mei", "83.89 of 100 points", "26 of 38", "29.89 of 34", "28 of 28"):
        assert words in text
    assert all(item.claim in text for item in MANIFEST.properties)


def test_the_first_lost_property_comes_first_with_all_that_helps() -> None:
    """Claim, reason, message, trial, program and section of the handout, in the manifest's order."""
    text = page_of(failed("claims-are-kept"), failed("freed-neighbours-join")).text
    start = text.index("Start here")
    order = [
        "A2. Ranges freed in any order",
        "A trial was found",
        "Gaps that never join",
        "raised OutOfMemory",
        "allocator.free(second)",
        "from solution import",
        "Step 3: coalescing",
        "M2. Nobody is given memory",
    ]
    places = [text.index(words, start) for words in order]
    assert places == sorted(places)
    assert "Start with A2" in text


def test_a_page_without_losses_says_so() -> None:
    """Nothing is listed as lost."""
    figures = {name: yardstick.reference for name, yardstick in YARDSTICKS.items()}
    text = page_of(
        *(
            passed(name, figures={key: value for key, value in figures.items() if name in key})
            for name in ("memory-is-well-used", "growing-moves-little")
        )
    ).text
    assert "Every property holds and every figure earns full points" in text
    assert "Start here" not in text
    assert "does not hold" not in text


def test_figures_are_shown_beside_their_anchors() -> None:
    """Each scored figure has a scale; others are named as without points."""
    page = page_of()
    for words in (
        "no points at 0.741 (baseline)",
        "yours 0.79",
        "full points at 0.8 (reference)",
        "bound 1",
        "no points at 0.9",
        "full points at 0.4",
        "without points: robson-adversary 3.25",
    ):
        assert words in page.text
    assert page.count("circle") == 2 * 5


def test_without_yardsticks_the_numbers_are_still_shown() -> None:
    """A page can be made of an old grade whose yardsticks are gone."""
    page = PageStructure(student_page(sample_grade(), MANIFEST))
    assert "0.885" in page.text
    assert "(baseline)" not in page.text
    assert page.count("circle") == 2 * 1


def test_a_hidden_property_keeps_its_trial() -> None:
    """Claim and points are told; message, calls, program and prints are not."""
    grade = sample_grade("Lin", failed("freed-neighbours-join"))
    hidden = sample_manifest(hidden=frozenset({"freed-neighbours-join"}))
    text = PageStructure(student_page(grade, hidden, YARDSTICKS)).text
    assert "A2. Ranges freed in any order give back one gap." in text
    assert "0 of 12" in text
    for secret in ("raised OutOfMemory", "allocator.free", "from solution", "free 4160 32"):
        assert secret not in text


SCHEDULE = make_table(
    ("step", "thread 1", "thread 2", "meaning"),
    [
        ("1", "load(0) -> 0", "", "the lock looks free"),
        ("2", "", "swap(0, 1) -> 0", "thread 2 enters"),
        ("3", "store(0, 1)", "", "thread 1 enters too"),
    ],
)


def test_a_schedule_is_shown_as_a_table() -> None:
    """One column a thread and one row a step take the place of the calls."""
    outcome = failed("claims-are-kept", table=SCHEDULE, counterexample=("1 load(0) -> 0",))
    page = page_of(outcome)
    assert "step thread 1 thread 2 meaning 1 load(0) -> 0 the lock looks free" in page.text
    assert "The smallest trial that shows it" not in page.text
    assert page.count("table") == page.count("caption") == 3
    hidden = sample_manifest(hidden=frozenset({"claims-are-kept"}))
    secret = student_page(sample_grade("Lin", outcome), hidden, YARDSTICKS)
    assert "the lock looks free" not in secret


def test_prints_and_receipt_are_at_the_end() -> None:
    """What the solution printed is shown under its property, then what is needed to repeat it."""
    text = page_of(failed("freed-neighbours-join")).text
    places = [
        text.index(words)
        for words in ("While A2 was judged", "gaps: [(4096", "Receipt", "a" * 64, "20260917")
    ]
    assert places == sorted(places)
    assert "bubblewrap 0.11.0, python 3.11.7" in text


def test_a_property_that_the_manifest_lost_is_shown_by_its_id() -> None:
    """A grade of an older version of the exercise still makes a page."""
    grade = sample_grade("Lin", failed("freed-neighbours-join"))
    outcomes = tuple(
        replace(item, property="old-name") if item.code == "A2" else item for item in grade.outcomes
    )
    text = PageStructure(student_page(replace(grade, outcomes=outcomes), MANIFEST)).text
    assert "A2. old-name" in text


def test_no_page_is_made_of_a_grade_that_is_not_final() -> None:
    """A failure of the judge is shown to no student."""
    broken = sample_grade("Lin", failed("claims-are-kept", verdict=Verdict.JUDGE_ERROR))
    with pytest.raises(ValueError, match="only if the judge worked"):
        student_page(broken, MANIFEST)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_of_a_student_becomes_markup(text: str) -> None:
    """A page with hostile texts has the very tags of a page with harmless ones."""

    def page_with(words: str) -> PageStructure:
        outcome = failed(
            "claims-are-kept",
            message=f"m{words}",
            counterexample=(f"c{words}",),
            repro=f"r{words}",
            prints=f"p{words}",
        )
        scheduled = failed(
            "freed-neighbours-join", table=make_table(("step", f"t{words}"), [("1", words)])
        )
        measured = passed("cost-grows-slowly", figures={"cost-grows-slowly": 0.5, f"f{words}": 1.0})
        return page_of(outcome, scheduled, measured, student=words)

    hostile, harmless = page_with(text), page_with("harmless")
    assert hostile.tags == harmless.tags
    assert hostile.links == harmless.links == []
    assert not set(hostile.text) & set("\x00\x07\x08\x1b\x7f\x85\x9b\r\u202e\u2066\u200b\u2028")
    assert len(hostile.text) < 60_000


def test_the_page_needs_no_network_and_runs_nothing() -> None:
    """No script, no link, no foreign address; the policy of the page forbids them as well."""
    page = student_page(sample_grade("Lin", failed("claims-are-kept")), MANIFEST, YARDSTICKS)
    structure = PageStructure(page)
    assert structure.count("script") == structure.count("link") == structure.count("img") == 0
    assert "http:" not in page
    assert "https:" not in page
    assert "default-src 'none'" in page


def test_the_same_grade_gives_the_same_page() -> None:
    """Nothing but the arguments enters a page."""
    grade = sample_grade("Lin", failed("claims-are-kept"))
    assert student_page(grade, MANIFEST, YARDSTICKS) == student_page(grade, MANIFEST, YARDSTICKS)
