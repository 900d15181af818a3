"""What a stub promises is read from it, and answers are checked against it exactly."""

import types
from dataclasses import dataclass
from pathlib import Path
from types import GenericAlias
from typing import Any, Literal, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exercise.errors import ExerciseError
from harness.exercise.interface import check_for, load_stub, read_interface


@dataclass(frozen=True)
class Point:
    """A record of a stub."""

    x: int
    label: str | None


@dataclass(frozen=True)
class Twin:
    """Another, with the same fields."""

    x: int
    label: str | None


class Whole(int):
    """No plain value: a subclass of one."""


FITS: list[tuple[Any, list[Any], list[Any]]] = [
    (int, [0, -1, 2**200], [True, 1.0, "1", None, Whole(1)]),
    (bool, [True], [0, 1, None]),
    (float, [1.5, 2], [True, "1", None]),
    (str, ["", "x"], [b"x", None, 1]),
    (bytes, [b""], ["", bytearray(b"")]),
    (None, [None], [0, False, ""]),
    (Any, [None, 1, [()]], []),
    (object, [None, 1, [()]], []),
    (int | None, [1, None], [True, "1"]),
    (Optional[str], ["x", None], [1]),  # noqa: UP045 - both spellings
    (Literal["read", 1], ["read", 1], ["write", True, 1.0]),
    (list[int], [[], [1, 2]], [[1, None], (1,), [True]]),
    (list, [[], [None]], [(), {}]),
    (tuple[int, str], [(1, "x")], [(1,), (1, "x", 2), [1, "x"], ("x", 1)]),
    (tuple[int, ...], [(), (1, 2)], [(1, "x"), [1]]),
    (dict[str, int], [{}, {"a": 1}], [{1: 1}, {"a": "b"}, [("a", 1)]]),
    (Point, [Point(1, None), Point(1, "a")], [Point(x=True, label=None), Twin(1, None), None]),
    (list[Point | None], [[None, Point(1, "a")]], [[1], [Twin(1, "a")]]),
    (dict[int, tuple[Point, ...]], [{1: (Point(1, "a"),)}], [{1: (Twin(1, "a"),)}]),
]


@pytest.mark.parametrize(
    ("annotation", "fitting", "unfit"), FITS, ids=[str(number) for number in range(len(FITS))]
)
def test_only_what_is_promised_fits(annotation: Any, fitting: list[Any], unfit: list[Any]) -> None:
    """Exact types, to any depth."""
    check = check_for(annotation)
    assert [value for value in fitting if not check(value)] == []
    assert [value for value in unfit if check(value)] == []


Shapes = st.SearchStrategy[tuple[Any, st.SearchStrategy[Any]]]

_SCALARS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (int, st.integers()),
    (bool, st.booleans()),
    (str, st.text(max_size=3)),
    (bytes, st.binary(max_size=3)),
    (float, st.floats(allow_nan=False)),
]


def _nested(inner: Shapes) -> Shapes:
    """Return annotations of containers, each with a strategy of values that fit."""
    return st.one_of(
        inner.map(lambda one: (GenericAlias(list, (one[0],)), st.lists(one[1], max_size=2))),
        inner.map(
            lambda one: (
                GenericAlias(tuple, (one[0], ...)),
                st.lists(one[1], max_size=2).map(tuple),
            )
        ),
        st.tuples(inner, inner).map(
            lambda two: (
                GenericAlias(tuple, (two[0][0], two[1][0])),
                st.tuples(two[0][1], two[1][1]),
            )
        ),
        inner.map(
            lambda one: (
                GenericAlias(dict, (str, one[0])),
                st.dictionaries(st.text(max_size=2), one[1], max_size=2),
            )
        ),
        inner.map(lambda one: (one[0] | None, st.one_of(st.none(), one[1]))),
    )


annotated = st.recursive(st.sampled_from(_SCALARS), _nested, max_leaves=4)


@given(data=st.data())
def test_whatever_the_annotation_its_values_fit_and_no_others(data: st.DataObject) -> None:
    """A value of the promised shape fits; wrapped once more, or of a foreign type, it does not."""
    annotation, values = data.draw(annotated)
    value = data.draw(values)
    check = check_for(annotation)
    assert check(value)
    assert not check([[[[[[value]]]]]])
    assert not check({1, 2})
    assert not check(Whole(3))


STUB = """
from collections.abc import Generator, Iterator
from dataclasses import dataclass

@dataclass(frozen=True)
class Pair:
    left: int

class Full(Exception):
    pass

class _Hidden:
    def never(self) -> int: ...

class Box:
    limit = 3
    def __init__(self, size: int) -> None: ...
    def put(self, value: int) -> "Pair": ...
    def free(self) -> None: ...
    def anything(self): ...
    def count(self, limit: int) -> Generator[int, str, bytes]: ...
    def walk(self) -> Iterator[int]: ...
    def _secret(self) -> int: ...
"""


def stub_of(source: str) -> types.ModuleType:
    """Return a stub as a module."""
    import sys  # noqa: PLC0415

    stub = types.ModuleType("tests_stub_of_interface")
    sys.modules[stub.__name__] = stub
    exec(source, stub.__dict__)
    return stub


def test_the_stub_is_described() -> None:
    """Classes, public methods, dataclasses and exceptions; what is imported or hidden is not its own."""
    found = read_interface(stub_of(STUB), "Box")
    assert set(found.classes) == {"Box"}
    assert set(found.records) == {"Pair"}
    assert set(found.exceptions) == {"Full"}
    methods = found.classes["Box"]
    assert set(methods) == {"put", "free", "anything", "count", "walk"}
    assert methods["put"].check(found.records["Pair"](left=1))
    assert methods["put"].annotation == "Pair"
    assert not methods["free"].check(1)
    assert methods["anything"].check(object())
    assert {name for name in methods if methods[name].is_generator} == {"count", "walk"}


def test_generators_promise_what_they_yield_and_what_they_return() -> None:
    """``Iterator[X]`` returns nothing."""
    methods = read_interface(stub_of(STUB), "Box").classes["Box"]
    assert methods["count"].check_yield(3)
    assert not methods["count"].check_yield(b"")
    assert methods["count"].check(b"")
    assert methods["walk"].check_yield(3)
    assert methods["walk"].check(None)
    assert not methods["walk"].check(3)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("class Other: pass", "there is no class Box"),
        (STUB.replace("frozen=True", "frozen=False"), "dataclass Pair is not frozen"),
        ("Box = 3", "there is no class Box"),
    ],
    ids=["no-main-class", "not-frozen", "no-class-at-all"],
)
def test_a_stub_that_will_not_do_is_the_authors_mistake(source: str, says: str) -> None:
    """Said when the exercise is opened, not when somebody is graded."""
    with pytest.raises(ExerciseError, match=says):
        read_interface(stub_of(source), "Box")


def test_a_stub_is_imported_once_under_the_name_of_its_tests(tmp_path: Path) -> None:
    """The judge and the tests must see the same classes; one that fails leaves no half module."""
    path = tmp_path / "solution.py"
    path.write_text("class Box: pass")
    first = load_stub(path, "tests_stub_once")
    assert load_stub(path, "tests_stub_once") is first
    broken = tmp_path / "broken.py"
    broken.write_text("1 / 0")
    with pytest.raises(ExerciseError, match="division by zero"):
        load_stub(broken, "tests_stub_broken")
    broken.write_text("class Box: pass")
    assert load_stub(broken, "tests_stub_broken").Box
