"""The only door to the grades that were given.

Each call is one transaction; what it returned from is on disk. Nothing is ever lost by grading
again: a grade that another one replaces is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, Select, delete, func, select
from sqlalchemy.orm import Session

from grader.gradebook.adjusting import add_adjustment, undoable
from grader.gradebook.engine import WRITES, connect, parse_url
from grader.gradebook.failures import operator_failures
from grader.gradebook.rows import (
    to_adjustment,
    to_arrival,
    to_arrival_row,
    to_grade,
    to_grade_row,
    to_stored_yardsticks,
    to_yardsticks,
)
from grader.gradebook.schema import bring_up_to_date
from grader.gradebook.tables import (
    AdjustmentRow,
    ArrivalRow,
    GradeRow,
    UnjudgedRow,
    YardsticksRow,
)
from grader.scoring.adjustment import AdjustmentEntry, opposite
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, Unjudged
from grader.scoring.policy_curve import Yardstick

DEFAULT_WAIT_SECONDS = 30.0
"""How long to wait for another writer."""


def open_gradebook(url: str, wait_seconds: float = DEFAULT_WAIT_SECONDS) -> "Gradebook":
    """Open the gradebook at a database URL; create it or update its tables where needed.

    Raises:
        GraderError: The URL is wrong, the database can not be reached or written, it is none of
            ours, or it was written by a newer version.
    """
    parsed = parse_url(url)
    with operator_failures(parsed):
        engine = connect(parsed, wait_seconds)
        try:
            bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
    return Gradebook(engine)


class Gradebook:
    """Grades, submissions that could not be judged, and yardsticks.

    Every method may raise a GraderError: the disk is full, the database is locked or gone.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. Idempotent."""
        with operator_failures(self._engine.url):
            self._engine.dispose()

    def record(self, grade: Grade, *, replace: bool = False) -> None:
        """Keep a grade and make it its student's latest in the exercise.

        A grade of the same student, exercise, digests and seed is kept once: the first stands,
        unless ``replace`` puts the new one in its place; the earlier one stays in the history.
        """
        self.record_all((grade,), replace=replace)

    def record_all(self, grades: Iterable[Grade], *, replace: bool = False) -> None:
        """Keep several grades as ``record`` does, all or none of them."""
        with self._transaction(writes=True) as session:
            for grade in grades:
                _record(session, grade, replace=replace)

    def find(
        self,
        student: str,
        exercise: str,
        submission_digest: str,
        exercise_digest: str,
        seed: int,
    ) -> Grade | None:
        """Return the grade in force of exactly this submission, judged exactly so, if any."""
        key = _select_key(student, exercise, submission_digest, exercise_digest, seed)
        with self._transaction() as session:
            row = session.scalar(key.where(GradeRow.replaced == 0))
            return None if row is None else to_grade(row)

    def latest(self, exercise: str) -> tuple[Grade, ...]:
        """Return each student's latest grade in an exercise, ordered by student."""
        newest = (
            select(func.max(GradeRow.recorded_order))
            .where(GradeRow.exercise == exercise, GradeRow.replaced == 0)
            .group_by(GradeRow.student)
        )
        with self._transaction() as session:
            rows = session.scalars(select(GradeRow).where(GradeRow.recorded_order.in_(newest)))
            return tuple(sorted(map(to_grade, rows), key=lambda grade: grade.student))

    def grades(
        self,
        exercise: str | None = None,
        student: str | None = None,
        *,
        with_replaced: bool = False,
    ) -> tuple[Grade, ...]:
        """Return grades in the order in which they were recorded, those replaced on demand."""
        wanted = select(GradeRow).order_by(GradeRow.recorded_order)
        if exercise is not None:
            wanted = wanted.where(GradeRow.exercise == exercise)
        if student is not None:
            wanted = wanted.where(GradeRow.student == student)
        if not with_replaced:
            wanted = wanted.where(GradeRow.replaced == 0)
        with self._transaction() as session:
            return tuple(map(to_grade, session.scalars(wanted)))

    def exercises(self) -> frozenset[str]:
        """Return the slugs of all exercises of which there is a grade or a failure."""
        with self._transaction() as session:
            graded = session.scalars(select(GradeRow.exercise).distinct())
            return frozenset(graded) | frozenset(session.scalars(select(UnjudgedRow.exercise)))

    def record_failure(self, student: str, exercise: str, reason: str) -> None:
        """Keep that a student's submission could not be judged, until a grade is recorded."""
        with self._transaction(writes=True) as session:
            session.merge(UnjudgedRow(student=student, exercise=exercise, reason=reason))

    def failures(self, exercise: str | None = None) -> tuple[Unjudged, ...]:
        """Return what could not be judged and was not graded since, ordered by student."""
        wanted = select(UnjudgedRow)
        if exercise is not None:
            wanted = wanted.where(UnjudgedRow.exercise == exercise)
        with self._transaction() as session:
            found = [
                Unjudged(row.student, row.exercise, row.reason) for row in session.scalars(wanted)
            ]
        return tuple(sorted(found, key=lambda item: (item.student, item.exercise)))

    def record_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """Keep when and how submissions came in, in the order given.

        The same solution at the same time is kept once, as it was recorded last.
        """
        with self._transaction(writes=True) as session:
            last = session.scalar(select(func.max(ArrivalRow.recorded_order))) or 0
            for order, one in enumerate(arrivals, last + 1):
                session.execute(
                    delete(ArrivalRow).where(
                        ArrivalRow.student == one.student,
                        ArrivalRow.exercise == one.exercise,
                        ArrivalRow.submission_digest == one.submission_digest,
                        ArrivalRow.submitted == one.submitted,
                    )
                )
                session.add(to_arrival_row(one, order))
                session.flush()

    def arrivals(self, exercise: str | None = None) -> tuple[Arrival, ...]:
        """Return what came in, in the order in which it was recorded."""
        wanted = select(ArrivalRow).order_by(ArrivalRow.recorded_order)
        if exercise is not None:
            wanted = wanted.where(ArrivalRow.exercise == exercise)
        with self._transaction() as session:
            return tuple(map(to_arrival, session.scalars(wanted)))

    def adjust(self, entry: AdjustmentEntry) -> int:
        """Keep a new entry; return its number."""
        with self._transaction(writes=True) as session:
            return add_adjustment(session, entry)

    def undo_adjustment(self, number: int, why: str, who: str, when: str) -> AdjustmentEntry:
        """Keep the opposite of an entry; return the one that is undone.

        Raises:
            UsageError: There is none of that number, it undoes another, or it is undone.
        """
        with self._transaction(writes=True) as session:
            entry = undoable(session, number)
            add_adjustment(session, opposite(entry, why, who, when))
            return entry

    def adjustments(
        self, exercise: str | None = None, student: str | None = None
    ) -> tuple[AdjustmentEntry, ...]:
        """Return the entries in the order in which they were made."""
        wanted = select(AdjustmentRow).order_by(AdjustmentRow.id)
        if exercise is not None:
            wanted = wanted.where(AdjustmentRow.exercise == exercise)
        if student is not None:
            wanted = wanted.where(AdjustmentRow.student == student)
        with self._transaction() as session:
            return tuple(map(to_adjustment, session.scalars(wanted)))

    def save_yardsticks(
        self, exercise_digest: str, seed: int, yardsticks: Mapping[str, Yardstick]
    ) -> None:
        """Keep the figures of baseline and reference, in place of any kept before."""
        with self._transaction(writes=True) as session:
            session.merge(
                YardsticksRow(
                    exercise_digest=exercise_digest,
                    seed=seed,
                    figures=to_stored_yardsticks(yardsticks),
                )
            )

    def find_yardsticks(self, exercise_digest: str, seed: int) -> dict[str, Yardstick] | None:
        """Return the yardsticks of an exercise under a seed; None if they were never saved."""
        with self._transaction() as session:
            row = session.get(YardsticksRow, (exercise_digest, seed))
            return None if row is None else to_yardsticks(row.figures)

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[Session]:
        engine = self._engine.execution_options(**{WRITES: writes})
        with operator_failures(engine.url), Session(engine) as session, session.begin():
            yield session


