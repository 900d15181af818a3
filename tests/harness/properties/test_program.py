"""Programs that repeat a failed trial with plain Python: they fail, and stop when it is mended."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.history import Call, NoAnswer, Raised, Variable
from harness.properties.program import MAX_PROGRAM_CALLS, program, repro_name
from harness.remote.proxy import Finished
from tests.harness.properties.histories import Pair, calls, hostile_texts

MADE = Call("", "Box", (1,), {}, "box", None)
BOX = """
class Box:
    def __init__(self, start):
        self.total = start
    def put(self, value):
        {put}
    def steps(self, most):
        for number in range(most):
            yield number
        return most
"""
RIGHT = BOX.format(put="self.total += value; return self.total")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a history's program beside a solution, in a Python that has nothing installed."""

    def run_program(
        history: Sequence[Call], solution: str, *, call_seconds: int = 20
    ) -> subprocess.CompletedProcess[str]:
        text = program("sums-are-right", "1 + 1 is not 3", history, call_seconds, 20)
        assert text is not None
        (tmp_path / "solution.py").write_text(solution, encoding="utf-8")
        path = tmp_path / repro_name("sums-are-right")
        path.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-S", "-E", str(path)],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )

    return run_program


def test_it_fails_as_long_as_the_answers_are_the_same(run: Run) -> None:
    """Then it exits with 1, with the message; with another answer it exits with 0 and says so."""
    history = [MADE, Call("box", "put", (1,), {}, "", 3)]
    ran = run(history, BOX.format(put="return 3"))
    assert ran.returncode == 1, ran.stderr
    assert "sums-are-right does not hold: 1 + 1 is not 3" in ran.stdout
    assert "box.put(1)  # 3" in ran.stdout
    ran = run(history, RIGHT)
    assert ran.returncode == 0, ran.stderr
    assert "gave: 3. The defect may be gone." in ran.stdout


@pytest.mark.parametrize(
    ("put", "answer", "mended"),
    [
        ("raise KeyError(value)", Raised("KeyError", "1"), "return 2"),
        ("raise SystemExit(0)", Raised("SystemExit"), "return 2"),
        ("raise StopIteration(2)", Raised("StopIteration"), "return 2"),
        ("return {2}", NoAnswer("the answer was a value of type set"), "return 2"),
        ("import enum; return enum.IntEnum('E', 'A').A", NoAnswer("of type E"), "return 1"),
        ("return True", True, "return 1"),
        ("return 1.0", 1.0, "return 1"),
        ("return (1,)", (1,), "return [1]"),
        ("return {'a': [b'x', None]}", {"a": [b"x", None]}, "return {}"),
        ("print = repr = type = 3; return 2", 2, "return 3"),
        ("import os; os.abort()", NoAnswer("was killed by signal 6"), "return 2"),
    ],
    ids=str,
)
def test_every_kind_of_answer_is_told_from_a_mended_one(
    run: Run, put: str, answer: object, mended: str
) -> None:
    """Values of exact types, exceptions, what is no plain data, crashes."""
    history = [MADE, Call("box", "put", (1,), {}, "", answer)]
    assert run(history, BOX.format(put=put)).returncode not in (0, 2)
    assert run(history, BOX.format(put=mended)).returncode == 0


def test_a_call_that_hangs_fails_and_shows_where(run: Run) -> None:
    """After the patience that it was given; once it returns, the program succeeds."""
    history = [MADE, Call("box", "put", (1,), {}, "", NoAnswer("no answer within 1 s"))]
    ran = run(history, BOX.format(put="while True: pass"), call_seconds=1)
    assert ran.returncode == 1
    assert 'solution.py", line 6 in put' in ran.stderr
    assert "box.put(1)" in ran.stdout
    assert run(history, RIGHT).returncode == 0


def test_a_batch_that_never_ended_is_repeated_call_by_call(run: Run) -> None:
    """Later calls take what earlier ones return; all of them answering is the mended case."""
    silent = NoAnswer("")
    history = [
        MADE,
        Call("box", "put", (1,), {}, "answer_of_call_2", silent),
        Call("box", "put", (Variable("answer_of_call_2"),), {}, "", silent),
        Call("box", "put", (5,), {}, "", NoAnswer("the process ended", of_calls=3)),
    ]
    ran = run(history, BOX.format(put="import os; os._exit(9) if value == 2 else None; return 2"))
    assert ran.returncode == 9
    ran = run(history, RIGHT)
    assert ran.returncode == 0, ran.stderr
    assert "box.put(answer_of_call_2)  # 4" in ran.stdout


