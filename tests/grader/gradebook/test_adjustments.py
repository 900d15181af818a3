"""What a teacher changed is kept, in order, and undone only by an opposite entry."""

from dataclasses import replace

import pytest

from grader.errors import UsageError
from grader.gradebook.gradebook import open_gradebook
from grader.scoring.adjustment import AdjustmentEntry, Kind
from harness.outcomes import Verdict
from tests.grader.sample_grades import SLUG, sample_grade

PLUS = AdjustmentEntry("王伟", SLUG, Kind.POINTS, 2.5, "the lab was down\0", "Dr. Li", "2026-11-01")
EXCUSED = AdjustmentEntry("bob", SLUG, Kind.EXCUSE, 0, "ill", "Dr. Li", "2026-11-02")


def test_entries_come_back_numbered_in_order(url: str) -> None:
    """As they were, by exercise and student; a NUL is escaped, as in every text of the gradebook."""
    with open_gradebook(url) as book:
        assert [book.adjust(PLUS), book.adjust(EXCUSED)] == [1, 2]
    with open_gradebook(url) as book:
        plus = replace(PLUS, number=1, why="the lab was down\\x00")
        excused = replace(EXCUSED, number=2)
        assert book.adjustments() == (plus, excused)
        assert book.adjustments(SLUG, "bob") == (excused,)
        assert book.adjustments("another") == ()


def test_an_entry_is_undone_once_by_its_opposite(url: str) -> None:
    """Both stay; an undoing can not be undone, nor what is not there."""
    with open_gradebook(url) as book:
        book.adjust(PLUS)
        book.adjust(EXCUSED)
        assert book.undo_adjustment(1, "wrong student", "Ann", "2026-11-03").points == 2.5
        assert book.undo_adjustment(2, "was here", "Ann", "2026-11-03").kind is Kind.EXCUSE
        points, excusal = book.adjustments()[2:]
        assert (points.student, points.points, points.undoes) == (PLUS.student, -2.5, 1)
        assert (excusal.kind, excusal.undoes, excusal.who) == (Kind.READMIT, 2, "Ann")
        for number in (1, 3, 99):
            with pytest.raises(UsageError):
                book.undo_adjustment(number, "again", "Ann", "2026-11-04")
        assert len(book.adjustments()) == 4


def test_grades_are_untouched(url: str) -> None:
    """The raw score is the judge's, whatever is added beside it."""
    grade = sample_grade(PLUS.student)
    with open_gradebook(url) as book:
        book.record(grade)
        book.adjust(PLUS)
        assert book.latest(SLUG) == (grade,)


def test_several_grades_are_kept_all_or_none(url: str) -> None:
    """A grade that must not be recorded takes the others of its call with it."""
    good, bad = sample_grade("a"), sample_grade("b")
    broken = replace(bad, outcomes=(replace(bad.outcomes[0], verdict=Verdict.JUDGE_ERROR),))
    with open_gradebook(url) as book:
        with pytest.raises(ValueError, match="only if the judge worked"):
            book.record_all([good, broken])
        assert book.grades() == ()
        book.record_all([good, bad])
        assert book.grades() == (good, bad)