def _record(session: Session, grade: Grade, *, replace: bool) -> None:
    if not grade.is_final:
        raise ValueError("a grade is recorded only if the judge worked throughout")
    receipt = grade.receipt
    same = _select_key(
        grade.student,
        grade.exercise,
        receipt.submission_digest,
        receipt.exercise_digest,
        receipt.seed,
    )
    last = session.scalar(select(func.max(GradeRow.recorded_order))) or 0
    row = session.scalar(same.where(GradeRow.replaced == 0))
    if row is not None and replace:
        newest = same.with_only_columns(func.max(GradeRow.replaced))
        row.replaced = 1 + (session.scalar(newest) or 0)
        session.flush()  # the key must be free before the new row takes it
        row = None
    if row is None:
        session.add(to_grade_row(grade, last + 1))
    else:
        row.recorded_order = last + 1
    session.execute(
        delete(UnjudgedRow).where(
            UnjudgedRow.student == grade.student, UnjudgedRow.exercise == grade.exercise
        )
    )


def _select_key(
    student: str, exercise: str, submission_digest: str, exercise_digest: str, seed: int
) -> Select[GradeRow]:
    return select(GradeRow).where(
        GradeRow.student == student,
        GradeRow.exercise == exercise,
        GradeRow.submission_digest == submission_digest,
        GradeRow.exercise_digest == exercise_digest,
        GradeRow.seed == seed,
    )
