"""A notice keeps what it counts, so that one and the same part that is handed in again counts once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_notices_count"
down_revision = "2026_11_27_rollovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change; what is unread keeps its number."""
    op.add_column("notice", sa.Column("counted", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("notice", "counted")
