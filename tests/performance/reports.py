"""Measure how long reports of a large course take: ``python -m tests.performance.reports``.

Students, grades and what happened to them are made up, from ``tests/grader/reports/sample_material.py``.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from grader.reports.material import Material
from grader.reports.writing import Format, write_reports
from tests.grader.reports.sample_material import course_of


def main() -> None:
    """Print one line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--exercises", type=int, default=12)
    args = parser.parse_args()
    course = course_of(args.students, args.exercises)
    for suffix in Format:
        _measure(course, suffix)


def _measure(course: Material, suffix: Format) -> None:
    with tempfile.TemporaryDirectory() as name:
        started, used = time.perf_counter(), _processor_seconds()
        write_reports(Path(name) / "reports", course, [suffix])
        seconds, processor = time.perf_counter() - started, _processor_seconds() - used
        sizes = [path.stat().st_size for path in Path(name).rglob("*") if path.is_file()]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(  # noqa: T201 - a program's result
        f"{suffix:5} {seconds:6.1f} s, of the processor {processor:6.1f} s, {len(sizes)} files, "
        f"{sum(sizes) / 1e6:.0f} MB, {most} MiB of memory"
    )


def _processor_seconds() -> float:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


if __name__ == "__main__":
    main()
