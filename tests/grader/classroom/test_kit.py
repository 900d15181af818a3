"""What students get: a repository that works, and nothing in it, or fetched by it, that is secret."""

import ast
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from grader.classroom.kit import AUTOGRADER, STUDENT, Flavour, kit_files
from grader.errors import UsageError
from grader.exports.github_actions import RUNNERS
from harness.exercise.catalog import exercise_slugs, find_exercise
from harness.exercise.folder import PROJECT

WHEEL = "https://x.edu/virtlab-0.1.0-py3-none-any.whl"
LEAST_TELLING = 30
"""A line shorter than this could be anybody's."""
ANYBODYS = ("import ", "from ", "@")
FEW = 6
"""A model and a solution have some lines in common; the shortest solution has ten times as many."""
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}|\./\.github/actions/virtlab")
SLUG = "memory_allocator"


def kit(flavour: Flavour = Flavour.ACTIONS, slug: str = SLUG) -> Mapping[PurePosixPath, bytes]:
    """Return the files of an exercise's kit."""
    return kit_files(find_exercise(slug), WHEEL, flavour)


def workflow() -> dict[str, Any]:
    """Return the student's workflow; its key "on" is a truth to YAML 1.1."""
    found = yaml.safe_load(kit()[PurePosixPath(".github/workflows/virtlab.yml")])
    return {str(key): value for key, value in found.items()}


def secret_lines(slug: str) -> set[str]:
    """Return the telling lines of an exercise's solutions and mutants, but those students are given."""
    exercise = find_exercise(slug)
    solutions = [*exercise.reference_path.rglob("*"), *(exercise.path / "mutants").glob("*.py")]
    given = [exercise.stub_path, *(exercise.path / "handout").glob("*.md")]
    return _lines(path for path in solutions if path.is_file()) - _lines(given)


def _lines(paths: Iterable[Path]) -> set[str]:
    lines = (line.strip() for path in paths for line in path.read_text("utf-8").splitlines())
    return {line for line in lines if len(line) >= LEAST_TELLING and not line.startswith(ANYBODYS)}


@pytest.mark.parametrize("flavour", Flavour)
@pytest.mark.parametrize("slug", exercise_slugs())
def test_no_line_of_a_solution_is_in_a_kit(flavour: Flavour, slug: str) -> None:
    """Reference, baseline, alternatives, notes, mutants."""
    secrets = secret_lines(slug)
    assert len(secrets) > 50
    for place, content in kit(flavour, slug).items():
        found = {line.strip() for line in content.decode("utf-8").splitlines()} & secrets
        assert not found, place


def test_no_solution_is_in_the_wheel(tmp_path: Path) -> None:
    """That is what a student's run installs; the figures of the reference are in it."""
    (built,) = WheelBuilder(str(PROJECT)).build(directory=str(tmp_path))
    secrets = [secret_lines(slug) for slug in exercise_slugs()]
    with zipfile.ZipFile(built) as wheel:
        names = wheel.namelist()
        for name in names:
            assert not PurePosixPath(name).match("exercises/*/mutants/*")
            assert not name.startswith("reference/")
            lines = wheel.read(name).decode("utf-8", "replace").splitlines()
            found = {line.strip() for line in lines}
            assert all(len(found & secret) <= FEW for secret in secrets), name
    assert f"exercises/{SLUG}/yardsticks.json" in names
    assert "grader/classroom/files/action.yml" in names


def test_the_stub_is_where_the_judge_looks_and_the_handout_beside_it() -> None:
    """With its figures; the workplace knows its exercise."""
    files = kit()
    exercise = find_exercise(SLUG)
    assert files[PurePosixPath("solution.py")] == exercise.stub_path.read_bytes()
    assert files[PurePosixPath(".virtlab/exercise")] == b"memory_allocator\n"
    for name in ("README.md", "README.zh.md"):
        assert (
            files[PurePosixPath("handout", name)] == (exercise.path / "handout" / name).read_bytes()
        )


def test_the_workflow_may_read_and_nothing_else() -> None:
    """No credentials stay behind, it ends, and what it uses cannot be changed under it."""
    found = workflow()
    assert found["permissions"] == {"contents": "read"}
    assert set(found["True"]) == {"push", "workflow_dispatch"}
    (job,) = found["jobs"].values()
    assert job["timeout-minutes"] <= 30
    assert all(PINNED.fullmatch(step["uses"]) for step in job["steps"])
    checkout = job["steps"][0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"]["persist-credentials"] is False
    assert "permissions" not in job


def test_the_reporter_is_given_every_output_of_the_action() -> None:
    """Under the names that it makes of its list."""
    files = kit()
    action = yaml.safe_load(files[PurePosixPath(".github/actions/virtlab/action.yml")])
    (job,) = workflow()["jobs"].values()
    _, judge, reporter = job["steps"]
    assert tuple(action["outputs"]) == RUNNERS
    for name in RUNNERS:
        assert action["outputs"][name]["value"] == f"${{{{ steps.judge.outputs.{name} }}}}"
        variable = reporter["env"][f"{name.upper()}_RESULTS"]
        assert variable == f"${{{{ steps.{judge['id']}.outputs.{name} }}}}"
    assert reporter["with"]["runners"] == ",".join(RUNNERS)
    assert set(judge["with"]) <= set(action["inputs"])
    assert judge["with"] == {"exercise": SLUG, "requirement": WHEEL}


def test_inputs_of_the_action_are_never_part_of_a_command() -> None:
    """A context inside ``run`` is pasted into the script before the shell reads it."""
    text = (PROJECT / "action.yml").read_text(encoding="utf-8")
    for step in yaml.safe_load(text)["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_projects_action_is_the_kits() -> None:
    """Two places, one text."""
    ours = (PROJECT / "action.yml").read_bytes()
    assert kit()[PurePosixPath(".github/actions/virtlab/action.yml")] == ours


def test_classroom50_gets_an_autograder_beside_the_students_files() -> None:
    """A program for the teacher's repository; the student's has no workflow of ours."""
    files = kit(Flavour.CLASSROOM50)
    program = ast.parse(files[AUTOGRADER])
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in program.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert values["EXERCISE"] == SLUG
    assert values["REQUIREMENT"] == WHEEL
    students = {place for place in files if place.is_relative_to(STUDENT)}
    assert set(files) == students | {AUTOGRADER}
    assert not any(".github" in place.parts for place in students)


def test_the_devcontainer_installs_the_same() -> None:
    """As a list: no shell reads it."""
    made = json.loads(kit()[PurePosixPath(".devcontainer/devcontainer.json")])
    assert made["postCreateCommand"] == ["pip", "install", "--user", "--", WHEEL]


@pytest.mark.parametrize(
    "requirement",
    ["", "-r evil.txt", "a\nb", "x ${{ secrets.TOKEN }}", "it's", "x" * 501, "\x1b[2J"],
)
def test_what_pip_could_not_install_is_refused(requirement: str) -> None:
    """Nothing that a workflow, a shell or pip would read as something else."""
    with pytest.raises(UsageError, match="nothing that pip installs"):
        kit_files(find_exercise(SLUG), requirement, Flavour.ACTIONS)
