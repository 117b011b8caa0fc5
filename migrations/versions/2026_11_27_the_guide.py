"""the guide."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_guide"
down_revision = "2026_11_27_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let schools say it in their own words."""
    op.create_table(
        "guide_text",
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id"), primary_key=True),
        sa.Column("role", sa.Enum("pupil", "guardian", "mentor", "teacher", "principal", name="guiderole"), primary_key=True),
        sa.Column("language", sa.String(), primary_key=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("edited_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("guide_text")
    sa.Enum(name="guiderole").drop(op.get_bind())
