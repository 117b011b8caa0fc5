"""School years, merges, and who a double turned out to be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_24_organisation"
down_revision = "2026_11_24_who_may_see_whom"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "school_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_school_year_organisation_id"), "school_year", ["organisation_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("double_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"]),
        sa.ForeignKeyConstraint(["double_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("organisation_id", "kept_id", "double_id"):
        op.create_index(op.f(f"ix_merge_{column}"), "merge", [column], unique=False)
    op.add_column("person", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_foreign_key("person_merged_into_fkey", "person", "person", ["merged_into"], ["id"])
    op.create_index(op.f("ix_person_merged_into"), "person", ["merged_into"], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index(op.f("ix_person_merged_into"), table_name="person")
    op.drop_constraint("person_merged_into_fkey", "person", type_="foreignkey")
    op.drop_column("person", "merged_into")
    op.drop_table("merge")
    op.drop_table("school_year")
