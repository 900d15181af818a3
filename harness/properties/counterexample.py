"""A failed trial as Python statements, to read: one line a call, what came back as a comment.

A solution chooses its answers and the names of its exceptions: whatever they are, they stay inside
a literal or a comment.
"""

from collections.abc import Sequence

from harness.history import Call, NoAnswer, Raised
from harness.properties.literal import literal
from harness.remote.proxy import Finished
from harness.remote.texts import shown

MAX_STATEMENTS = 120
"""A longer history is shown without its middle."""
_KEPT_AT_THE_START = 20
_MAX_CODE = 400
_MAX_COMMENT = 500


def statements(history: Sequence[Call]) -> tuple[str, ...]:
    """Return one line a call, its answer as a comment; a long history loses its middle."""
    dropped = len(history) - MAX_STATEMENTS
    if dropped <= 0:
        return tuple(map(_statement, history))
    start, end = history[:_KEPT_AT_THE_START], history[_KEPT_AT_THE_START + dropped :]
    left_out = f"# ... {dropped} calls left out ..."
    return (*map(_statement, start), left_out, *map(_statement, end))


def call_code(call: Call) -> str:
    """Return a call as an expression, its arguments in full."""
    given = [literal(arg) for arg in call.args]
    given += [f"{name}={literal(value)}" for name, value in call.keywords.items()]
    return f"{_callee(call)}({', '.join(given)})"


def _callee(call: Call) -> str:
    return f"{call.target}.{call.method}" if call.target else call.method


def _statement(call: Call) -> str:
    if not call.is_statement:
        return f"# {_one_line(f'{call.method}: {_answer(call)}')}"
    code, comment = call_code(call), _answer(call)
    if len(code) > _MAX_CODE:
        comment = f"{len(code)} characters, 'virtlab repro' writes them; {comment}".rstrip("; ")
        code = f"{_callee(call)}(...)"
    line = f"{call.into} = {code}" if call.into else code
    return f"{line}  # {_one_line(comment)}" if comment else line


def _answer(call: Call) -> str:
    """Return what came back; empty for making an object."""
    answer = call.answer
    if isinstance(answer, Raised):
        return f"raises {answer.name}" + (f": {shown(answer.text)}" if answer.text else "")
    if isinstance(answer, NoAnswer):
        others = answer.of_calls - 1
        more = f" (this call, or one of the {others} before it)" if others and answer.reason else ""
        return answer.reason + more
    if isinstance(answer, Finished):
        return f"returns {shown(answer.value)}"
    return "" if call.into and answer is None else shown(answer)


def _one_line(text: str) -> str:
    """Return text as a comment can hold it: one line, nothing invisible, not too long."""
    cut = text if len(text) <= _MAX_COMMENT else f"{text[:_MAX_COMMENT]} ..."
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )
