"""The pages in a real browser: what they look like, do, and must not do."""

from pathlib import Path
from typing import Any

import pytest

from grader.course.student import Student
from grader.reports.material import Material
from grader.reports.writing import Format, write_reports
from harness.schedule_table import make_table
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.conftest import LANDSCAPE, NARROW, PAPER, WIDE, Visit, Visitor
from tests.grader.reports.sample_material import (
    ADJUSTED,
    LATE,
    class_of,
    course_of,
    graded,
    material,
)
from tests.grader.sample_grades import failed, passed, sample_grade

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PAGES = (
    "class",
    "course",
    "exercise",
    "student",
    "student-of-course",
    "hostile",
    "hostile-student",
)

GROWTH = {
    f"microseconds a pair at {size} ranges": 3.0 * size**0.4 for size in (1000, 2000, 4000, 8000)
}


def full_student() -> Material:
    """Return a student to whom everything happened that a page can show, in a small class."""
    table = make_table(("step", "thread 1", "meaning"), [("1", "load(0) -> 0", "looks free")] * 30)
    grade = sample_grade(
        "0 Lin Mei",
        failed("freed-neighbours-join"),
        failed("claims-are-kept", table=table),
        passed("cost-grows-slowly", figures={"cost-grows-slowly": 0.5, **GROWTH}),
    )
    standing = graded(
        grade, lateness=LATE, adjustments=(ADJUSTED,), due="2026-09-16T22:00:00+02:00", attempts=3
    )
    return material(standing, *class_of(40).standings)


def hostile() -> Material:
    """Return a class in which every text that a student makes is hostile."""
    standings = []
    for place, text in enumerate(HOSTILE_TEXTS):
        outcome = failed(
            "claims-are-kept", message=text, counterexample=(text,), repro=text, prints=text
        )
        student = Student(f"{place}", name=text, section=text)
        grade = sample_grade(f"{place}", outcome)
        standings.append(graded(grade, student=student, flags=(text,), submitted=text))
    return material(*standings, title="<b>Course</b>")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the reports of some classes; return the pages by what they show."""
    folder = tmp_path_factory.mktemp("pages")
    one = write_reports(folder / "one", full_student(), [Format.HTML])
    course = write_reports(folder / "course", course_of(30, 12), [Format.HTML])
    bad = write_reports(folder / "bad", hostile(), [Format.HTML])
    return {
        "class": one,
        "course": course,
        "exercise": next((course.parent / "exercises").iterdir()),
        "student": next((one.parent / "students").glob("0-lin-mei*")),
        "student-of-course": next((course.parent / "students").glob("lin-*")),
        "hostile": bad,
        "hostile-student": next((bad.parent / "students").glob("0-*")),
    }


def texts(visit: Visit, selector: str) -> list[str]:
    """Return the texts that are shown of some elements."""
    return [one.strip() for one in visit.page.locator(selector).all_inner_texts()]


CONTRASTS = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour).map((value) => linear(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if ((numbers(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const [dark, light] = [luminance(ink), luminance(ground(element))].sort((a, b) => a - b);
    found.push([(light + 0.05) / (dark + 0.05), element.outerHTML.slice(0, 100)]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}"""


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(visit: Visitor, pages: dict[str, Path], page: str, scheme: str) -> None:
    """Every text has a contrast of 4.5 to what is behind it."""
    found = visit(pages[page], scheme=scheme).page.evaluate(CONTRASTS)
    assert len(found) > 20
    ratio, where = found[0]
    assert ratio >= 4.5, where


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("width", "medium"), [(NARROW, "screen"), (WIDE, "screen"), (PAPER, "print")]
)
def test_pages_never_scroll_sideways(
    visit: Visitor, pages: dict[str, Path], page: str, width: int, medium: str
) -> None:
    """What is too wide scrolls in a region of its own; on paper nothing may be cut."""
    if medium == "print" and page == "course":
        width = LANDSCAPE
    found = visit(pages[page], width).page
    found.emulate_media(media="print" if medium == "print" else "screen")
    assert found.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    visit: Visitor, pages: dict[str, Path], page: str, scheme: str
) -> None:
    """The rules of axe-core, WCAG 2.2 AA and best practices, hold on a telephone."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - may be absent

    found = Axe().run(visit(pages[page], NARROW, scheme).page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def sort_by(visit: Visit, head: str) -> None:
    """Press the button in the head of a column of the table of students."""
    visit.page.locator(".students").get_by_role("button", name=head, exact=True).click()


def column(visit: Visit, place: int) -> list[str]:
    """Return the cells of a column of the table of students, in their order."""
    return texts(visit, f".students tbody tr:not([hidden]) > :nth-child({place})")


def test_numbers_are_sorted_as_numbers(visit: Visitor, pages: dict[str, Path]) -> None:
    """The best first, then the worst first; those without a score are last either way."""
    found = visit(pages["class"])
    sort_by(found, "Score")
    cells = column(found, 2)
    scores = [float(cell) for cell in cells if cell[0].isdigit()]
    assert scores == sorted(scores, reverse=True)
    assert set(cells[len(scores) :]) == {"not judged", "missing", "excused"}
    sort_by(found, "Score")
    assert [float(cell) for cell in column(found, 2)[: len(scores)]] == sorted(scores)
    heads = found.page.locator(".students th[aria-sort]")
    assert (heads.count(), heads.get_attribute("aria-sort")) == (1, "ascending")


def test_names_and_lateness_are_sorted(visit: Visitor, pages: dict[str, Path]) -> None:
    """Names go by their letters; times by their length, not by their words."""
    found = visit(pages["class"])
    before = column(found, 1)
    sort_by(found, "Student")
    sort_by(found, "Student")
    assert sorted(column(found, 1)) == sorted(before)
    assert column(found, 1)[0].startswith("赵")
    sort_by(found, "Late")
    assert [cell for cell in column(found, 7) if cell] == ["late 1 d 3 h"] * 2
    assert column(found, 7)[:2] == ["late 1 d 3 h"] * 2


def test_rows_are_filtered_by_words(visit: Visitor, pages: dict[str, Path]) -> None:
    """Every word must be in the row, in any case; what is left is counted aloud."""
    found = visit(pages["class"])
    field = found.page.get_by_role("searchbox", name="Show rows with")
    all_rows = len(column(found, 1))
    field.fill("garcía M2")
    rows = texts(found, ".students tbody tr:not([hidden])")
    assert 0 < len(rows) < all_rows
    assert all("García" in row and "M2" in row for row in rows)
    assert found.page.get_by_role("status").inner_text() == f"{len(rows)} of {all_rows}"
    field.fill("nobody has this name")
    assert column(found, 1) == []
    field.fill("")
    assert len(column(found, 1)) == all_rows


def test_everything_works_by_keyboard(visit: Visitor, pages: dict[str, Path]) -> None:
    """Tab reaches links, buttons, the field and what scrolls, visibly; Enter presses."""
    found = visit(pages["class"], NARROW)
    stops = found.page.locator("a, button, input, summary, [tabindex='0']")
    wanted = stops.evaluate_all("(all) => all.filter((one) => one.checkVisibility()).length")
    reached: list[Any] = []
    for _ in range(wanted):
        found.page.keyboard.press("Tab")
        reached.append(
            found.page.evaluate(
                "(() => { const one = document.activeElement, style = getComputedStyle(one);"
                " return [one.tagName, one.textContent.slice(0, 20), style.outlineStyle]; })()"
            )
        )
    assert {name for name, _, _ in reached} >= {"A", "BUTTON", "INPUT", "SUMMARY", "DIV"}
    assert {outline for _, _, outline in reached} <= {"solid", "auto"}
    assert "BODY" not in {name for name, _, _ in reached}
    button = found.page.locator(".students").get_by_role("button", name="Score", exact=True)
    button.focus()
    found.page.keyboard.press("Enter")
    assert found.page.locator(".students th[aria-sort]").inner_text().startswith("Score")


@pytest.mark.parametrize("page", ["class", "course", "hostile"])
def test_without_scripts_the_tables_are_plain(
    visit: Visitor, pages: dict[str, Path], page: str
) -> None:
    """Every row is there, and no control that would do nothing."""
    with_script = len(column(visit(pages[page]), 1))
    found = visit(pages[page], java_script_enabled=False)
    assert len(column(found, 1)) == with_script > 0
    assert found.page.locator("button, input").count() == 0


def test_the_policy_stops_any_other_script(visit: Visitor, pages: dict[str, Path]) -> None:
    """Even if a text became markup, nothing in it would run or be fetched."""
    found = visit(pages["class"])
    failures: list[str | None] = []
    found.page.on("requestfailed", lambda request: failures.append(request.failure))
    found.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'owned'";
          const picture = document.createElement("img");
          picture.setAttribute("onerror", "document.title = 'owned'");
          picture.src = "https://example.org/x.png";
          document.body.append(script, picture);
        }"""
    )
    found.page.wait_for_function("() => document.querySelector('img').complete")
    assert "owned" not in found.page.title()
    assert failures == ["csp"]
    assert len([fault for fault in found.faults if "Content Security Policy" in fault]) == 3
    found.faults.clear()


