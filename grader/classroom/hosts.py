"""Where a run in somebody else's machinery finds the solution, and where it leaves the grade.

Nothing is written before judging is over and every guest is gone.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from grader.errors import GraderError
from grader.exports import autolab, classroom50, github_actions, gradescope, prairielearn
from grader.exports.markdown import markdown_page
from grader.scoring.grade import Grade
from grader.whole_file import replace_file
from harness.exercise.manifest import Manifest


class Host(StrEnum):
    """Whose machinery it is."""

    TERMINAL = "terminal"
    ACTIONS = "actions"
    CLASSROOM50 = "classroom50"
    GRADESCOPE = "gradescope"
    PRAIRIELEARN = "prairielearn"
    AUTOLAB = "autolab"


SOLUTIONS = {
    Host.GRADESCOPE: Path("/autograder/submission/solution.py"),
    Host.PRAIRIELEARN: Path("/grade/student/solution.py"),
}
"""Where a host puts the solution; the others put it into the folder they call us in."""

_RESULTS = {
    Host.CLASSROOM50: Path("result.json"),
    Host.GRADESCOPE: Path("/autograder/results/results.json"),
    Host.PRAIRIELEARN: Path("/grade/results/results.json"),
}
_CLASSROOM50_VARIABLES = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG")
_GIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        host: Where it runs.
        solution: The file, as it was given.
        results: Where results go instead of the host's place; None for that.
        environment: Variables.
    """

    host: Host
    solution: Path
    results: Path | None
    environment: Mapping[str, str]


def detect_host(environment: Mapping[str, str]) -> Host:
    """Return whose machinery it is, by the variables that it sets."""
    if all(environment.get(name) for name in _CLASSROOM50_VARIABLES):
        return Host.CLASSROOM50
    return Host.ACTIONS if environment.get("GITHUB_ACTIONS") == "true" else Host.TERMINAL


def deliver(run: Run, grade: Grade, manifest: Manifest) -> str:
    """Write a grade to where the host expects it; return what is to be printed last, as it is.

    Raises:
        GraderError: It can not be written, or the host does not say what it must.
    """
    if run.host is Host.ACTIONS:
        _append(run.environment, "GITHUB_OUTPUT", _outputs(grade, manifest))
        _append(run.environment, "GITHUB_STEP_SUMMARY", markdown_page(grade, manifest))
        shown = github_actions.annotations(grade, manifest, str(run.solution))
        return "".join(f"{line}\n" for line in shown)
    if run.host is Host.CLASSROOM50:
        submitted = classroom50_submission(run.environment, datetime.now(UTC))
        result = classroom50.result_json(grade, manifest, submitted, datetime.now(UTC))
        place = _leave(run, result)
        replace_file(place.with_name("release-body.md"), markdown_page(grade, manifest).encode())
    elif run.host is Host.GRADESCOPE:
        _leave(run, gradescope.results_json(grade, manifest))
    elif run.host is Host.PRAIRIELEARN:
        _leave(run, prairielearn.results_json(grade, manifest))
    return autolab.scores_line(grade) if run.host is Host.AUTOLAB else ""


def deliver_refusal(run: Run, reason: str) -> bool:
    """Tell a host that the file is no solution; return whether it has a way to be told."""
    if run.host is Host.GRADESCOPE:
        _leave(run, gradescope.refusal_json(reason))
    elif run.host is Host.PRAIRIELEARN:
        _leave(run, prairielearn.refusal_json(reason))
    else:
        return False
    return True


def classroom50_submission(environment: Mapping[str, str], now: datetime) -> classroom50.Submitted:
    """Return whose submission Classroom 50's variables say it is.

    Raises:
        GraderError: They say too little.
    """
    commit = environment.get("COMMIT_URL", "")
    submitted = classroom50.Submitted(
        classroom=environment.get("CLASSROOM", ""),
        assignment=environment.get("ASSIGNMENT", ""),
        assignment_type=environment.get("ASSIGNMENT_TYPE") or "individual",
        owner=environment.get("OWNER") or environment.get("USERNAME", ""),
        submission=environment.get("SUBMISSION_TAG", ""),
        commit=commit,
        release=environment.get("RELEASE_URL", ""),
        review=environment.get("REVIEW_URL") or commit,
        when=_commit_time() or now,
    )
    faults = submitted.faults()
    if faults:
        raise GraderError(
            f"Classroom 50 does not say rightly: {', '.join(faults)}",
            "Is it called by Classroom 50's runner? It sets CLASSROOM, OWNER, COMMIT_URL and others.",
        )
    return submitted


def _outputs(grade: Grade, manifest: Manifest) -> str:
    return github_actions.output_lines(github_actions.outputs(grade, manifest))


def _append(environment: Mapping[str, str], variable: str, text: str) -> None:
    """Append to the file that a variable names, if it is set."""
    name = environment.get(variable)
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise GraderError(f"{variable}: {name}: {error.strerror}") from error


def _leave(run: Run, text: str) -> Path:
    place = run.results or _RESULTS[run.host]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraderError(f"{place.parent}: {error.strerror}") from error
    replace_file(place, text.encode())
    return place


def _commit_time() -> datetime | None:
    """Return when the commit that is checked out was made; None if git does not know."""
    command = ("git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false")
    try:
        said = subprocess.run(
            [*command, "show", "--no-patch", "--format=%cI", "HEAD"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_GIT_SECONDS,
            env={"PATH": os.defpath, "GIT_CONFIG_NOSYSTEM": "1"},
        )
        return datetime.fromisoformat(said.stdout.strip())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
