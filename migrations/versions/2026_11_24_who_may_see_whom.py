"""who may see whom."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_who_may_see_whom"
down_revision = "2026_11_24_mails"
branch_labels = None
depends_on = None

TARGET = "coalesce(pupil_id, class_id, school_id, organisation_id)"


def upgrade() -> None:
    """Bring the change."""
    op.execute("ALTER TYPE relationkind ADD VALUE IF NOT EXISTS 'let_in_by'")
    op.add_column("event", sa.Column("pupil_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(None, "event", "person", ["pupil_id"], ["id"])
    op.create_index(op.f("ix_event_pupil_id"), "event", ["pupil_id"], unique=False)
    op.execute("UPDATE event SET pupil_id = (data->>'pupil')::uuid WHERE data->>'pupil' IS NOT NULL")
    op.add_column("person", sa.Column("protected_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(None, "person", "person", ["protected_by"], ["id"])
    op.create_index(op.f("ix_person_born"), "person", ["born"], unique=False)
    for name in ("subject", "reason", "end_reason"):
        op.add_column("relation", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("relation", name, server_default=None)
    for name in ("made_by", "ended_by"):
        op.add_column("relation", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(None, "relation", "person", [name], ["id"])
    op.add_column("relation", sa.Column("due", sa.DateTime(timezone=True), nullable=True))
    op.create_index("relations_to_come_due", "relation", ["due"], unique=False, postgresql_where=sa.text("due IS NOT NULL"))
    op.execute("UPDATE relation SET due = until WHERE until > now()")
    _one_open(("person_id", "kind", sa.text(TARGET), "subject"))
    op.drop_constraint("plan_pupil_id_term_id_key", "plan", type_="unique")
    op.create_unique_constraint("plan_pupil_id_term_id_school_id_key", "plan", ["pupil_id", "term_id", "school_id"])


def downgrade() -> None:
    """Take it back; the kind of relation stays, PostgreSQL forgets none."""
    op.drop_constraint("plan_pupil_id_term_id_school_id_key", "plan", type_="unique")
    op.create_unique_constraint("plan_pupil_id_term_id_key", "plan", ["pupil_id", "term_id"])
    _one_open(("person_id", "kind", sa.text(TARGET)))
    op.drop_index("relations_to_come_due", table_name="relation")
    for name in ("due", "ended_by", "made_by", "end_reason", "reason", "subject"):
        op.drop_column("relation", name)
    op.drop_index(op.f("ix_person_born"), table_name="person")
    op.drop_column("person", "protected_by")
    op.drop_index(op.f("ix_event_pupil_id"), table_name="event")
    op.drop_column("event", "pupil_id")


def _one_open(of: tuple[str | sa.TextClause, ...]) -> None:
    """Make the index anew under which a relation is there once while it is open."""
    op.drop_index("one_open_relation", table_name="relation")
    op.create_index("one_open_relation", "relation", list(of), unique=True, postgresql_where=sa.text("until IS NULL"))
