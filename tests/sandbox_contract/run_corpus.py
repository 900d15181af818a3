"""Judge attacks, every few followed by the honest control, and say what was left behind.

Run as a program, so that what it starts can be counted: ``python -m ... <engine> [name ...]``
prints one JSON object for each judgement and one last object with what was left. Everything that
outlives its parent becomes this program's child (a subreaper): none may be there at the end.
"""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.judging.job import Job, limits_of
from grader.judging.pool import Pool, usable_cores
from tests.sandbox_contract.attack_file import Attack, honest_source, ledger, read_attacks
from tests.sandbox_contract.hostile_sources import read_sources

CORES = 2
SEED = 7
CONTROL = "control of "
_ATTACKS_A_CONTROL = 10
_PR_SET_CHILD_SUBREAPER = 36


def read_corpus() -> tuple[Attack, ...]:
    """Return every attack: files and made-up sources."""
    return (*read_attacks(), *read_sources())


def controlled() -> frozenset[str]:
    """Return the attacks right after which the honest submission is judged."""
    return frozenset(attack.name for attack in read_corpus()[::_ATTACKS_A_CONTROL])


def main() -> None:
    """Print the judgements, then the leftovers."""
    engine, *names = sys.argv[1:]
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = shutil.disk_usage("/").free
    exercise = ledger()
    limits = limits_of(exercise.manifest)
    with Pool[str](
        engine, limits, exercise.manifest.limits.submission_seconds, usable_cores(CORES)
    ) as pool:
        for key, judged in pool.run(_jobs(exercise.path, set(names))):
            _print({"name": key, "judged": judged.to_json()})
    _print(
        {
            "processes": list(_living_guests()),
            "containers": _containers(engine),
            "folders": [path.name for path in Path(tempfile.gettempdir()).iterdir()],
            "disk_bytes": before - shutil.disk_usage("/").free,
        }
    )


def _print(found: dict[str, Any]) -> None:
    print(json.dumps(found), flush=True)  # noqa: T201 - this is a program


def _jobs(exercise: Path, names: set[str]) -> Iterator[tuple[str, Job]]:
    control = Job(exercise, honest_source(), SEED)
    followed = controlled()
    for attack in read_corpus():
        if attack.name in names:
            yield attack.name, Job(exercise, attack.source, SEED)
            if attack.name in followed:
                yield f"{CONTROL}{attack.name}", control


def _living_guests() -> Iterator[str]:
    """Return the command lines of our children that are neither judges nor their server."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(
                (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            )
            command = (path / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
        except OSError:
            continue
        if parent == os.getpid() and "multiprocessing" not in command:
            yield command[:200] or f"process {path.name}, ended and not waited for"


def _containers(engine: str) -> int:
    """Return how many containers have outlived their judges, and remove them."""
    if engine != "docker":
        return 0
    from grader.sandbox.docker_engine import DockerEngine  # noqa: PLC0415 - slow to import

    docker = DockerEngine()
    try:
        return docker.sweep()
    finally:
        docker.close()


if __name__ == "__main__":
    main()
