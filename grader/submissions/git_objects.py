"""Objects of a git repository that may be hostile, read by ``git`` and never checked out.

``git`` runs in a repository of our own, empty but for a minimal configuration, and takes nothing of
the foreign one but its folder of objects, by a descriptor that no link leads to: no hooks, no
configuration, attributes, filters, references, replacements, submodules, alternates, indexes of the
history or remotes of the repository come into it, and so nobody has to trust its folder
(safe.directory). Time, memory and output of each command are limited.
"""

import os
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.submissions.disk import DiskFolder
from grader.submissions.places import UnreadableError

COMMAND_SECONDS = 30.0
"""Far more than any command needs in an honest repository."""

MAX_OUTPUT_BYTES = 16 * 2**20
_MAX_MEMORY_BYTES = 2 * 2**30
_MAX_SHALLOW_BYTES = 1_000_000
_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_OPTIONS = (
    *("-c", "core.commitGraph=false", "-c", "core.multiPackIndex=false"),
    *("-c", "core.alternateRefsCommand=", "-c", "core.fsmonitor=false"),
)
_HEX = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tree holds under a path.

    Attributes:
        mode: Six octal digits, e.g. "100644" for a file and "120000" for a link.
        digest: Name of the object.
    """

    mode: str
    digest: str


class GitObjects:
    """The objects of one repository; names of commits are given in hexadecimal."""

    def __init__(self, place: Path, objects: int) -> None:
        self._objects = objects
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(place),
            "LC_ALL": "C",
            "GIT_DIR": str(place),
            "GIT_OBJECT_DIRECTORY": f"/proc/self/fd/{objects}",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }

    def digests(self, names: Sequence[str]) -> list[str]:
        """Return the object that each name such as ``<commit>:<path>`` means; empty for none."""
        given = "".join(f"{name}\n" for name in names)
        lines = self._run("cat-file", "--batch-check", given=given.encode()).splitlines()
        if len(lines) != len(names):
            raise UnreadableError("its history can not be read")
        fields = [line.decode("utf-8", "replace").split(" ") for line in lines]
        return [one[0] if len(one) == 3 and _HEX.fullmatch(one[0]) else "" for one in fields]  # noqa: PLR2004 - digest, type, size

    def tree(self, commit: str, *paths: str) -> Mapping[str, Entry]:
        """Return every file of a commit by its path, or those paths alone."""
        listed = self._run("--literal-pathspecs", "ls-tree", "-r", "-z", commit, "--", *paths)
        found: dict[str, Entry] = {}
        for item in listed.split(b"\0")[:-1]:
            facts, _, path = item.partition(b"\t")
            mode, _, digest = facts.decode("ascii").split(" ")
            found[os.fsdecode(path)] = Entry(mode, digest)
        return found

    def first_commit(self, commit: str) -> str:
        """Return the commit without parents that a commit's history begins with."""
        roots = self._run("rev-list", "--max-parents=0", commit).decode("ascii").split()
        if not roots:
            raise UnreadableError("its history can not be read")
        return roots[-1]

    def blob(self, digest: str, limit_bytes: int) -> bytes:
        """Return a file's content, at most one byte more than the limit."""
        size = int(self._run("cat-file", "-s", digest))
        if size > limit_bytes:
            raise UnreadableError(f"the file is larger than {limit_bytes // 1024} KiB")
        return self._run("cat-file", "blob", digest)[: limit_bytes + 1]

    def _run(self, *command: str, given: bytes = b"") -> bytes:
        """Run a command and return what it writes.

        Raises:
            UnreadableError: It fails, takes too long or writes too much.
            GraderError: There is no ``git``.
        """
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
            source.write(given)
            source.seek(0)
            try:
                process = subprocess.Popen(
                    ["git", *_OPTIONS, *command],  # noqa: S607 - the operator's git, by PATH
                    env=self._environment,
                    pass_fds=(self._objects,),
                    stdin=source,
                    stdout=output,
                    stderr=subprocess.DEVNULL,
                )
            except FileNotFoundError as error:
                raise GraderError("git is not installed", "install the package git") from error
            _wait(process)
            # The kernel's limit comes a moment after the start.
            if os.fstat(output.fileno()).st_size > MAX_OUTPUT_BYTES:
                raise UnreadableError("its history can not be read (git writes too much)")
            output.seek(0)
            return output.read()


@contextmanager
def open_objects(git_folder: DiskFolder) -> Iterator[GitObjects]:
    """Open the objects of a repository, given its ``.git`` or the folder of a bare one.

    Raises:
        UnreadableError: They lie elsewhere, or are not as git puts them.
    """
    with ExitStack() as stack:
        objects = stack.enter_context(git_folder.open("objects"))
        _refuse_alternates(objects)
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="virtlab-git-")))
        (place / "objects").mkdir()
        (place / "refs").mkdir()
        (place / "HEAD").write_text("ref: refs/heads/none\n")
        (place / "config").write_text(_CONFIG)
        shallow = shallow_commits(git_folder)
        if shallow:
            (place / "shallow").write_text("".join(f"{one}\n" for one in shallow))
        yield GitObjects(place, objects.descriptor)


def shallow_commits(git_folder: DiskFolder) -> list[str]:
    """Return the commits at which the history of a clone was cut off."""
    try:
        content = git_folder.read("shallow", _MAX_SHALLOW_BYTES)
    except UnreadableError:
        return []
    return [line for line in content.decode("ascii", "replace").split() if _HEX.fullmatch(line)]


def _refuse_alternates(objects: DiskFolder) -> None:
    """Refuse objects that lie in other repositories: another student's could be named there."""
    with ExitStack() as stack:
        try:
            info = stack.enter_context(objects.open("info"))
        except UnreadableError:
            return
        if any(item.name == "alternates" for item in info.items()):
            raise UnreadableError("its objects lie in another repository: clone it anew, whole")


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (MAX_OUTPUT_BYTES,) * 2)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (_MAX_MEMORY_BYTES,) * 2)
    except ProcessLookupError:  # it is done already
        pass
    try:
        code = process.wait(COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableError("its history takes too long to read") from None
    finally:
        process.kill()
        process.wait()
    if code:
        raise UnreadableError(f"its history can not be read (git ended with {code})")
