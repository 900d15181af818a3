"""What a teacher's entries come to."""

from hypothesis import given
from hypothesis import strategies as st

from grader.course.adjustments import adjustments_of, excused
from grader.scoring.adjustment import AdjustmentEntry, Kind, opposite

WORDS = ("why", "who", "2026-11-23T08:00:00+00:00")
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["ada", "bob"]),
        st.sampled_from([Kind.POINTS, Kind.EXCUSE]),
        st.integers(1, 400),
        st.booleans(),
    ),
    max_size=12,
)


@given(ENTRIES)
def test_undone_entries_come_to_nothing(drawn: list[tuple[str, Kind, int, bool]]) -> None:
    """Points are the sum of what was not undone; excused is whose excusal was not taken back."""
    entries: list[AdjustmentEntry] = []
    points = {"ada": 0.0, "bob": 0.0}
    excused_ones: set[str] = set()
    for student, kind, quarters, is_undone in drawn:
        value = quarters / 4 if kind is Kind.POINTS else 0.0
        number = len(entries) + 1
        entries.append(AdjustmentEntry(student, "lock", kind, value, *WORDS, number=number))
        if is_undone:
            entries.append(opposite(entries[-1], *WORDS))
        elif kind is Kind.POINTS:
            points[student] += value
        else:
            excused_ones.add(student)
    found = adjustments_of(entries)
    assert {student for student, _ in excused(entries)} == excused_ones
    for student, expected in points.items():
        assert sum(one.points for one in found.get((student, "lock"), ())) == expected


def test_words_and_time_are_kept() -> None:
    """A standing shows who changed what, and why."""
    entry = AdjustmentEntry("ada", "lock", Kind.POINTS, -3, "copied", "Li", "2026-11-23")
    (adjustment,) = adjustments_of([entry])["ada", "lock"]
    assert (adjustment.points, adjustment.why, adjustment.who) == (-3, "copied", "Li")
    assert adjustment.when == "2026-11-23"
