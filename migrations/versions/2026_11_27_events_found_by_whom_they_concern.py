"""events found by whom they concern: what was done to somebody's sign-in, and who began or ended a tie to a class."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_events_found"
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
    op.create_index(
        "ties_of_no_pupil",
        "event",
        [sa.text("(data ->> 'relation'::text)")],
        postgresql_where=sa.text("kind IN ('relation_begun', 'relation_ended') AND data ->> 'pupil' IS NULL"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ties_of_no_pupil", table_name="event")
    op.drop_index("sign_in_interventions", table_name="event")
