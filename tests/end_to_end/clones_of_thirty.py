"""A course of thirty students whose submissions are real git clones: on time, late, broken, missing.

``python -m tests.end_to_end.clones_of_thirty FOLDER`` makes it for a person to try.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.grader.cli.command_line import BROKEN, ECHO_SHORT, HONEST, LEDGER_CATALOG, SIGN_LOST
from tests.grader.submissions.git_class import WORKFLOW, commit, git, start

DUE = datetime(2026, 10, 15, 22, tzinfo=UTC)
SIZE = 30
SEED = 20261015
PREFIX = "virt-ledger"
COURSE = """\
title = "Virtualization"
zone = "Europe/Berlin"
roster = "roster.csv"

[late]
grace_minutes = 10
percent = 10
free_days = 1
closes_after_days = 7

[seeds]
private_variable = "COURSE_SEED"

[[exercises]]
slug = "ledger"
opens = 2026-10-01T00:00:00
due = 2026-10-16T00:00:00
repositories = "virt-ledger"
"""
RIGHT = (HONEST, SIGN_LOST, ECHO_SHORT)
POINTS = (100, 35, 90)
TEMPLATE: Mapping[str, bytes] = {
    "solution.py": b"raise NotImplementedError\n",
    "README.md": b"# Ledger\n",
    WORKFLOW: b"on: push\n",
    "tests/test_public.py": b"def test_it(): pass\n",
}


@dataclass
class Clones:
    """What is made: clones, a roster, a course file and the list of push times."""

    place: Path
    pushes: list[tuple[str, str, datetime]] = field(default_factory=list)

    def push(self, number: int, files: Mapping[str, bytes | None], hours: float) -> None:
        """Let a student push so many hours after the due time."""
        name = f"{PREFIX}-{login(number)}"
        clone = self.place / "clones" / name
        if not clone.exists():
            git(self.place, "clone", "-q", "--no-hardlinks", "template", str(clone))
        sha = commit(clone, files)
        self.pushes.append((f"virt-org/{name}", sha, DUE + timedelta(hours=hours)))

    def write_lists(self) -> None:
        """Write what the teacher has."""
        (self.place / "course.toml").write_text(COURSE)
        rows = [
            f'"s{n:02}";"Student {n:02}";"{login(n)}";"s{n:02}@x.edu"' for n in range(1, SIZE + 1)
        ]
        roster = "\n".join(["\ufeffidentifier;name;github_username;email", *rows, ""])
        (self.place / "roster.csv").write_text(roster)
        lines = [f"{name},{sha},{when.isoformat()}" for name, sha, when in self.pushes]
        (self.place / "pushes.csv").write_text("\n".join(["repository,commit,time", *lines, ""]))
        cells = [f"Student {n:02},{100 + n},s{n:02}@x.edu,A," for n in range(1, SIZE + 1)]
        head = ["Student,ID,SIS Login ID,Section,Contract ledger (9)", "    Points Possible,,,,100"]
        (self.place / "exported.csv").write_text("\n".join([*head, *cells, ""]))


def login(number: int) -> str:
    """Return a student's login; each has hyphens, as assignments do."""
    return f"virt-{number:02}-x"


def solution(number: int) -> dict[str, bytes | None]:
    """Return a solution of its own, of one of three kinds."""
    source = f"{RIGHT[number % len(RIGHT)]}\n# {number}\n"
    return {"solution.py": source.encode()}


def points(number: int) -> float:
    """Return what such a solution gets."""
    return POINTS[number % len(POINTS)]


def make_clones(place: Path) -> Clones:
    """Make the course: 1 to 19 on time, 20 to 29 in some way odd, nothing of 30, and a stranger."""
    place.mkdir()
    start(place / "template", TEMPLATE)
    made = Clones(place)
    for number in range(1, 20):
        made.push(number, solution(number), -number)
    made.push(20, solution(20), 5)
    made.push(21, solution(21), 30)
    made.push(22, solution(22), 8 * 24)
    made.push(23, {"solution.py": SIGN_LOST.encode()}, -3)
    made.push(23, {"solution.py": HONEST.encode()}, 40)
    made.push(24, {"solution.py": BROKEN.encode()}, -1)
    made.push(25, {"solution.py": "# é".encode("latin-1")}, -1)
    made.push(26, {"solution.py": b"#" * 300_000}, -1)
    (place / "clones" / f"{PREFIX}-{login(27)}").mkdir()
    made.push(28, {**solution(28), WORKFLOW: b"on: never\n", "conftest.py": b""}, -1)
    made.push(29, {"README.md": b"mine\n"}, -1)
    made.pushes.pop()
    start(place / "clones" / f"{PREFIX}-stranger", {"solution.py": HONEST.encode()})
    made.write_lists()
    return made


def main() -> None:
    """Make the course in the folder that is named, and say how the commands find its exercise."""
    make_clones(Path(sys.argv[1]))
    print(f"cd {sys.argv[1]}")  # noqa: T201 - this is a program
    print(f"export COURSE_SEED={SEED} VIRTLAB_CATALOG={LEDGER_CATALOG}")  # noqa: T201
    print("and write ledger for memory_allocator: it is an exercise judged in a second")  # noqa: T201


if __name__ == "__main__":
    main()
