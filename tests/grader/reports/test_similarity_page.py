"""The page of similar solutions."""

import pytest

from grader.reports.similarity_page import PAIRS_WITH_CODE, similarity_page
from grader.similarity.pairs import Pair, Region, Work
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure


def pair_of(left: str, right: str, owner: str = "ada") -> Pair:
    """Return a pair whose first two lines are the same as the other's last two."""
    regions = (Region((1, 2), (2, 3), 30),)
    return Pair(Work(owner, left), Work("bob", right, former=True), 0.75, regions)


def page_of(*pairs: Pair) -> PageStructure:
    """Return a page that is whole."""
    page = PageStructure(similarity_page("Memory", pairs, 7, 0.6))
    assert page.faults == []
    return page


def test_same_lines_point_at_each_other() -> None:
    """The first line of a stretch leads to its first line on the other side."""
    page = page_of(pair_of("one\ntwo\nthree\n", "zero\none\ntwo\n"))
    assert page.links == ["#pair-1", "#b1-2", "#a1-1"]
    assert "7 solutions compared, 1 pair with 60% or more in common." in page.text
    assert "75% 30 ada bob, former year" in page.text


def test_lines_far_from_any_stretch_are_left_out() -> None:
    """A few lines around a stretch stay; a row of others becomes a remark."""
    left = "one\ntwo\n" + "".join(f"line{number}\n" for number in range(3, 40))
    text = page_of(pair_of(left, "zero\none\ntwo\n")).text
    assert "1 two 3 line3 4 line4 5 line5 … 35 other lines" in text
    assert "line39" not in text


def test_the_page_stays_small() -> None:
    """Many pairs stand in the table, the first of them with their code."""
    page = page_of(*[pair_of("one\ntwo\n", "zero\none\ntwo\n")] * (PAIRS_WITH_CODE + 5))
    assert page.count("article") == PAIRS_WITH_CODE
    assert page.text.count("not on this page") == 5


def test_no_pair_is_said() -> None:
    """An empty list makes a page."""
    assert "0 pairs with 60% or more in common." in page_of().text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_nothing_hostile_becomes_markup(text: str) -> None:
    """Names and sources are text: the tags are those of a harmless pair of as many lines."""
    harmless = "\n".join("x" for _ in text.split("\n"))
    found = page_of(pair_of(text, text, text))
    assert found.tags == page_of(pair_of(harmless, harmless)).tags
    assert not any(
        character in found.text for character in "\x1b\x00\x08\x7f\x9b\u202e\u2066\ud800"
    )
