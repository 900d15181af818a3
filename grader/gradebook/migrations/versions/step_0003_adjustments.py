"""What teachers change beside the judge's points."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of adjustments."""
    op.create_table(
        "adjustments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("points", sa.Double, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_adjustments"),
        sa.ForeignKeyConstraint(["undoes"], ["adjustments.id"], name="fk_adjustments_undoes"),
        sa.UniqueConstraint("undoes", name="uq_adjustments_undoes"),
    )
    op.create_index("ix_adjustments_exercise", "adjustments", ["exercise"])
