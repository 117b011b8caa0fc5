"""What people say of themselves, their pictures, and how they want to hear of things."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_people"
down_revision = "2026_11_23"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("badge", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "about_id", "group", postgresql_nulls_not_distinct=True),
    )
    op.create_index(op.f("ix_notice_choice_person_id"), "notice_choice", ["person_id"], unique=False)
    op.create_table(
        "picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "profile",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("speaks", sa.String(), nullable=False),
        sa.Column("interpreter", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("second_phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email_for", sa.String(16), nullable=False),
        sa.Column("phone_for", sa.String(16), nullable=False),
        sa.Column("second_phone_for", sa.String(16), nullable=False),
        sa.Column("address_for", sa.String(16), nullable=False),
        sa.Column("picture_for", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.add_column("notice", sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("letters", sa.String(16), nullable=False, server_default="usual"))
    op.add_column("person", sa.Column("airy", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("aloud", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("person", "aloud")
    op.drop_column("person", "airy")
    op.drop_column("person", "letters")
    op.drop_column("notice", "shown")
    op.drop_table("quiet_hours")
    op.drop_table("profile")
    op.drop_table("picture")
    op.drop_index(op.f("ix_notice_choice_person_id"), table_name="notice_choice")
    op.drop_table("notice_choice")