@pytest.mark.parametrize("page", ["hostile", "hostile-student"])
def test_hostile_texts_stay_texts(visit: Visitor, pages: dict[str, Path], page: str) -> None:
    """They are shown; nothing runs, and no element stands where none should."""
    found = visit(pages[page])
    shown = found.page.locator("body").inner_text()
    assert "<script>alert(1)</script>" in shown
    assert found.page.locator("img, iframe, object, form, b").count() == 0
    assert found.page.locator("script").count() == (1 if page == "hostile" else 0)
    if page == "hostile":
        sort_by(found, "Section")
        found.page.get_by_role("searchbox").fill("<script>alert(1)")
        assert len(column(found, 1)) == 1


def test_links_lead_to_the_pages(visit: Visitor, pages: dict[str, Path]) -> None:
    """From the course to an exercise, to a student and to the exercise's place there."""
    found = visit(pages["course"])
    found.page.get_by_role("link", name="Guest memory allocator").first.click()
    assert found.page.url.endswith("exercises/memory_allocator_a.html")
    found.page.locator(".students tbody a").first.click()
    assert "/students/" in found.page.url
    found.page.locator("nav a").last.click()
    assert found.page.url.endswith("#memory_allocator_l")
    assert all("/students/" in one or "/exercises/" in one for one in found.faults)
    found.faults.clear()


def test_controls_are_not_printed(visit: Visitor, pages: dict[str, Path]) -> None:
    """On paper there is nothing to press, and nothing that has to be scrolled."""
    found = visit(pages["class"], PAPER).page
    assert found.locator(".filter").is_visible()
    found.emulate_media(media="print")
    assert not found.locator(".filter").is_visible()
    cut = "[...document.querySelectorAll('.wrap, pre')].filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    assert found.evaluate(cut) == 0
