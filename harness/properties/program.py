"""A failed trial as a program: it fails beside the student's file, with nothing else installed.

What a solution made is only ever inside a literal; what it calls its own names can not collide with
the program's, which are those of functions (underscored) or of one function's variables.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from harness.history import Call, NoAnswer, Raised, Variable
from harness.properties.counterexample import call_code
from harness.properties.literal import field_names, is_record, literal
from harness.remote.proxy import Finished
from harness.remote.texts import cut

MAX_PROGRAM_CALLS = 20_000
FIRST_WORDS = '"""Counterexample to '
"""How every program begins."""

_NO_VALUE = "no answer that is plain data"
_PROGRAM = (
    FIRST_WORDS
    + '''{property_id}.

Run it beside your solution.py:  python3 {file_name}
or with the path of your file:   python3 {file_name} path/to/solution.py

It repeats the calls of the trial that failed. It exits with 1 as long as your solution answers them
as it did then, and with 0 as soon as an answer is another one: then run "virtlab test" to learn
whether the property holds.
"""

import faulthandler
import os
import sys
import types

if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is that of the failed trial
    os.execve(sys.executable, [sys.executable, *sys.argv], {{**os.environ, "PYTHONHASHSEED": "0"}})

_RECORDS = {records!r}


def _load():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "solution.py")
    path = sys.argv[1] if len(sys.argv) > 1 else path
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    with open(path, encoding="utf-8-sig") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    faulthandler.dump_traceback_later({load_seconds}, exit=True)
    try:
        exec(code, module.__dict__)
    except SystemExit as error:
        sys.exit(f"It exits while it is being loaded: {{error!r}}")
    return module


def _shown(value):
    """Return a value as the judge wrote it down."""
    kind = type(value)
    if kind is list:
        return "[" + ", ".join(map(_shown, value)) + "]"
    if kind is tuple:
        return "(" + ", ".join(map(_shown, value)) + ("," if len(value) == 1 else "") + ")"
    if kind is dict:
        return "{{" + ", ".join(f"{{_shown(k)}}: {{_shown(v)}}" for k, v in value.items()) + "}}"
    if kind.__name__ in _RECORDS:
        fields = [f"{{name}}={{_shown(getattr(value, name))}}" for name in _RECORDS[kind.__name__]]
        return f"{{kind.__name__}}({{', '.join(fields)}})"
    if kind in (type(None), bool, int, float, str, bytes):
        return repr(value)
    return "{no_value}"


def _made(value):
    return "made"


def _call(text, expected, call, describe=_shown, is_generator=False):
    """Make one call; stop if it does not answer as it did when the property failed."""
    print(text, end="", flush=True)
    faulthandler.dump_traceback_later({call_seconds}, exit=True)
    answer = None
    try:
        answer = call()
        got = describe(answer)
    except BaseException as error:
        got = f"raises {{type(error).__name__}}"
        if is_generator and isinstance(error, StopIteration):
            got = f"returns {{_shown(error.value)}}"
    print(f"  # {{got}}", flush=True)
    if expected is not None and got != expected:
        print(f"When the property failed, this call gave: {{expected}}. The defect may be gone.")
        sys.exit(0)
    return answer


def _trial(solution):
{body}


_trial(_load())
print()
print({message!r})
sys.exit(1)
'''
)


def program(
    property_id: str, message: str, history: Sequence[Call], call_seconds: int, load_seconds: int
) -> str | None:
    """Return a stand-alone program that repeats a history; None if it can not be written down.

    A call that takes longer than ``call_seconds`` counts as one that hangs.
    """
    if not 0 < len(history) <= MAX_PROGRAM_CALLS or not all(c.is_statement for c in history):
        return None
    records: dict[str, tuple[str, ...]] = {}
    for value in _values(history):
        _find_records(value, records)
    classes = sorted(records.keys() | {call.method for call in history if not call.target})
    generators = {call.into for call in history if call.target and call.into}
    lines = [f"{name} = solution.{name}" for name in classes]
    lines += [_line(call, is_generator=call.target in generators) for call in history]
    return _PROGRAM.format(
        property_id=property_id,
        file_name=repro_name(property_id),
        records=records,
        load_seconds=load_seconds,
        call_seconds=call_seconds,
        no_value=_NO_VALUE,
        body="\n".join(f"    {line}" for line in lines),
        message=f"{property_id} does not hold: {message}",
    )


def repro_name(property_id: str) -> str:
    """Return the file name of a property's program."""
    return f"repro_{property_id.replace('-', '_')}.py"


def _line(call: Call, *, is_generator: bool) -> str:
    code = call_code(call)
    given = [repr(cut(code)), repr(_expected(call)), f"lambda: {code}"]
    if call.into and call.answer != NoAnswer(""):
        given.append("_made")
    elif is_generator and call.method == "send":
        given += ["_shown", "True"]
    line = f"_call({', '.join(given)})"
    return f"{call.into} = {line}" if call.into else line


def _expected(call: Call) -> str | None:
    """Return what the answer must be for the trial to go on as it went; None for anything."""
    answer = call.answer
    if isinstance(answer, Raised):
        return f"raises {answer.name}"
    if isinstance(answer, NoAnswer):
        return _NO_VALUE if answer.reason else None
    if isinstance(answer, Finished):
        return f"returns {literal(answer.value)}"
    return "made" if call.into and answer is None else literal(answer)


def _values(history: Sequence[Call]) -> Iterator[Any]:
    for call in history:
        yield from call.args
        yield from call.keywords.values()
        yield call.answer.value if isinstance(call.answer, Finished) else call.answer


def _find_records(value: Any, found: dict[str, tuple[str, ...]]) -> None:
    if type(value) in (list, tuple):
        for item in value:
            _find_records(item, found)
    elif type(value) is dict:
        for pair in value.items():
            _find_records(pair, found)
    elif is_record(value) and not isinstance(value, Raised | NoAnswer | Variable):
        found[type(value).__name__] = field_names(value)
        for name in field_names(value):
            _find_records(getattr(value, name), found)
