"""reminders, and parts that a newer version of the template no longer asks for."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_reminders"
down_revision = "2026_11_27_rounds"
branch_labels = None
depends_on = None

PARTS = ("text", "answer")


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("pupil_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "pupil_id", "day", postgresql_nulls_not_distinct=True),
    )
    op.create_index("rounds_to_hand_out", "round", ["begun"], postgresql_where=sa.text("handed_out IS NULL"))
    for table in PARTS:
        op.add_column(table, sa.Column("asked_in", sa.Uuid(), nullable=True))
        op.create_foreign_key(f"{table}_asked_in_fkey", table, "template_version", ["asked_in"], ["id"])


def downgrade() -> None:
    """Take the change back."""
    for table in PARTS:
        op.drop_column(table, "asked_in")
    op.drop_index("rounds_to_hand_out", table_name="round")
    op.drop_table("reminder")
