"""The real command line, in a process of its own; and what a class hands in."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.exercise.folder import PROJECT

PROGRAM = Path(sys.executable).with_name("virtlab")
LEDGER_CATALOG = PROJECT / "tests" / "sandbox_contract" / "exercise"
HONEST = (PROJECT / "tests" / "sandbox_contract" / "honest.py").read_text(encoding="utf-8")
SIGN_LOST = HONEST.replace("amount, self.balance))", "abs(amount), self.balance))")
ECHO_SHORT = HONEST.replace("return value", "return value[:3]")
BROKEN = "def broken(:\n"


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and the raw bytes that it wrote."""

    code: int
    raw_out: bytes
    raw_err: bytes

    @property
    def out(self) -> str:
        """Standard output."""
        return self.raw_out.decode("utf-8")

    @property
    def err(self) -> str:
        """Standard error."""
        return self.raw_err.decode("utf-8")


def environment(**changes: str | None) -> dict[str, str]:
    """Return an environment in which commands find the ledger, with changes; None takes away."""
    settings = {
        **os.environ,
        "VIRTLAB_CATALOG": str(LEDGER_CATALOG),
        "VIRTLAB_GRADEBOOK": None,
        "COLUMNS": "200",
        "TERM": "dumb",
        **changes,
    }
    return {name: value for name, value in settings.items() if value is not None}


def virtlab(*args: str | Path, cwd: Path, **changes: str | None) -> Ran:
    """Run a command to its end."""
    ran = subprocess.run(
        [str(PROGRAM), *map(str, args)],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def hand_in(folder: Path, sources: Mapping[str, str | bytes]) -> Path:
    """Write a class: a folder for each student with a solution in it."""
    for student, source in sources.items():
        content = source.encode("utf-8") if isinstance(source, str) else source
        (folder / student).mkdir(parents=True, exist_ok=True)
        (folder / student / "solution.py").write_bytes(content)
    return folder
