"""When and how submissions came in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of arrivals; of what was graded before, nothing is known."""
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("recorded_order", sa.Integer, nullable=False),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("submission_digest", sa.Text, nullable=False),
        sa.Column("submitted", sa.Text, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sa.UniqueConstraint("recorded_order", name="uq_arrivals_recorded_order"),
        sa.UniqueConstraint(
            "student", "exercise", "submission_digest", "submitted", name="uq_arrivals_student"
        ),
    )
    op.create_index("ix_arrivals_exercise", "arrivals", ["exercise"])
