"""The agreement: what the mentor proposes, each party's answer to it, and the version as a document in each language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_agreements"
down_revision = "2026_11_27_talks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and say of a plan whether an agreement is proposed in it."""
    op.add_column("plan", sa.Column("proposed", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("proposed_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("goals", postgresql.JSONB(), nullable=False),
        sa.Column("taken_back", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("version.id"), nullable=True),
    )
    op.create_index(
        "one_open_agreement",
        "agreement",
        ["plan_id"],
        unique=True,
        postgresql_where=sa.text("taken_back IS NULL AND version_id IS NULL"),
    )
    op.create_table(
        "assent",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("agreement_id", "person_id"),
    )
    op.create_table(
        "version_document",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version_id", sa.Uuid(), sa.ForeignKey("version.id"), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.UniqueConstraint("version_id", "language"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("version_document")
    op.drop_table("assent")
    op.drop_table("agreement")
    op.drop_column("plan", "proposed")
