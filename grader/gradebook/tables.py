"""The gradebook's tables as they are now; how they came to be is in ``migrations/versions``.

A change here needs a migration: a test compares the two.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    Double,
    ForeignKey,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class StoredText(TypeDecorator[str]):
    """Text that any database takes: NUL and lone surrogates are written as escapes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what PostgreSQL (NUL) or UTF-8 (surrogates) can not hold."""
        del dialect
        if value is None:
            return None
        return value.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


class Table(DeclarativeBase):
    """What all tables share: how types are stored and constraints are named."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain attribute
        float: Double,
        str: StoredText,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class GradeRow(Table):
    """One grade with its receipt.

    ``replaced`` is 0 for the grade in force and n for the n-th one that a later grade of the same
    key took the place of. ``recorded_order`` grows with each record: the largest is the latest.
    """

    __tablename__ = "grades"
    __table_args__ = (
        UniqueConstraint(
            "student", "exercise", "submission_digest", "exercise_digest", "seed", "replaced"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_order: Mapped[int] = mapped_column(unique=True)
    student: Mapped[str]
    exercise: Mapped[str] = mapped_column(index=True)
    submission_digest: Mapped[str]
    exercise_digest: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    replaced: Mapped[int] = mapped_column(default=0)
    score: Mapped[float]
    max_score: Mapped[float]
    sandbox: Mapped[str]
    image_digest: Mapped[str]
    versions: Mapped[dict[str, Any]]
    started: Mapped[str]
    seconds: Mapped[float]
    outcomes: Mapped[list["OutcomeRow"]] = relationship(
        order_by="OutcomeRow.position", cascade="all, delete-orphan", lazy="selectin"
    )


class OutcomeRow(Table):
    """One outcome of a grade; ``evidence`` holds the texts that a student is shown."""

    __tablename__ = "outcomes"

    grade_id: Mapped[int] = mapped_column(
        ForeignKey("grades.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    property: Mapped[str]
    code: Mapped[str]
    part: Mapped[str]
    points: Mapped[float]
    max_points: Mapped[float]
    verdict: Mapped[str]
    figure: Mapped[float | None]
    figures: Mapped[dict[str, Any]]
    evidence: Mapped[dict[str, Any]]
    seconds: Mapped[float]


class UnjudgedRow(Table):
    """A student's newest submission that could not be judged; a grade removes it."""

    __tablename__ = "unjudged"

    student: Mapped[str] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]


class ArrivalRow(Table):
    """One submission that came in; the largest ``recorded_order`` came last."""

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("student", "exercise", "submission_digest", "submitted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_order: Mapped[int] = mapped_column(unique=True)
    student: Mapped[str]
    exercise: Mapped[str] = mapped_column(index=True)
    submission_digest: Mapped[str]
    submitted: Mapped[str]
    revision: Mapped[str]
    flags: Mapped[list[str]]


class AdjustmentRow(Table):
    """One entry of a teacher's; never changed or deleted, an entry is undone once, by another."""

    __tablename__ = "adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    student: Mapped[str]
    exercise: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    points: Mapped[float]
    why: Mapped[str]
    who: Mapped[str]
    made: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("adjustments.id"), unique=True)


class YardsticksRow(Table):
    """Figures of baseline and reference of one version of an exercise under one seed."""

    __tablename__ = "yardsticks"

    exercise_digest: Mapped[str] = mapped_column(primary_key=True)
    seed: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    figures: Mapped[dict[str, Any]]
