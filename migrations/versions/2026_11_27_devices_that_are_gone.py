"""A device that its push service knows no longer stays, so that its owner can see why nothing comes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_devices_gone"
down_revision = "2026_11_27_made_at"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add since when it is gone."""
    op.add_column("push_device", sa.Column("gone", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget those that are gone."""
    op.execute("DELETE FROM push WHERE device_id IN (SELECT id FROM push_device WHERE gone IS NOT NULL)")
    op.execute("DELETE FROM push_device WHERE gone IS NOT NULL")
    op.drop_column("push_device", "gone")
