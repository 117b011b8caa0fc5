"""Archives of pupils, retention profiles, holds and disposals; a locked version is deleted by a disposal and by nothing else."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_out_and_away"
down_revision = "2026_11_27_agreements"
branch_labels = None
depends_on = None

KEPT = """
CREATE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('stegvis.disposal', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'a locked version is deleted by a disposal alone';
    END IF;
    IF NEW.id <> OLD.id OR NEW.body <> OLD.body OR NEW.sha256 <> OLD.sha256 THEN
        RAISE EXCEPTION 'a locked version never changes';
    END IF;
    RETURN NEW;
END
$$
"""
GUARDED = ("version", "version_document")


def key(name: str, table: str, *, may_be_missing: bool = False, index: bool = True) -> sa.Column[object]:
    """Give a reference."""
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), nullable=may_be_missing, index=index)


def moment(name: str, *, may_be_missing: bool = False) -> sa.Column[object]:
    """Give a moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=may_be_missing)


def pieces(table: str, owner: str) -> None:
    """Make a table of pieces."""
    op.create_table(
        table,
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey(f"{owner}.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )


def upgrade() -> None:
    """Make the tables, and let the database keep locked versions."""
    exports()
    retention()
    op.execute(KEPT)
    for table in GUARDED:
        op.execute(f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION record_is_kept()")


def exports() -> None:
    """Make the tables of archives."""
    op.create_table(
        "pupil_export",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("organisation_id", "organisation"),
        key("pupil_id", "person"),
        key("asked_by", "person"),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("with_identity", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        moment("at"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        moment("made", may_be_missing=True),
        moment("expires", may_be_missing=True),
        moment("fetched", may_be_missing=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("holds", postgresql.ARRAY(sa.String()), nullable=False),
    )
    op.create_index("exports_to_make", "pupil_export", ["at"], postgresql_where=sa.text("state = 'waiting'"))
    pieces("export_piece", "pupil_export")
    op.create_table(
        "pupil_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("organisation_id", "organisation"),
        key("school_id", "school"),
        key("pupil_id", "person"),
        key("brought_by", "person"),
        moment("at"),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
    )
    pieces("import_piece", "pupil_import")
    op.create_table(
        "past_author",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        key("household_id", "household", may_be_missing=True, index=False),
        key("import_id", "pupil_import", may_be_missing=True, index=False),
    )


def retention() -> None:
    """Make the tables of retention."""
    op.create_table(
        "retention_rule",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("organisation_id", "organisation", index=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        key("set_by", "person", index=False),
        moment("at"),
        sa.UniqueConstraint("organisation_id", "kind"),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("pupil_id", "person"),
        key("placed_by", "person", index=False),
        sa.Column("reason", sa.String(), nullable=False),
        moment("at"),
        moment("lifted", may_be_missing=True),
        key("lifted_by", "person", may_be_missing=True, index=False),
    )
    op.create_index("one_hold", "hold", ["pupil_id"], unique=True, postgresql_where=sa.text("lifted IS NULL"))
    op.create_table(
        "disposal",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("organisation_id", "organisation"),
        key("school_id", "school", may_be_missing=True),
        key("proposed_by", "person", index=False),
        moment("at"),
        moment("expires"),
        sa.Column("state", sa.String(16), nullable=False),
        key("approved_by", "person", may_be_missing=True, index=False),
        moment("approved", may_be_missing=True),
        moment("done", may_be_missing=True),
        sa.Column("report", postgresql.JSONB(), nullable=False),
    )
    op.create_index("disposals_to_do", "disposal", ["approved"], postgresql_where=sa.text("state = 'approved'"))
    op.create_table(
        "disposal_item",
        sa.Column("id", sa.Uuid(), primary_key=True),
        key("disposal_id", "disposal"),
        sa.Column("kind", sa.String(16), nullable=False),
        key("pupil_id", "person", index=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    for table in GUARDED:
        op.execute(f"DROP TRIGGER {table}_is_kept ON {table}")
    op.execute("DROP FUNCTION record_is_kept")
    for table in ("disposal_item", "disposal", "hold", "retention_rule", "past_author", "import_piece", "pupil_import", "export_piece"):
        op.drop_table(table)
    op.drop_table("pupil_export")
