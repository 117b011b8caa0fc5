"""A plan keeps how school and class were called when it was made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_27_made_at"
down_revision = "2026_11_27_digests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was made before has none, and goes by what school and class are called now."""
    op.add_column("plan", sa.Column("made_at", JSONB(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("plan", "made_at")
