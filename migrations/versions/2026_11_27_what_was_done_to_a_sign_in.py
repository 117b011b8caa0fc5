"""what the school did to somebody's sign-in is found by whom it concerns."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_interventions"
down_revision = "2026_11_27_attachments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_index(
        "sign_in_interventions",
        "event",
        [sa.text("(data ->> 'person'::text)")],
        postgresql_where=sa.text("kind IN ('interventions_seen', 'second_factor_reset', 'slip_printed')"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("sign_in_interventions", table_name="event")
