"""Copies are found under every disguise; what people write on their own, or are given, is not."""

from itertools import combinations

import pytest

from grader.similarity.pairs import DEFAULT_LEAST_SHARE, Pair, Work, similar_pairs
from grader.similarity.tokens import fixed_names
from harness.exercise.catalog import find_exercise, list_exercises
from harness.exercise.folder import ExerciseFolder
from tests.grader.similarity.disguises import renamed
from tests.grader.similarity.measure import disguises, solutions

EXERCISES = list_exercises()
INDEPENDENT = ("solution", "segregated", "top_down", "first_fit")
"""Solutions of ``memory_allocator`` that were written apart; some of the others share text."""


def stub_of(exercise: ExerciseFolder) -> str:
    """Return the text that every student begins with."""
    return exercise.stub_path.read_text(encoding="utf-8")


def names(pairs: tuple[Pair, ...]) -> set[frozenset[str]]:
    """Return who was found together."""
    return {frozenset((pair.left.owner, pair.right.owner)) for pair in pairs}


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.slug for one in EXERCISES])
def test_a_copy_is_found_under_every_disguise(exercise: ExerciseFolder) -> None:
    """Other names, another order, other comments, all of it at once, or idle statements."""
    stub = stub_of(exercise)
    for name, source in solutions(exercise).items():
        for disguise, text in disguises(source, stub).items():
            pairs = similar_pairs([Work("a", source), Work("b", text)], stub)
            assert names(pairs) == {frozenset("ab")}, f"{name}, {disguise}"


def test_independent_solutions_are_not_found() -> None:
    """Each correct, each by another data structure: they stay far below the threshold."""
    exercise = find_exercise("memory_allocator")
    known = solutions(exercise)
    works = [Work(name, known[name]) for name in INDEPENDENT]
    assert similar_pairs(works, stub_of(exercise), DEFAULT_LEAST_SHARE / 2) == ()


def test_a_copy_in_a_class_is_found_among_others() -> None:
    """Only the pair of the copy is listed, with where the lines are in either."""
    exercise = find_exercise("memory_allocator")
    stub, known = stub_of(exercise), solutions(exercise)
    works = [Work(name, known[name]) for name in INDEPENDENT]
    works.append(Work("thief", renamed(known["top_down"], fixed_names(stub))))
    (pair,) = similar_pairs(works, stub)
    assert {pair.left.owner, pair.right.owner} == {"top_down", "thief"}
    assert pair.tokens == sum(region.tokens for region in pair.regions)
    for region in pair.regions:
        assert 1 <= region.left[0] <= region.left[1] <= pair.left.source.count("\n") + 1
        assert 1 <= region.right[0] <= region.right[1] <= pair.right.source.count("\n") + 1


def test_the_stub_counts_for_nothing() -> None:
    """Two who handed in little more than the stub share nothing of their own."""
    exercise = find_exercise("memory_allocator")
    stub = stub_of(exercise)
    works = [Work(name, stub + f"\nx{name} = [{name!r}]\n") for name in "ab"]
    assert similar_pairs(works, stub, 0.01) == ()


def test_former_years_are_compared_with_this_one_only() -> None:
    """Two of former years are left alone; this year's comes first in a pair."""
    exercise = find_exercise("memory_allocator")
    source = solutions(exercise)["solution"]
    works = [
        Work("old", source, former=True),
        Work("older", source, former=True),
        Work("new", source),
    ]
    pairs = similar_pairs(works, stub_of(exercise))
    assert [(pair.left.owner, pair.right.owner) for pair in pairs] == [
        ("new", "old"),
        ("new", "older"),
    ]


def test_what_most_of_a_class_has_leads_to_no_pair() -> None:
    """Code that more than half of a class shares is taken for the exercise's."""
    exercise = find_exercise("memory_allocator")
    known = solutions(exercise)
    crowd = [Work(f"s{number:02}", known["solution"]) for number in range(30)]
    assert similar_pairs(crowd, stub_of(exercise)) == ()
    few = [*crowd[:4], *(Work(name, known[name]) for name in INDEPENDENT[1:])]
    assert len(similar_pairs(few, stub_of(exercise))) == len(list(combinations(range(4), 2)))


def test_the_order_of_the_class_changes_nothing() -> None:
    """The same pairs with the same shares, whoever comes first."""
    exercise = find_exercise("process_lock")
    works = [Work(name, text) for name, text in solutions(exercise).items()]
    there = similar_pairs(works, stub_of(exercise), 0.3)
    back = similar_pairs(works[::-1], stub_of(exercise), 0.3)
    assert there
    assert {frozenset((p.left.owner, p.right.owner)): p.share for p in there} == {
        frozenset((p.left.owner, p.right.owner)): p.share for p in back
    }
