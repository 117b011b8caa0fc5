"""Times are offered and booked; nobody and no room is taken twice; mails may bring a calendar file."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_booking"
down_revision = "2026_11_27_notices_count"
branch_labels = None
depends_on = None

LIVE = "cancelled IS NULL"
NEVER_TWICE = (
    ("slot", "slot_host", "class_id::text || host_id::text", LIVE),
    ("booking", "booking_host", "host_id::text", LIVE),
    ("booking", "booking_room", "school_id::text || lower(room)", f"{LIVE} AND room <> ''"),
    ("booking", "booking_household", "household_id::text", f"{LIVE} AND household_id IS NOT NULL"),
    ("booking", "booking_pupil", "pupil_id::text", LIVE),
)
"""Per table: the constraint's name, what may not be taken twice at once, and which rows count."""


def upgrade() -> None:
    """Make the tables; the range type holds a key and a moment, so that no extension is needed to keep keys apart."""
    op.execute('CREATE TYPE busy_at AS (key text COLLATE "C", at timestamptz)')
    op.execute("CREATE TYPE busy AS RANGE (subtype = busy_at)")
    _offers()
    _bookings()
    for table, name, key, counts in NEVER_TWICE:
        taken = f"busy(ROW({key}, starts)::busy_at, ROW({key}, ends)::busy_at)"
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({taken} WITH &&) WHERE ({counts})")
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True, index=True),
        _moment("made"),
    )
    op.add_column("mail", sa.Column("calendar", sa.String(), nullable=False, server_default=""))
    op.alter_column("mail", "calendar", server_default=None)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("mail", "calendar")
    for table in ("calendar_feed", "talk_reminder", "waiting", "booking", "slot", "offer_pupil", "offer"):
        op.drop_table(table)
    op.execute("DROP TYPE busy")
    op.execute("DROP TYPE busy_at")


def _offers() -> None:
    """Make the tables of what is offered."""
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("organisation", index=True),
        _to("school", index=True),
        _to("class", index=True),
        _to("person", "host_id", index=True),
        _to("person", "made_by"),
        _moment("made"),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("held", sa.String(16), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("longer", sa.Integer(), nullable=False),
        sa.Column("pause", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        _moment("closes"),
        _moment("cancelled", nullable=True),
    )
    op.create_table(
        "offer_pupil",
        sa.Column("offer_id", sa.Uuid(), sa.ForeignKey("offer.id"), primary_key=True),
        sa.Column("pupil_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True, index=True),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("offer"),
        _to("class"),
        _to("person", "host_id"),
        _moment("starts"),
        _moment("ends"),
        _moment("cancelled", nullable=True),
    )
    op.create_index("slots_by_offer", "slot", ["offer_id", "starts"])


def _bookings() -> None:
    """Make the tables of what is booked."""
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("plan", index=True),
        _to("person", "pupil_id", index=True),
        _to("household", index=True, nullable=True),
        _to("school"),
        _to("offer", index=True),
        _to("slot", index=True),
        _to("person", "host_id", index=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        _moment("starts"),
        _moment("ends"),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        _to("person", "booked_by"),
        _moment("at"),
        _moment("changed"),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _moment("cancelled", nullable=True),
        _to("person", "cancelled_by", nullable=True),
    )
    live = sa.text(LIVE)
    op.create_index(
        "one_live_booking",
        "booking",
        ["plan_id", "household_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=live,
    )
    op.create_index("bookings_ahead", "booking", ["starts"], postgresql_where=live)
    op.create_table(
        "waiting",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("plan", index=True),
        _to("household", nullable=True),
        _to("person"),
        _moment("at"),
        sa.UniqueConstraint("plan_id", "household_id", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "talk_reminder",
        sa.Column("booking_id", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("starts", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("ahead", sa.String(16), primary_key=True),
        _moment("at"),
    )


def _to(table: str, name: str = "", *, index: bool = False, nullable: bool = False) -> sa.Column[UUID]:
    """Give a reference."""
    return sa.Column(name or f"{table}_id", sa.Uuid(), sa.ForeignKey(f"{table}.id"), nullable=nullable, index=index)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    """Give a moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
