"""From a submission and a program to a world, and from a fault to what the student reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exercises.process_lock.tests.model import (
    Program,
    long_walk_invariant,
    most_words,
    small_program_invariant,
)
from exercises.process_lock.tests.repro import repro_program
from exercises.process_lock.tests.team import Team
from harness.remote.proxy import Submission
from harness.schedule_table import ScheduleFailure
from harness.simulators.threads import ThreadWorld
from harness.simulators.trace_table import trace_table


@dataclass(frozen=True, slots=True)
class Session:
    """One program, ready to be played."""

    program: Program
    word_bits: int
    world: ThreadWorld
    team: Team

    def one_alone(self, submission: Submission, thread: int) -> Team:
        """Return a team in which only one thread has anything to do."""
        program = tuple(
            sections if number == thread else "" for number, sections in enumerate(self.program)
        )
        words = len(self.world.start().words)
        return Team(submission, program, self.word_bits, words, live=True)

    def failure(self, message: str, moves: Sequence[int]) -> ScheduleFailure:
        """Return the failure of a schedule, with its table and a program that repeats it."""
        return ScheduleFailure(
            f"{message}\nThe program: {program_text(self.program)}.",
            trace_table(self.world, moves),
            len(moves),
            repro_program(message, self.program, self.word_bits, moves),
        )


def open_session(
    submission: Submission,
    program: Program,
    word_bits: int = 32,
    spare_wakes: int = 0,
    *,
    live: bool = False,
) -> Session:
    """Return a session; ``live`` threads are for long walks, the others for exploring."""
    words = initial_words(submission, len(program), word_bits)
    team = Team(submission, program, word_bits, len(words), live=live)
    invariant = long_walk_invariant if live else small_program_invariant
    world = ThreadWorld(team.histories, words, word_bits, invariant, spare_wakes)
    return Session(program, word_bits, world, team)


def initial_words(submission: Any, threads: int, word_bits: int) -> list[int]:
    """Return the words that the lock starts with, after checking them."""
    lock = submission.ProcessLock(0, threads, word_bits)
    words: list[int] = lock.memory()
    most = most_words(threads)
    assert 1 <= len(words) <= most, (
        f"memory() returned {len(words)} words; with {threads} threads there are 1 to {most}"
    )
    for place, word in enumerate(words):
        assert 0 <= word < 1 << word_bits, (
            f"memory() has {word} as word {place}, which does not fit into {word_bits} bits"
        )
    return words


MOST_SECTIONS_TOLD = 4
_NAMES = {"W": "exclusive", "R": "shared", "T": "tried"}
_SECTIONS = {
    "W": "acquire(), release()",
    "R": "acquire_shared(), release_shared()",
    "T": "try_acquire() and, if True, release()",
}


def program_text(program: Program) -> str:
    """Return what each thread does, in words; long programs by the number of their sections."""
    if max(map(len, program)) > MOST_SECTIONS_TOLD:
        counts = {kind: sum(sections.count(kind) for sections in program) for kind in _NAMES}
        kinds = ", ".join(f"{count} {_NAMES[kind]}" for kind, count in counts.items() if count)
        return f"{len(program)} threads with {sum(map(len, program))} sections in all ({kinds})"
    return "; ".join(
        f"thread {thread} calls {', then '.join(_SECTIONS[kind] for kind in sections) or 'nothing'}"
        for thread, sections in enumerate(program)
    )
