"""The first tables: grades, outcomes, submissions that could not be judged, yardsticks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    _create_grades()
    _create_outcomes()
    op.create_table(
        "unjudged",
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("student", "exercise", name="pk_unjudged"),
    )
    op.create_table(
        "yardsticks",
        sa.Column("exercise_digest", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("exercise_digest", "seed", name="pk_yardsticks"),
    )


def _create_grades() -> None:
    op.create_table(
        "grades",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("recorded_order", sa.Integer, nullable=False),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("submission_digest", sa.Text, nullable=False),
        sa.Column("exercise_digest", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("replaced", sa.Integer, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("max_score", sa.Double, nullable=False),
        sa.Column("sandbox", sa.Text, nullable=False),
        sa.Column("image_digest", sa.Text, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grades"),
        sa.UniqueConstraint("recorded_order", name="uq_grades_recorded_order"),
        sa.UniqueConstraint(
            "student",
            "exercise",
            "submission_digest",
            "exercise_digest",
            "seed",
            "replaced",
            name="uq_grades_student",
        ),
    )
    op.create_index("ix_grades_exercise", "grades", ["exercise"])


def _create_outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("grade_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("property", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("points", sa.Double, nullable=False),
        sa.Column("max_points", sa.Double, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("figure", sa.Double, nullable=True),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("grade_id", "position", name="pk_outcomes"),
        sa.ForeignKeyConstraint(
            ["grade_id"], ["grades.id"], name="fk_outcomes_grade_id", ondelete="CASCADE"
        ),
    )
