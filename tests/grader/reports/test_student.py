"""The page that a student gets."""

from dataclasses import replace
from typing import Any

import pytest

from grader.course.standing import Standing, State
from grader.course.visibility import Visibility
from grader.reports.student_facts import student_facts
from grader.reports.student_page import student_document, student_page
from grader.reports.tables import student_json
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome, Verdict
from harness.schedule_table import make_table
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.reports.sample_material import (
    ADJUSTED,
    LATE,
    graded,
    material,
    without_grade,
)
from tests.grader.sample_grades import (
    SLUG,
    YARDSTICKS,
    failed,
    passed,
    sample_grade,
    sample_manifest,
)

MANIFEST = sample_manifest()


def html_of(grade: Grade, manifest: Manifest = MANIFEST, **changes: Any) -> str:
    """Return the page of a grade."""
    found = material(graded(grade), manifest=manifest, **changes)
    return student_page(student_facts(found, found.standings))


def page_of_standing(*standings: Standing, **changes: Any) -> PageStructure:
    """Return the page of standings."""
    found = material(*standings, **changes)
    page = PageStructure(student_page(student_facts(found, standings)))
    assert page.faults == []
    return page


def page_of(*outcomes: Outcome, student: str = "Lin Mei") -> PageStructure:
    """Return the page of a solution that is right but for the given outcomes."""
    page = PageStructure(html_of(sample_grade(student, *outcomes)))
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
    page = PageStructure(html_of(sample_grade(), yardsticks={}))
    assert "0.885" in page.text
    assert "(baseline)" not in page.text
    assert page.count("circle") == 2 * 1


def test_a_hidden_property_keeps_its_trial() -> None:
    """Claim and points are told; message, calls, program and prints are not."""
    grade = sample_grade("Lin", failed("freed-neighbours-join"))
    hidden = sample_manifest(hidden=frozenset({"freed-neighbours-join"}))
    text = PageStructure(html_of(grade, hidden)).text
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
    secret = html_of(sample_grade("Lin", outcome), hidden)
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
    text = PageStructure(html_of(replace(grade, outcomes=outcomes))).text
    assert "A2. old-name" in text


def test_no_page_is_made_of_a_grade_that_is_not_final() -> None:
    """A failure of the judge is shown to no student."""
    broken = sample_grade("Lin", failed("claims-are-kept", verdict=Verdict.JUDGE_ERROR))
    with pytest.raises(ValueError, match="only if the judge worked"):
        material(graded(broken))


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
    page = html_of(sample_grade("Lin", failed("claims-are-kept")))
    structure = PageStructure(page)
    assert structure.count("script") == structure.count("link") == structure.count("img") == 0
    assert "http:" not in page
    assert "https:" not in page
    assert "default-src 'none'" in page


def test_the_same_grade_gives_the_same_page() -> None:
    """Nothing but the arguments enters a page."""
    grade = sample_grade("Lin", failed("claims-are-kept"))
    assert html_of(grade) == html_of(grade)


def test_lateness_and_adjustments_stand_beside_the_raw_score() -> None:
    """From what the judge gave to what counts, each step with its reason."""
    standing = graded(
        sample_grade("Lin"),
        lateness=LATE,
        adjustments=(ADJUSTED, replace(ADJUSTED, points=-4, why="Copied a comment")),
        due="2026-09-16T22:00:00+02:00",
        attempts=3,
    )
    text = page_of_standing(standing).text
    assert "84.8 of 100 points" in text
    assert "The judge gave 95.89" in text
    assert "1 d 3 h after it was due (2026-09-16 22:00:00 UTC+02:00)" in text
    assert "1 free late day spent; 10 % are taken -9.59" in text
    assert "The handout was unclear Dr. Vogel, 2026-09-20 10:00:00 UTC +2.5" in text
    assert "Copied a comment" in text
    assert "-4 Counts 84.8" in text
    assert "Submissions 3" in text


def test_what_is_in_time_needs_no_sum() -> None:
    """Where nothing was taken or added, nothing is said about it."""
    assert "The judge gave" not in page_of().text


@pytest.mark.parametrize(
    ("visibility", "shown", "secret"),
    [
        (
            Visibility.NAMES,
            ("only what does not hold, not why", "does not hold", "0 of 12"),
            ("OutOfMemory", "yours 0.79", "microseconds", "free 4160", "allocator.free"),
        ),
        (
            Visibility.MESSAGES,
            ("messages, but no trials", "raised OutOfMemory", "yours 0.79"),
            ("allocator.free", "from solution", "free 4160"),
        ),
        (
            Visibility.COUNTEREXAMPLES,
            ("raised OutOfMemory", "allocator.free", "from solution", "free 4160"),
            ("The course shows",),
        ),
    ],
)
def test_students_see_what_the_course_lets_them_see(
    visibility: Visibility, shown: tuple[str, ...], secret: tuple[str, ...]
) -> None:
    """Names, messages or trials; what is not to be seen is nowhere in the page."""
    grade = sample_grade("Lin", failed("claims-are-kept"))
    page = html_of(grade, visibility={SLUG: visibility})
    assert all(words in page for words in shown)
    assert not any(words in page for words in secret)


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (State.MISSING, "", "Missing Nothing was handed in; it was due 2026-09-16 22:00:00 UTC."),
        (State.UNJUDGED, "not UTF-8", "It could not be judged, which is not a zero: not UTF-8"),
        (State.EXCUSED, "ill", "Excused ill"),
    ],
)
def test_what_has_no_grade_says_why(state: State, reason: str, words: str) -> None:
    """Nobody reads a zero where none was given."""
    standing = without_grade("Lin", state, reason, due="2026-09-16T22:00:00+00:00")
    text = page_of_standing(standing).text
    assert words in text
    assert "0 of" not in text


def test_exercises_of_a_course_are_summed_up_first() -> None:
    """The table at the top leads to each exercise; what has no points takes no part in the sum."""
    first = graded(sample_grade("Lin"))
    other = MANIFEST.model_copy(update={"slug": "process_lock"})
    second = without_grade("Lin", State.MISSING, exercise="process_lock", title="A lock")
    page = page_of_standing(first, second, manifests=[MANIFEST, other])
    assert page.links == ["#memory_allocator", "#process_lock"]
    assert "95.89 of 100 points so far" in page.text
    assert "A lock missing" in page.text


def test_flags_are_the_teachers() -> None:
    """A student's page does not tell what a teacher should look at."""
    assert "workflow" not in page_of_standing(graded(sample_grade(), flags=("workflow",))).text


def test_figures_at_several_sizes_are_a_curve() -> None:
    """It is drawn, and read aloud as numbers."""
    figures = {"cost-grows-slowly": 0.5} | {
        f"microseconds a pair at {size} ranges": cost
        for size, cost in ((1000, 3.1), (2000, 3.6), (4000, 4.9))
    }
    standing = graded(sample_grade("Lin", passed("cost-grows-slowly", figures=figures)))
    found = material(standing)
    page = student_page(student_facts(found, [standing]))
    assert "microseconds a pair at n ranges" in page
    assert 'aria-label="3.1 at n = 1,000, 3.6 at n = 2,000, 4.9 at n = 4,000"' in page


def test_a_secret_seed_is_in_nothing_that_students_get() -> None:
    """Whoever knew it could test against the very trials that count."""
    grade = sample_grade("Lin", failed("claims-are-kept"))
    found = material(graded(grade), hides_seeds=True)
    facts = student_facts(found, found.standings)
    for text in (student_page(facts), student_document(facts), student_json(facts)):
        assert "20260917" not in text
        assert "a" * 64 in text
    assert "20260917" in html_of(grade)
