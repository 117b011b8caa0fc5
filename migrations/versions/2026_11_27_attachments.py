"""files that answer a question."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_attachments"
down_revision = "2026_11_27_guide"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("answer_id", sa.Uuid(), sa.ForeignKey("answer.id"), nullable=False, index=True),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("attachment")
