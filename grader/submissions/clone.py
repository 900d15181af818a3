"""One student's clone: its solution at the commits that count, and which protected files changed.

With a list of pushes, commits are taken by the time at which the server saw them; without one, the
work tree is, and of a bare repository the commit at HEAD.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from grader.submissions.arrival_times import Push
from grader.submissions.disk import DiskFolder
from grader.submissions.places import UnreadableError
from grader.submissions.protected_files import changed_files
from grader.submissions.pushed import counting, find_pushed
from grader.submissions.repository import Repository, is_repository, open_repository
from grader.submissions.solution_place import read_in_commit, read_on_disk
from grader.submissions.student_folder import read_chosen
from grader.submissions.submission import Action
from grader.submissions.taking import Found
from grader.submissions.wanted import Wanted


@dataclass(slots=True)
class Clone:
    """What a clone holds.

    Attributes:
        versions: Its solution at each commit that counts, the oldest first.
        changes: Protected files that are not as they were given, with their digests.
        notes: What is odd, and what was done about it.
    """

    versions: list[Found] = field(default_factory=list)
    changes: Mapping[str, str] = field(default_factory=dict)
    notes: list[tuple[str, Action]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CloneReader:
    """Reads clones of an assignment.

    Attributes:
        wanted: What is asked for.
        template: Digests of what students started from; None to take each one's first commit.
    """

    wanted: Wanted
    template: Mapping[str, str] | None = None

    def read(self, folder: DiskFolder, where: str, pushes: Sequence[Push]) -> Clone:
        """Read what counts of a clone, or of a folder without a history.

        Args:
            folder: The clone.
            where: Its path.
            pushes: What is known to have been pushed to it.
        """
        clone = Clone()
        try:
            if is_repository(folder):
                with open_repository(folder) as repository:
                    newest = self._take(clone, folder, repository, where, pushes)
                    if newest:
                        self._look_for_changes(clone, repository, newest)
            else:
                content = read_chosen(folder)
                clone.versions.append(Found(where, lambda: content, _newest(pushes)))
        except UnreadableError as error:
            action = Action.GRADED if clone.versions else Action.NOT_GRADED
            clone.notes.append((str(error), action))
        return clone

    def _take(
        self,
        clone: Clone,
        folder: DiskFolder,
        repository: Repository,
        where: str,
        pushes: Sequence[Push],
    ) -> str:
        """Take what counts; return the newest commit of it, empty for none."""
        if self.wanted.times.has_commits:
            return self._take_pushed(clone, repository, where, pushes)
        if not repository.is_bare:
            self._take_work_tree(clone, folder, where, pushes)
            return repository.head()
        self._take_commit(clone, repository, where, repository.head(), _newest(pushes))
        return repository.head()

    def _take_pushed(
        self, clone: Clone, repository: Repository, where: str, pushes: Sequence[Push]
    ) -> str:
        present, absent = find_pushed(repository.objects, pushes, self.wanted.slug)
        found = counting(present, self.wanted.cutoffs)
        for push in found.versions:
            self._take_commit(clone, repository, where, push.commit, push.when.isoformat())
        last = self.wanted.cutoffs[-1]
        # What was pushed anew over an older push is no loss.
        lost = [push for push in absent if not present or push.when > present[-1].push.when]
        for push in lost if last is None else [one for one in lost if one.when <= last]:
            reason = f"what was pushed at {push.when.isoformat()} is not in the clone"
            action = Action.GRADED if found.versions else Action.NOT_GRADED
            clone.notes.append((reason, action))
        if not found.versions and not clone.notes:
            clone.notes.append((_nothing_counts(len(present), last), Action.IGNORED))
        return found.newest

    def _take_commit(
        self, clone: Clone, repository: Repository, where: str, commit: str, submitted: str
    ) -> None:
        content = read_in_commit(repository.objects, commit, self.wanted.slug)
        clone.versions.append(Found(where, lambda: content, submitted, commit))

    def _take_work_tree(
        self, clone: Clone, folder: DiskFolder, where: str, pushes: Sequence[Push]
    ) -> None:
        content = read_on_disk(folder, self.wanted.slug)
        clone.versions.append(Found(where, lambda: content, _newest(pushes)))

    def _look_for_changes(self, clone: Clone, repository: Repository, commit: str) -> None:
        before = self.template
        if before is None and not repository.is_whole():
            reason = "the clone has no whole history: changed files could not be looked for"
            clone.notes.append((reason, Action.GRADED))
            return
        if before is None:
            before = repository.digests(repository.objects.first_commit(commit))
        clone.changes = changed_files(before, repository.digests(commit))


def _newest(pushes: Sequence[Push]) -> str:
    return pushes[-1].when.isoformat() if pushes else ""


def _nothing_counts(pushes: int, last: datetime | None) -> str:
    if last is None or not pushes:
        return "nothing was pushed to it"
    return f"all that was pushed to it came in after {last.isoformat()}"
