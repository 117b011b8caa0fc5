"""Rollovers are remembered, so that they can be undone and an older roster told from the next; school years may come from a roster."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_rollovers"
down_revision = "2026_11_27_events_found"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and say of each school year whose it is."""
    op.create_table(
        "rollover",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organisation_id", sa.Uuid(), sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id"), nullable=False, index=True),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column("school_year", sa.Column("source_id", sa.String(), nullable=True))
    op.execute("UPDATE school_year SET source_id = 'hand:' || id")
    op.alter_column("school_year", "source_id", nullable=False)
    op.create_unique_constraint("school_year_organisation_id_source_id_key", "school_year", ["organisation_id", "source_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("school_year", "source_id")
    op.drop_table("rollover")
