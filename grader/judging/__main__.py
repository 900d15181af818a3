"""Judge one file from a shell, with nothing around it: ``python -m grader.judging --help``.

For authors and for measuring; ``virtlab`` is the command for everybody.
"""

import argparse
import contextlib
import json
import sys
from pathlib import Path

from grader.judging.job import Job, limits_of
from grader.judging.judge import judge, prepare_host
from grader.sandbox.choice import ENGINES, make_engine
from harness.exercise.folder import open_exercise
from harness.outcomes import Outcome


def main() -> None:
    """Print one line of JSON an outcome."""
    parser = argparse.ArgumentParser(prog="python -m grader.judging", description=__doc__)
    parser.add_argument("exercise", type=Path, help="the exercise's folder")
    parser.add_argument("solution", type=Path)
    parser.add_argument("--sandbox", choices=ENGINES, default="bubblewrap")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append")
    options = parser.parse_args()
    exercise = open_exercise(options.exercise.resolve())
    source = options.solution.read_text(encoding="utf-8")
    only = None if options.only is None else tuple(options.only)
    job = Job(exercise.path, source, options.seed, only)
    with (
        contextlib.closing(make_engine(options.sandbox)) as engine,
        prepare_host(engine, limits_of(exercise.manifest), None) as host,
    ):
        judged = judge(job, engine, host, _print)
    print(json.dumps({**judged.to_json(), "outcomes": len(judged.outcomes)}), file=sys.stderr)  # noqa: T201


def _print(outcome: Outcome) -> None:
    print(json.dumps(outcome.to_json()), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
