"""Counterexamples are Python that repeats the calls, whatever values and names occur in them."""

import ast
import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.history import Call, NoAnswer, Raised, Variable
from harness.properties.counterexample import MAX_STATEMENTS, statements
from harness.properties.literal import literal
from harness.remote.proxy import Finished
from tests.harness.properties.histories import Pair, calls, plain_values

ENOUGH = settings(max_examples=60)


def rebuilt(expression: str) -> Any:
    """Return what an expression makes, with nothing but the stub's dataclass in scope."""
    return eval(expression, {"__builtins__": {}, "Pair": Pair})


@ENOUGH
@given(value=plain_values)
def test_a_literal_makes_the_value_again(value: Any) -> None:
    """Of the same type in every part."""
    assert literal(rebuilt(literal(value))) == literal(value)
    assert rebuilt(literal(value)) == value


def test_a_literal_asks_no_class_for_its_repr() -> None:
    """A dataclass is written by its fields, whatever its own ``repr`` says."""

    @dataclass(frozen=True)
    class Loud:
        size: int

        def __repr__(self) -> str:
            return "boo"

    assert literal([Loud(3)]) == "[Loud(size=3)]"
    assert literal(({1: b"x"},)) == "({1: b'x'},)"
    assert literal(Variable("ledger")) == "ledger"


@ENOUGH
@given(history=st.lists(calls, max_size=8))
def test_statements_are_exactly_the_calls(history: list[Call]) -> None:
    """One line a call; what a solution chose is in comments, which nothing gets out of."""
    lines = statements(history)
    assert len(lines) == len(history)
    body = ast.parse("\n".join(lines)).body
    statement_calls = [call for call in history if call.is_statement]
    assert len(body) == len(statement_calls)
    for node, call in zip(body, statement_calls, strict=True):
        _assert_is(node, call)
    for line in lines:
        assert all(character.isprintable() for character in line), repr(line)


def _assert_is(node: ast.stmt, call: Call) -> None:
    if call.into:
        assert isinstance(node, ast.Assign)
        assert ast.unparse(node.targets[0]) == call.into
        made: ast.expr = node.value
    else:
        assert isinstance(node, ast.Expr)
        made = node.value
    assert isinstance(made, ast.Call)
    target = f"{call.target}.{call.method}" if call.target else call.method
    assert ast.unparse(made.func) == target
    if not (made.args and isinstance(made.args[0], ast.Constant) and made.args[0].value is ...):
        given = [rebuilt(ast.unparse(arg)) for arg in made.args]
        assert given == list(call.args)
        named = {word.arg: rebuilt(ast.unparse(word.value)) for word in made.keywords}
        assert named == dict(call.keywords)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (Call("", "Box", (), {"start": 1}, "box"), "box = Box(start=1)"),
        (Call("box", "put", (2,), {}, "", 3), "box.put(2)  # 3"),
        (Call("box", "put", (2,), {}, "", None), "box.put(2)  # None"),
        (Call("box", "put", (), {}, "", Raised("Full", "is full")), "box.put()  # raises Full: 'is full'"),
        (Call("steps", "send", (None,), {}, "", Finished(4)), "steps.send(None)  # returns 4"),
        (Call("box", "put", (), {}, "", NoAnswer("no answer within 2 s")), "box.put()  # no answer within 2 s"),
        (
            Call("box", "put", (Variable("answer_of_call_1"),), {}, "", NoAnswer("it died", 3)),
            "box.put(answer_of_call_1)  # it died (this call, or one of the 2 before it)",
        ),
        (
            Call("box", "put", (), {}, "", Raised("X\nimport os  #")),
            "box.put()  # raises X\\nimport os  #",
        ),
        (Call("", "Locker", (3,), {}, "", NoAnswer("it died")), "# Locker: it died"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_each_kind_of_answer_has_its_comment(call: Call, line: str) -> None:
    """What came back stands behind the call."""
    assert statements([call]) == (line,)


def test_a_long_history_loses_its_middle() -> None:
    """Its beginning and its end are what one needs."""
    history = [Call("box", "put", (number,), {}, "", 0) for number in range(500)]
    lines = statements(history)
    assert len(lines) == MAX_STATEMENTS + 1
    assert lines[0] == "box.put(0)  # 0"
    assert lines[-1] == "box.put(499)  # 0"
    (left_out,) = [line for line in lines if line.startswith("#")]
    assert re.findall(r"\d+", left_out) == [str(500 - MAX_STATEMENTS)]


def test_long_arguments_are_left_out_of_a_line() -> None:
    """The line stays short and stays Python."""
    (line,) = statements([Call("box", "put", (b"x" * 5000,), {}, "", 3)])
    assert line.startswith("box.put(...)  # 5012 characters")
    assert line.endswith("; 3")
