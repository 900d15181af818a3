"""Real clones for tests: repositories made with git as students would, each in a moment."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

SOURCE = b"class MemoryAllocator:\n    pass\n"
WORKFLOW = ".github/workflows/classroom.yml"
START: Mapping[str, bytes] = {
    "solution.py": b"raise NotImplementedError\n",
    "README.md": b"# Allocator\n",
    WORKFLOW: b"on: push\n",
    "tests/test_public.py": b"def test_it(): pass\n",
}


def git(folder: Path, *command: str) -> str:
    """Run git as a student, untouched by this machine's configuration."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "S",
        "GIT_AUTHOR_EMAIL": "s@x",
        "GIT_COMMITTER_NAME": "S",
        "GIT_COMMITTER_EMAIL": "s@x",
    }
    ran = subprocess.run(
        ["git", "-C", str(folder), *command], env=environment, check=True, capture_output=True
    )
    return ran.stdout.decode().strip()


def start(folder: Path, files: Mapping[str, bytes] = START) -> str:
    """Make a repository with a first commit; return the commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    return commit(folder, files)


def commit(folder: Path, files: Mapping[str, bytes | None]) -> str:
    """Write files (None takes one away) and commit; return the commit."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "work")
    return git(folder, "rev-parse", "HEAD")
