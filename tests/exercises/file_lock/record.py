"""Record what this machine's kernel answers: ``python -m tests.exercises.file_lock.record``.

It writes ``exercises/file_lock/workloads/kernel.txt``. The scripts are always the same.
"""

import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from exercises.file_lock.tests.calls import Call
from exercises.file_lock.tests.scripts import FILES, OWNERS, draw_scripts
from exercises.file_lock.tests.transcript import TRANSCRIPT, Entry, answer_of, to_lines
from tests.exercises.file_lock.kernel import KernelFileLock, kernel_table

SEED = 2019
SCRIPTS = 73
"""About 3000 calls."""


def recorded(folder: Path, every: int = 1) -> Iterator[list[Entry]]:
    """Yield scripts with the kernel's answers, each from a state without locks."""
    with kernel_table(folder, FILES) as table:
        for calls in list(draw_scripts(Random(SEED), SCRIPTS))[::every]:
            yield [_entry(table, call) for call in calls]
            for owner in range(OWNERS):
                for file in range(FILES):
                    table.close(file, owner)


def _entry(table: KernelFileLock, call: Call) -> Entry:
    answer = answer_of(table, call)
    return Entry(call, answer, tuple(lock for file in range(FILES) for lock in table.locks(file)))


def transcript(folder: Path) -> str:
    """Return the text of a transcript."""
    head = (
        f"# What Linux {platform.release().partition('-')[0]} answered to calls of fcntl().\n"
        "# Recorded by: python -m tests.exercises.file_lock.record\n"
    )
    scripts = ("\n".join(to_lines(script)) for script in recorded(folder))
    return head + "\n" + "\n\n".join(scripts) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        TRANSCRIPT.write_text(transcript(Path(folder)), encoding="utf-8")