def test_generators_are_resumed(run: Run) -> None:
    """What is yielded and what is returned in the end are told apart."""
    history = [
        MADE,
        Call("box", "steps", (1,), {}, "steps", None),
        Call("steps", "send", (None,), {}, "", 0),
        Call("steps", "send", (7,), {}, "", Finished(1)),
    ]
    assert run(history, RIGHT).returncode == 1
    assert run(history, RIGHT.replace("return most", "return 7")).returncode == 0


def test_a_solution_that_does_not_load_fails_until_it_does(run: Run) -> None:
    """With the syntax error on the screen."""
    history = [Call("", "Box", (1,), {}, "box", NoAnswer("solution.py does not load"))]
    ran = run(history, "class Box(:\n")
    assert ran.returncode == 1
    assert "SyntaxError" in ran.stderr
    assert run(history, "import sys\nsys.exit(0)\n").returncode == 1
    assert run(history, RIGHT).returncode == 0


def test_names_of_the_solution_do_not_collide(run: Run) -> None:
    """Neither what it defines nor what its objects are called disturbs the program."""
    shadows = "__all__ = []\nsys = os = print = repr = list = type = _call = _shown = None\n"
    source = f"{shadows}class List:\n    def put(self, value): return 3\n"
    history = [Call("", "List", (), {}, "list", None), Call("list", "put", (1,), {}, "", 3)]
    ran = run(history, source)
    assert ran.returncode == 1, ran.stderr
    assert "does not hold" in ran.stdout


def test_dataclasses_are_compared_by_their_fields(run: Run) -> None:
    """A student's own ``repr`` of a stub's dataclass changes nothing."""
    pair = """
from dataclasses import dataclass
@dataclass(frozen=True)
class Pair:
    left: int
    right: int
    def __repr__(self): return "boo"
"""
    history = [MADE, Call("box", "put", (Pair(1, [2]),), {}, "", Pair(1, [2]))]
    assert run(history, pair + BOX.format(put="return value")).returncode == 1
    mended = BOX.format(put="return Pair(1, [3])")
    assert run(history, pair + mended).returncode == 0


def test_sets_iterate_as_they_did_for_the_judge(run: Run) -> None:
    """A defect that shows for one order of a set shows again."""
    source = BOX.format(put="return ''.join({'a', 'b', 'c', 'd', 'e', 'f'})")
    code = "print(''.join({'a', 'b', 'c', 'd', 'e', 'f'}))"
    asked = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    history = [MADE, Call("box", "put", (1,), {}, "", asked.stdout.strip())]
    assert [run(history, source).returncode for _ in range(3)] == [1, 1, 1]


def test_another_file_can_be_named(tmp_path: Path) -> None:
    """A solution need not be called solution.py."""
    text = program("p", "no", [MADE], 5, 5)
    assert text is not None
    (tmp_path / "repro_p.py").write_text(text)
    (tmp_path / "mine.py").write_text(RIGHT)
    command = [sys.executable, str(tmp_path / "repro_p.py"), str(tmp_path / "mine.py")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1


@settings(max_examples=60)
@given(history=st.lists(calls, min_size=1, max_size=6), message=hostile_texts)
def test_whatever_occurs_the_program_is_python(history: list[Call], message: str) -> None:
    """It compiles, and has one line for each call."""
    text = program("p", message, history, 5, 5)
    if not all(call.is_statement for call in history):
        assert text is None
        return
    assert text is not None
    compile(text, "repro.py", "exec")
    trial = text[text.index("def _trial") : text.index("_trial(_load())")]
    assert trial.count("lambda: ") >= len(history)
    assert len([line for line in trial.splitlines() if " = solution." not in line and line]) == (
        len(history) + 1
    )


def test_there_is_none_for_what_can_not_be_repeated() -> None:
    """Nothing was called, too much was called, or a call can not be written down."""
    assert program("p", "no", [], 5, 5) is None
    assert program("p", "no", [MADE] * (MAX_PROGRAM_CALLS + 1), 5, 5) is None
    assert program("p", "no", [MADE, Call("", "Locker")], 5, 5) is None
