"""The night's mail, pushes to devices, mails that are turned off, addresses that take none, and each person's own clock."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_digests"
down_revision = "2026_11_27_history"
branch_labels = None
depends_on = None

_TIMES_AS_BOOKING = """
    INSERT INTO notice_choice (id, person_id, about_id, "group", badge, mail)
    SELECT gen_random_uuid(), person_id, about_id, 'times', badge, mail FROM notice_choice WHERE "group" = 'booking'
"""
"""Times that are offered are chosen about apart from talks: whoever had chosen has chosen the same for both."""


def upgrade() -> None:
    """Make the tables; what is unread now is not mailed afterwards."""
    moment = sa.DateTime(timezone=True)
    op.add_column("person", sa.Column("time_zone", sa.String(), nullable=False, server_default=""))
    op.add_column("mail", sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("plan.id", ondelete="SET NULL"), nullable=True))
    op.create_index("ix_mail_plan_id", "mail", ["plan_id"])
    op.add_column("mail", sa.Column("stops", sa.String(), nullable=False, server_default=""))
    op.execute("ALTER TYPE mailstate ADD VALUE IF NOT EXISTS 'dropped'")
    op.add_column("notice", sa.Column("mail", sa.String(16), nullable=False, server_default="never"))
    op.add_column("notice", sa.Column("push", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("notice", sa.Column("due", moment, nullable=True))
    op.add_column("notice", sa.Column("mailed", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("notice", sa.Column("mail_id", sa.Uuid(), sa.ForeignKey("mail.id", ondelete="SET NULL"), nullable=True))
    op.create_index("ix_notice_mail_id", "notice", ["mail_id"])
    night = sa.text("read IS NULL AND mail = 'nightly' AND event_id > mailed")
    op.create_index("notices_for_the_night", "notice", ["person_id", "at"], postgresql_where=night)
    op.create_index("notices_due", "notice", ["due"], postgresql_where=sa.text("due IS NOT NULL"))
    op.add_column("notice_choice", sa.Column("push", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(_TIMES_AS_BOOKING)
    op.create_table("dead_address", sa.Column("address", sa.String(), primary_key=True), sa.Column("at", moment, nullable=False))
    op.create_table(
        "digest",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("night", sa.Date(), nullable=False, index=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("mail_id", sa.Uuid(), sa.ForeignKey("mail.id", ondelete="SET NULL"), nullable=True, index=True),
        sa.UniqueConstraint("person_id", "night"),
    )
    op.create_table(
        "mail_stop",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.UniqueConstraint("person_id", "what"),
    )
    op.create_table(
        "push_device",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("session_id", sa.Uuid(), nullable=True, index=True),
        sa.Column("endpoint", sa.String(), nullable=False, unique=True),
        sa.Column("p256dh", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("last_sent", moment, nullable=True),
    )
    op.create_table(
        "push",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("push_device.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("notice_id", sa.Uuid(), sa.ForeignKey("notice.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("next_try", moment, nullable=False),
        sa.Column("sent", moment, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
    )
    op.create_index("push_due", "push", ["next_try"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "assent_reminder",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.UniqueConstraint("agreement_id", "number"),
    )


def downgrade() -> None:
    """Take the change back; a word that an enumeration has learned stays in it."""
    for table in ("assent_reminder", "push", "push_device", "mail_stop", "digest", "dead_address"):
        op.drop_table(table)
    op.execute("DELETE FROM notice_choice WHERE \"group\" = 'times'")
    op.drop_column("notice_choice", "push")
    for column in ("mail", "push", "due", "mailed", "mail_id"):
        op.drop_column("notice", column)
    op.execute("DELETE FROM mail WHERE state = 'dropped'")
    op.drop_column("mail", "stops")
    op.drop_column("mail", "plan_id")
    op.drop_column("person", "time_zone")
