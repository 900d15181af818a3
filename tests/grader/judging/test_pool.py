"""Jobs are judged side by side and once each, whatever happens to the processes that judge them."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.judging import pool as pool_module
from grader.judging.job import Job, Judged, limits_of
from grader.judging.pool import Pool, usable_cores
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Outcome, Verdict
from harness.remote.sandbox import SandboxError
from tests.tiny_exercise import ADDS, SOLUTION, write_exercise

SLOW = SOLUTION.replace("self.value += amount", "sum(range(20000)); self.value += amount")
WRONG = SOLUTION.replace("return self.value\n", "return self.value + 1\n")
CRASHING = SOLUTION.replace("self.value += amount", "import os; os._exit(1)")


@pytest.fixture
def exercise(tmp_path: Path) -> ExerciseFolder:
    """Return an exercise with one property."""
    return write_exercise(tmp_path)


@contextlib.contextmanager
def pool(
    exercise: ExerciseFolder,
    jobs: int = 2,
    on_outcome: Callable[[str, Outcome], None] = lambda _key, _outcome: None,
) -> Iterator[Pool[str]]:
    """Open a pool, and see that nothing of it is left afterwards."""
    with Pool[str](
        "process", limits_of(exercise.manifest), 10, usable_cores(jobs), on_outcome
    ) as opened:
        yield opened
    assert multiprocessing.active_children() == []


def stable(judged: Judged) -> tuple[Outcome, ...]:
    """Return the outcomes without their times."""
    return tuple(replace(one, seconds=0) for one in judged.outcomes)


def kill_all_judges() -> None:
    """Kill every judge, busy or waiting."""
    for process in multiprocessing.active_children():
        if process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)


def test_every_job_is_judged_once_and_neighbours_do_not_disturb_it(
    exercise: ExerciseFolder,
) -> None:
    """However many judges there are: alike sources have alike outcomes, byte for byte."""
    sources = {
        "ada": SOLUTION,
        "bela": WRONG,
        "cleo": SLOW,
        "dan": CRASHING,
        "eva": SOLUTION + "# mine\n",
        "finn": WRONG + "# mine\n",
    }
    found = {}
    for jobs, order in ((1, list(sources)), (3, list(reversed(sources)))):
        with pool(exercise, jobs) as opened:
            results = list(
                opened.run((name, Job(exercise.path, sources[name], 3)) for name in order)
            )
        assert sorted(name for name, _ in results) == sorted(sources)
        found[jobs] = {name: stable(judged) for name, judged in results}
    assert found[1] == found[3]
    assert found[1]["ada"] == found[1]["cleo"] == found[1]["eva"]
    assert found[1]["bela"] == found[1]["finn"]
    verdicts = {name: outcomes[0].verdict for name, outcomes in found[1].items()}
    assert verdicts["ada"] is Verdict.PASSED
    assert verdicts["bela"] is Verdict.FAILED
    assert verdicts["dan"] is Verdict.CRASHED


def test_a_job_whose_judge_is_killed_is_judged_by_another(exercise: ExerciseFolder) -> None:
    """So are those whose judges were waiting."""
    killed: list[str] = []

    def kill_once(key: str, outcome: Outcome) -> None:
        del outcome
        if not killed:
            kill_all_judges()
            killed.append(key)

    with pool(exercise, 2, kill_once) as opened:
        jobs = [(str(number), Job(exercise.path, SOLUTION, 0)) for number in range(5)]
        results = dict(opened.run(jobs))
    assert killed
    assert sorted(results) == [str(number) for number in range(5)]
    assert [judged.failure for judged in results.values()] == [""] * 5
    assert all(
        one.verdict is Verdict.PASSED for judged in results.values() for one in judged.outcomes
    )


def test_a_job_that_kills_two_judges_is_given_up(exercise: ExerciseFolder) -> None:
    """With the reason; the others are judged."""

    def kill(key: str, outcome: Outcome) -> None:
        del outcome
        if key == "unlucky":
            kill_all_judges()

    with pool(exercise, 1, kill) as opened:
        jobs = [(name, Job(exercise.path, SOLUTION, 0)) for name in ("unlucky", "lucky")]
        results = dict(opened.run(jobs))
    assert results["unlucky"].failure == "the judge process died"
    assert results["unlucky"].outcomes == ()
    assert results["lucky"].failure == ""


def test_a_judge_that_errs_is_tried_once_more(tmp_path: Path) -> None:
    """What errs twice is handed over as it is; what errs once is forgotten."""
    log = tmp_path / "log"
    log.touch()
    tests = ADDS.replace(
        "    counter, total",
        f"    with open({str(log)!r}, 'a') as file: file.write('x')\n"
        f"    if len(open({str(log)!r}).read()) <= LIMIT: raise KeyError('mine')\n"
        "    counter, total",
    )
    for limit, verdict, begun in ((1, Verdict.PASSED, 2), (99, Verdict.JUDGE_ERROR, 2)):
        log.write_text("")
        exercise = write_exercise(
            tmp_path / str(limit), f"LIMIT = {limit}\n{tests}".replace("max_size=6", "max_size=0")
        )
        with pool(exercise, 1) as opened:
            ((_, judged),) = opened.run([("ada", Job(exercise.path, SOLUTION, 0))])
        assert judged.outcomes[0].verdict is verdict
        assert len(log.read_text()) >= begun
        assert (verdict is Verdict.PASSED) == ("KeyError" not in judged.outcomes[0].message)


def test_a_judge_that_does_not_finish_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice; then its job is given up, with the time it had."""
    monkeypatch.setattr(pool_module, "_MARGIN_SECONDS", -29.0)
    endless = ADDS.replace("    counter, total", "    while True: pass\n    counter, total")
    exercise = write_exercise(tmp_path, endless)
    with pool(exercise, 1) as opened:
        ((_, judged),) = opened.run([("ada", Job(exercise.path, SOLUTION, 0))])
    assert judged.failure == "the judge did not finish within 1 s"


def test_sandboxes_that_can_not_be_started_end_the_run(
    exercise: ExerciseFolder,
) -> None:
    """That is nobody's submission's fault: nothing is yielded about any."""
    no_such_core = [99_999]
    limits = limits_of(exercise.manifest)
    jobs = [(str(number), Job(exercise.path, SOLUTION, 0)) for number in range(4)]
    with (
        Pool[str]("process", limits, 10, no_such_core) as opened,
        pytest.raises(SandboxError, match="Invalid argument"),
    ):
        list(opened.run(jobs))
    assert multiprocessing.active_children() == []


def test_a_run_that_is_left_early_leaves_no_process(exercise: ExerciseFolder) -> None:
    """Neither busy judges nor those that wait."""
    with pool(exercise, 2) as opened:
        jobs = [(str(number), Job(exercise.path, SLOW, 0)) for number in range(6)]
        next(opened.run(jobs))
        assert len(multiprocessing.active_children()) > 1


def test_more_judges_than_cores_share_them() -> None:
    """In turn."""
    cores = sorted(os.sched_getaffinity(0))
    assert usable_cores(1) == cores[:1]
    assert usable_cores(2 * len(cores)) == cores * 2
