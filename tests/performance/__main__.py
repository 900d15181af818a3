"""Measure what a grader's speed depends on: ``python -m tests.performance [--class-size N]``.

All figures of a run come from one machine in one hour: read ratios, not seconds. The table of the
last run that was kept is in ``README.md`` beside this file.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.gradebook.gradebook import open_gradebook
from grader.judging.job import Job, Judged, limits_of
from grader.judging.judge_process import READY, JudgeProcess, Place
from grader.judging.pool import Pool, usable_cores
from grader.pipeline import to_grade
from grader.sandbox.choice import why_not
from grader.scoring.grade import Grade
from grader.submissions.intake import read_solution
from harness.exercise.catalog import find_exercise
from harness.exercise.folder import PROJECT, ExerciseFolder, open_exercise
from harness.outcomes import Outcome

_EXERCISE = "memory_allocator"
_LEDGER = PROJECT / "tests" / "sandbox_contract" / "exercise" / "ledger"
_HONEST = PROJECT / "tests" / "sandbox_contract" / "honest.py"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    budget: str = ""


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance", description=__doc__)
    parser.add_argument(
        "--class-size", type=int, default=40, help="submissions of the class that is timed"
    )
    parser.add_argument("--in-process", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_process is not None:
        _print_in_process(options.in_process)
        return
    engines = [name for name in ("bubblewrap", "docker") if not why_not(name)]
    print("| what | figure | budget |\n|---|---|---|")  # noqa: T201
    for row in _rows(engines, options.class_size):
        print(f"| {row.what} | {row.figure} | {row.budget} |", flush=True)  # noqa: T201


def _rows(engines: list[str], class_size: int) -> Iterator[Row]:
    exercise = find_exercise(_EXERCISE)
    yield _processor_time_row(exercise)
    source = exercise.measured_solutions()["reference"].read_text(encoding="utf-8")
    yield from _ratio_rows(exercise, source, engines)
    for engine in engines:
        yield from _fixed_cost_rows(engine)
    yield from _class_rows(engines[0], class_size)


def _processor_time_row(exercise: ExerciseFolder) -> Row:
    """Compare processor time, which a busy machine does not change, of two whole programs."""
    solution = str(exercise.measured_solutions()["reference"])
    boxed = _cpu_seconds("grader.judging", str(exercise.path), solution, "--sandbox", "bubblewrap")
    direct = _cpu_seconds("tests.performance", "--in-process", str(exercise.path))
    what = f"{exercise.slug}, reference, processor time, bubblewrap / in process"
    return Row(what, f"{boxed:.1f} s / {direct:.1f} s = {boxed / direct:.2f}", "1.5")


def _cpu_seconds(*module: str) -> float:
    """Return the processor time of a program of ours and of all that it waited for."""
    run = subprocess.Popen(
        [sys.executable, "-m", *module],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
    )
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = status
    if status:
        raise SystemExit(f"python -m {' '.join(module)} ended with status {status}")
    return usage.ru_utime + usage.ru_stime


def _ratio_rows(exercise: ExerciseFolder, source: str, engines: list[str]) -> Iterator[Row]:
    """Compare, property by property, judging in a sandbox with the same tests in one process."""
    direct: list[dict[str, float]] = []
    boxed: dict[str, list[Judged]] = {name: [] for name in engines}
    for _ in range(3):
        direct.append(_judge_directly(exercise))
        for name in engines:
            boxed[name].append(_judge(exercise, source, name))
    least_direct = {name: min(run[name] for run in direct) for name in direct[0]}
    for name in engines:
        runs = [{item.property: item.seconds for item in run.outcomes} for run in boxed[name]]
        least = {key: min(run[key] for run in runs) for key in runs[0]}
        total, base = sum(least.values()), sum(least_direct.values())
        yield Row(f"{exercise.slug}, reference, {name} / in process", f"{total / base:.2f}", "1.5")
        fastest = min(boxed[name], key=lambda run: run.seconds)
        yield Row(
            f"{exercise.slug}, reference, {name}, whole judgement",
            f"{fastest.seconds:.1f} s",
            "20 s",
        )
        if name == engines[0]:
            yield from _share_rows(exercise, fastest, least_direct)


def _share_rows(
    exercise: ExerciseFolder, judged: Judged, direct: dict[str, float]
) -> Iterator[Row]:
    """Say where the time of one grade goes."""
    kinds = {"properties": 0.0, "metrics": 0.0, "benchmark": 0.0}
    bases = dict.fromkeys(kinds, 0.0)
    for outcome in judged.outcomes:
        kind = _kind(exercise, outcome)
        kinds[kind] += outcome.seconds
        bases[kind] += direct[outcome.property]
    for kind, seconds in kinds.items():
        yield Row(
            f"- of these: {kind}", f"{seconds:.2f} s, {seconds / bases[kind]:.2f} x in process"
        )
    yield Row("- of these: pytest around them", f"{judged.stages['around']:.2f} s")
    yield Row(
        "- then: scoring and one transaction", f"{_store_seconds(exercise, judged) * 1000:.0f} ms"
    )


def _kind(exercise: ExerciseFolder, outcome: Outcome) -> str:
    row = exercise.manifest.property_named(outcome.property)
    if row.curve is None:
        return "properties"
    return "metrics" if isinstance(row.curve.full, str) else "benchmark"


def _store_seconds(exercise: ExerciseFolder, judged: Judged) -> float:
    submission = read_solution(exercise.measured_solutions()["reference"])
    kept = tuple(
        item
        for item in judged.outcomes
        if exercise.manifest.property_named(item.property).curve is None
    )
    plain = Judged(
        kept, judged.sandbox, judged.facts, judged.started, judged.seconds, judged.stages
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        open_gradebook(f"sqlite:///{folder}/g.sqlite") as book,
    ):
        start = time.perf_counter()
        grade = to_grade(exercise, submission, plain, {}, 0)
        if isinstance(grade, Grade):
            book.record(grade)
        return time.perf_counter() - start


def _judge(exercise: ExerciseFolder, source: str, engine: str) -> Judged:
    core = usable_cores(1)
    with Pool[int](engine, limits_of(exercise.manifest), 600, core) as pool:
        ((_, judged),) = pool.run([(0, Job(exercise.path, source, 0))])
    return judged


def _judge_directly(exercise: ExerciseFolder) -> dict[str, float]:
    """Judge in a fresh process on the same core; return seconds by property."""
    core = usable_cores(1)[0]
    run = subprocess.run(
        [sys.executable, "-m", "tests.performance", "--in-process", str(exercise.path)],
        capture_output=True,
        check=True,
        cwd=PROJECT,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    seconds: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return seconds


def _print_in_process(path: Path) -> None:
    from harness.pytest_plugin import Task  # noqa: PLC0415 - only this process needs pytest
    from tests.performance.in_process import judge_in_process  # noqa: PLC0415

    exercise = open_exercise(path)
    source = exercise.measured_solutions()["reference"].read_text(encoding="utf-8")
    outcomes = judge_in_process(Task(exercise, source, 0))
    lost = [item for item in outcomes if item.verdict != "PASSED"]
    if lost:
        raise SystemExit(f"in process, {lost[0].property} does not pass: {lost[0].message}")
    print(json.dumps({item.property: item.seconds for item in outcomes}))  # noqa: T201


def _fixed_cost_rows(engine: str) -> Iterator[Row]:
    """Time what a submission costs beside its tests, in a row of tiny ones on one core."""
    exercise = open_exercise(_LEDGER)
    source = _HONEST.read_text(encoding="utf-8")
    place = Place(engine, limits_of(exercise.manifest), usable_cores(1)[0])
    starts = [_start_seconds(place) for _ in range(8)][1:]
    yield Row(
        f"a judge and its sandbox, {engine}, from nothing to ready", f"{_median(starts):.2f} s"
    )
    gaps = []
    with Pool[int](engine, place.limits, 120, usable_cores(1)) as pool:
        last = time.monotonic()
        for _, judged in pool.run((number, Job(exercise.path, source, 0)) for number in range(20)):
            now = time.monotonic()
            gaps.append(now - last - judged.stages["tests"])
            last = now
    budget = {"bubblewrap": "0.15 s", "docker": "0.35 s"}[engine]
    yield Row(
        f"a submission beside its tests, {engine}, one core, with the pool",
        f"{_median(gaps[2:]):.2f} s",
        budget,
    )


def _start_seconds(place: Place) -> float:
    start = time.monotonic()
    judge = JudgeProcess(place)
    word, _ = judge.hear()
    seconds = time.monotonic() - start
    judge.stop()
    judge.join()
    if word != READY:
        raise SystemExit(f"the judge said {word}")
    return seconds


def _class_rows(engine: str, size: int) -> Iterator[Row]:
    """Grade copies of one submission on one core and on two; watch the grader's memory."""
    rates, memory = {}, []
    for cores in (1, 2):
        rates[cores], used = _class_run(engine, size, cores)
        memory += used
    yield Row(
        f"a class of {size} tiny submissions, {engine}, two cores / one",
        f"{rates[2] / rates[1]:.2f}",
        "1.8",
    )
    first, last = memory[len(memory) // 4], memory[-1]
    yield Row("memory of all its processes, most", f"{max(memory):.0f} MiB", "400 MiB")
    yield Row("memory at the end / after a quarter", f"{last / first:.2f}")


def _class_run(engine: str, size: int, cores: int) -> tuple[float, list[float]]:
    exercise = open_exercise(_LEDGER)
    source = _HONEST.read_text(encoding="utf-8")
    jobs = [(number, Job(exercise.path, source, number)) for number in range(size)]
    memory = []
    with Pool[int](engine, limits_of(exercise.manifest), 120, usable_cores(cores)) as pool:
        start = 0.0
        for _ in pool.run(jobs):
            start = start or time.monotonic()
            memory.append(_memory_mib())
        return (size - 1) / (time.monotonic() - start), memory


def _memory_mib() -> float:
    """Return the proportional memory of this process and all below it: shared pages count once."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    total, waiting = 0.0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        total += _proportional_kib(process) / 1024
    return total


def _proportional_kib(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _median(values: list[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
