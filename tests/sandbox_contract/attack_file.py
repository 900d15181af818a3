"""What an attack's docstring promises, and the submission that is made of it.

An attack is a file of ``attacks/``. Its docstring has one line on what it tries, then:

    Verdict: FAILED or CRASHED     what each lost property must get (PASSED: nothing may be lost)
    Says: some words               what the student's message must contain, whatever the case
    Property: id id                the lost ones; all, if the line is missing
    Sandbox: docker bubblewrap     where it may run; everywhere, if the line is missing
    Machine: x86_64                where it means anything
    Score: 85 to 98                the points, where they do not follow from the lost properties

The submission is ``honest.py``, ``armoury.py`` and the attack, one after the other in one file: the
attack overrides what it attacks, and everything else stays honest.
"""

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from harness.exercise.folder import ExerciseFolder, open_exercise
from harness.outcomes import Verdict

HERE = Path(__file__).resolve().parent
ENGINES = ("docker", "bubblewrap", "process")
_LINE = re.compile(r"^(Verdict|Says|Property|Sandbox|Machine|Score): (.+)$", re.MULTILINE)
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission, and what must become of it."""

    name: str
    source: str
    verdicts: frozenset[Verdict]
    says: str = ""
    lost: frozenset[str] = frozenset()
    engines: frozenset[str] = frozenset(ENGINES)
    machine: str = ""
    score: tuple[float, float] = (0.0, 0.0)


@functools.cache
def ledger() -> ExerciseFolder:
    """Return the exercise that every attack pretends to solve."""
    return open_exercise(HERE / "exercise" / "ledger")


def honest_source() -> str:
    """Return the submission that gets full marks."""
    return (HERE / "honest.py").read_text(encoding="utf-8")


def read_attacks() -> tuple[Attack, ...]:
    """Return every attack, by name.

    Raises:
        ValueError: A docstring promises something that there is not.
    """
    return tuple(_read(path) for path in sorted((HERE / "attacks").glob("*.py")))


def make_attack(name: str, source: str, promises: str) -> Attack:
    """Return an attack of a source and the lines of its docstring.

    Raises:
        ValueError: A line promises something that there is not.
    """
    lines = dict(_LINE.findall(promises))
    points = {row.id: row.points for row in ledger().manifest.properties}
    verdicts = frozenset(map(Verdict, lines["Verdict"].split(" or ")))
    lost = frozenset(lines.get("Property", "").split()) or frozenset(points)
    engines = frozenset(lines.get("Sandbox", " ".join(ENGINES)).split())
    if lost - set(points) or engines - set(ENGINES) or not promises.strip():
        raise ValueError(f"{name}: no such property or sandbox, or no docstring")
    score = _score(lines.get("Score"), verdicts, sum(points[name] for name in lost))
    return Attack(
        name,
        source,
        verdicts,
        lines.get("Says", ""),
        lost,
        engines,
        lines.get("Machine", ""),
        score,
    )


def _score(line: str | None, verdicts: frozenset[Verdict], lost: float) -> tuple[float, float]:
    """Return the least and the most points."""
    if line is not None:
        first, last = line.split(" to ")
        return float(first), float(last)
    least = 100.0 if verdicts == {Verdict.PASSED} else 100.0 - lost
    most = 100.0 if Verdict.PASSED in verdicts else 100.0 - lost
    return least - _ROUNDING, most + _ROUNDING


def _read(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    armoury = (HERE / "armoury.py").read_text(encoding="utf-8")
    whole = f"{honest_source()}\n\n{armoury}\n\n{text}"
    return make_attack(path.stem, whole, ast.get_docstring(ast.parse(text)) or "")
