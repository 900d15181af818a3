"""The files of a student's repository, made from an exercise.

Students can read all of it and all that it fetches. So it is made from what students get anyway (stub,
handout) and from our templates, never from the reference, the mutants or a seed.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from pathlib import PurePosixPath

from grader.errors import UsageError
from harness.exercise.folder import ExerciseFolder

MAX_REQUIREMENT = 500


class Flavour(StrEnum):
    """Who runs the judge."""

    ACTIONS = "actions"
    """A workflow of the student's repository."""
    CLASSROOM50 = "classroom50"
    """Classroom 50's runner, by an ``autograder.py`` of the teacher's repository."""


AUTOGRADER = PurePosixPath("autograder/autograder.py")
"""Where the file for the teacher's repository is put, beside the folder ``STUDENT``."""
STUDENT = PurePosixPath("student")

_FEEDBACK = {
    Flavour.ACTIONS: "Each push is judged by GitHub Actions: see the tab Actions, its summary and its annotations.",
    Flavour.CLASSROOM50: "Each push is judged by Classroom 50: see the releases of this repository.",
}


def kit_files(
    exercise: ExerciseFolder, requirement: str, flavour: Flavour
) -> Mapping[PurePosixPath, bytes]:
    """Return the files to be written, by their place.

    Args:
        exercise: Which one.
        requirement: What pip installs where students' solutions are judged: virtlab's wheel.
        flavour: With Classroom 50, the student's files are in the folder ``STUDENT``.

    Raises:
        UsageError: The requirement is not one plain line.
    """
    values = _values(exercise, _checked(requirement), flavour)
    files = {
        PurePosixPath("solution.py"): exercise.stub_path.read_bytes(),
        PurePosixPath("README.md"): _filled("README.md.template", values),
        PurePosixPath(".gitignore"): _file("gitignore").encode(),
        PurePosixPath(".virtlab/exercise"): f"{exercise.slug}\n".encode(),
        PurePosixPath(".devcontainer/devcontainer.json"): _filled(
            "devcontainer.json.template", values
        ),
        **_handout(exercise),
    }
    if flavour is Flavour.CLASSROOM50:
        autograder = {AUTOGRADER: _filled("autograder.py.template", values)}
        return {STUDENT / place: content for place, content in files.items()} | autograder
    action = PurePosixPath(".github/actions/virtlab/action.yml")
    workflow = PurePosixPath(".github/workflows/virtlab.yml")
    return files | {
        action: _file("action.yml").encode(),
        workflow: _filled("workflow.yml.template", values),
    }


def _checked(requirement: str) -> str:
    is_plain = requirement.isprintable() and "${{" not in requirement and "'" not in requirement
    if not is_plain or not 0 < len(requirement) <= MAX_REQUIREMENT or requirement.startswith("-"):
        raise UsageError(
            f"{requirement!r} is nothing that pip installs",
            "Give the address of virtlab's wheel, or a name with a version.",
        )
    return requirement


def _values(exercise: ExerciseFolder, requirement: str, flavour: Flavour) -> dict[str, str]:
    """Return what stands for what; a JSON text is a literal in YAML and in Python as well."""
    title = exercise.manifest.title.en
    return {
        "@EXERCISE@": json.dumps(exercise.slug),
        "@TITLE@": json.dumps(title),
        "@PLAIN_TITLE@": title,
        "@REQUIREMENT@": json.dumps(requirement),
        "@PLAIN_REQUIREMENT@": requirement,
        "@FEEDBACK@": _FEEDBACK[flavour],
    }


def _handout(exercise: ExerciseFolder) -> dict[PurePosixPath, bytes]:
    folder = exercise.path / "handout"
    return {
        PurePosixPath("handout", *path.relative_to(folder).parts): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _filled(name: str, values: Mapping[str, str]) -> bytes:
    text = _file(name)
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text.encode()


def _file(name: str) -> str:
    return (resources.files("grader.classroom") / "files" / name).read_text(encoding="utf-8")
