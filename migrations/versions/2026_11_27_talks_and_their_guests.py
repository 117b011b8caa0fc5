"""Talks: sittings under a plan, who is in their session, who is invited by link, and the quiet chat."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_talks"
down_revision = "2026_11_27_rollovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.add_column("person", sa.Column("guest", sa.Boolean(), nullable=False, server_default="false"))
    op.create_table(
        "talk",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("household_id", sa.Uuid(), sa.ForeignKey("household.id"), nullable=True),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("lead_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("agenda", postgresql.JSONB(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("pointed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
    )
    household = sa.text("coalesce(household_id, plan_id)")
    op.create_index("one_open_talk", "talk", ["plan_id", household], unique=True, postgresql_where=sa.text("ended IS NULL"))
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("talk_id", sa.Uuid(), sa.ForeignKey("talk.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
    )
    is_open = sa.text("until IS NULL")
    op.create_index("one_open_attendance", "attendance", ["talk_id", "person_id"], unique=True, postgresql_where=is_open)
    op.create_table(
        "invited",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("talk_id", sa.Uuid(), sa.ForeignKey("talk.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True, index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("secret", sa.String(), nullable=True, unique=True),
        sa.Column("invited_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("invited_once", "invited", ["talk_id", "person_id"], unique=True, postgresql_where=is_open)
    op.create_table(
        "talk_line",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("talk_id", sa.Uuid(), sa.ForeignKey("talk.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take them back."""
    for table in ("talk_line", "invited", "attendance", "talk"):
        op.drop_table(table)
    op.drop_column("person", "guest")
