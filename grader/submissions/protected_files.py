"""Files of a student's repository that are not the student's to change: workflows, tests, settings.

Nothing of them is used for a grade; that one was changed is worth a look all the same. Tests that a
student adds are welcome.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

GONE = "gone"
"""In the place of the digest of a file that is not there any more."""

_FOLDERS = frozenset({".github", ".devcontainer", ".vscode", ".circleci"})
_SETTINGS = frozenset(
    {
        *("conftest.py", "pytest.ini", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini"),
        *("sitecustomize.py", "usercustomize.py", "manifest.toml", "virtlab.toml", "course.toml"),
        *(".gitattributes", ".gitmodules", ".gitlab-ci.yml", "autograder.py", "action.yml"),
    }
)
_TEST_FOLDERS = frozenset({"test", "tests"})
_SHOWN = 3
_LEAST_FOR_MAJORITY = 3


def changed_files(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return each protected file that is not as it was, with its digest now.

    Args:
        before: Digests of all files by path, as students were given them.
        now: The same, as they handed them in.
    """
    found = {
        path: now.get(path, GONE)
        for path, digest in before.items()
        if now.get(path) != digest and (_is_setting(path) or _is_test(path))
    }
    added = {path: now[path] for path in now if path not in before and _is_setting(path)}
    return {**found, **added}


def of_the_whole_class(changes: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """Return what changed alike in most of a class: that was somebody else's doing."""
    everybody = list(changes)
    counts = Counter(change for one in everybody for change in one.items())
    least = max(_LEAST_FOR_MAJORITY, len(everybody) // 2 + 1)
    return {change for change, count in counts.items() if count >= least}


def sentence(paths: Iterable[str], since: str) -> str:
    """Return what a teacher is told of changed files."""
    names = sorted(paths)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"changed since {since}: {', '.join(names[:_SHOWN])}{more}"


def _is_setting(path: str) -> bool:
    parts = PurePosixPath(path).parts
    name = parts[-1].lower() if parts else ""
    return bool(_FOLDERS & set(parts[:-1])) or name in _SETTINGS or name.endswith(".pth")


def _is_test(path: str) -> bool:
    parts = PurePosixPath(path).parts
    name = parts[-1].lower() if parts else ""
    is_named = name.startswith("test_") or name.endswith("_test.py")
    return bool(_TEST_FOLDERS & set(parts[:-1])) or is_named
