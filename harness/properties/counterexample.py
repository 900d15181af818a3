"""A failed trial as Python: statements to read, and a program that fails with nothing installed."""

from collections.abc import Iterable, Sequence

from harness.history import Call, NoAnswer, Raised
from harness.remote.proxy import Finished
from harness.remote.texts import shown

MAX_STATEMENTS = 120
"""A longer history is shown without its middle."""
_MAX_PROGRAM_CALLS = 20_000


def _code(call: Call) -> str:
    """Return a call as an expression, its arguments in full."""
    given = [repr(arg) for arg in call.args]
    given += [f"{name}={value!r}" for name, value in call.keywords.items()]
    target = f"{call.target}." if call.target else ""
    return f"{target}{call.method}({', '.join(given)})"


def _answer(call: Call) -> str:
    """Return what came back, for a comment; empty for making an object."""
    answer = call.answer
    if isinstance(answer, Raised):
        return f"raises {answer.name}" + (f": {shown(answer.text)}" if answer.text else "")
    if isinstance(answer, NoAnswer):
        return answer.reason
    if isinstance(answer, Finished):
        return f"returns {shown(answer.value)}"
    return "" if call.into and answer is None else shown(answer)


def statements(history: Sequence[Call]) -> tuple[str, ...]:
    """Return one line a call, its answer as a comment; a long history loses its middle."""
    calls: Iterable[Call] = history
    dropped = len(history) - MAX_STATEMENTS
    if dropped > 0:
        calls = [*history[:20], *history[20 + dropped :]]
    lines = [_statement(call) for call in calls]
    if dropped > 0:
        lines.insert(20, f"# ... {dropped} calls left out ...")
    return tuple(lines)


def _statement(call: Call) -> str:
    code = _code(call)
    short = code if len(code) <= 400 else f"{code[:200]} ... {code[-190:]}"  # noqa: PLR2004 - a long line
    line = f"{call.into} = {short}" if call.into else short
    answer = _answer(call)
    return f"{line}  # {answer}" if answer else line


_PROGRAM = '''\
"""{headline}

Run it beside your solution.py:  python3 {file_name}
It repeats the calls of the trial that failed, with the answers seen then. It exits with 1 as long
as your solution still gives these answers, and with 0 when an answer has changed: then run
"virtlab test" to learn whether the property holds.
"""

import signal
import sys

from solution import *  # noqa: F403
import solution


def seen(text, expected, call):
    """Make one call; stop if it does not answer as it did when the property failed."""
    try:
        answer = call()
        got = repr(answer)
    except StopIteration as stop:
        answer, got = None, f"returns {{stop.value!r}}"
    except BaseException as error:
        answer, got = None, f"raises {{type(error).__name__}}"
    print(f"{{text}}  # {{got}}")
    if expected is not None and got != expected:
        print(f"This call answered {{expected}} when the property failed: the defect may be gone.")
        sys.exit(0)
    return answer


def hang(number, frame):
    print("The call does not return.")
    sys.exit(1)


signal.signal(signal.SIGALRM, hang)
signal.alarm({alarm_seconds})

{body}

print()
print({message!r})
sys.exit(1)
'''


def program(
    property_id: str, message: str, history: Sequence[Call], alarm_seconds: int
) -> str | None:
    """Return a stand-alone program that repeats a history; None if it can not be written down."""
    if (
        not history
        or len(history) > _MAX_PROGRAM_CALLS
        or any(" " in call.method for call in history)
    ):
        return None
    return _PROGRAM.format(
        headline=f"Counterexample to {property_id}.",
        file_name=repro_name(property_id),
        body="\n".join(_program_line(call) for call in history),
        message=f"{property_id} does not hold: {message}",
        alarm_seconds=alarm_seconds,
    )


def repro_name(property_id: str) -> str:
    """Return the file name of a property's program."""
    return f"repro_{property_id.replace('-', '_')}.py"


def _program_line(call: Call) -> str:
    """Return a line that makes one call; student-made text in it is only ever inside a literal."""
    code = _code(call)
    expected = _expected(call)
    line = f"seen({shown(code)!r}, {expected!r}, lambda: {code})"
    return f"{call.into} = {line}" if call.into else line


def _expected(call: Call) -> str | None:
    answer = call.answer
    if isinstance(answer, Raised):
        return f"raises {answer.name}"
    if isinstance(answer, NoAnswer) or (call.into and answer is None):
        return None
    if isinstance(answer, Finished):
        return f"returns {answer.value!r}"
    return repr(answer)
