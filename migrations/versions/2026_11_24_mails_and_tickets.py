"""Mails, invitations and one-time ways in."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_mails"
down_revision = "2026_11_24_second"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "sent", "failed", name="mailstate"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"], unique=False)
    op.create_index("mail_due", "mail", ["next_try"], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("invitation", "forgotten", "address", "slip", name="ticketkind"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["mail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret"),
    )
    op.create_index(op.f("ix_ticket_person_id"), "ticket", ["person_id"], unique=False)
    op.add_column("account", sa.Column("email", sa.String(), nullable=False, server_default=""))
    op.add_column("attempt", sa.Column("act", sa.String(), nullable=False, server_default="sign_in"))
    op.add_column("session", sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True))
    op.add_column("session", sa.Column("agent", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("session", "agent")
    op.drop_column("session", "last_seen")
    op.drop_column("attempt", "act")
    op.drop_column("account", "email")
    op.drop_index(op.f("ix_ticket_person_id"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_index("mail_due", table_name="mail", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index(op.f("ix_mail_person_id"), table_name="mail")
    op.drop_table("mail")
    for kind in ("ticketkind", "mailstate"):
        sa.Enum(name=kind).drop(op.get_bind())
