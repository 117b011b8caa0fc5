"""templates, rounds and preparations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_rounds"
down_revision = "2026_11_24_roster_import"
branch_labels = None
depends_on = None

KIND = postgresql.ENUM(name="textkind", create_type=False)
PREPARED = "('self_assessment', 'home_preparation', 'assessment')"
PARTY = "CASE kind WHEN 'self_assessment' THEN 'pupil' WHEN 'assessment' THEN 'teachers' ELSE 'home' END::party"


def upgrade() -> None:
    """Bring the change; what was prepared so far gets a preparation, so that it can be handed in."""
    op.execute("ALTER TYPE textkind ADD VALUE IF NOT EXISTS 'school'")
    _templates()
    _rounds()
    _preparations()
    _bundles()
    op.execute(
        f"INSERT INTO preparation (id, plan_id, party, household_id, subject, asked) "  # noqa: S608  # nothing from outside
        f"SELECT gen_random_uuid(), plan_id, {PARTY}, household_id, subject, true FROM text WHERE kind IN {PREPARED} "
        "GROUP BY plan_id, kind, household_id, subject"
    )
    op.execute(
        f"UPDATE text SET preparation_id = p.id FROM preparation p WHERE p.plan_id = text.plan_id AND text.kind IN {PREPARED} "  # noqa: S608  # as above
        f"AND p.party = {PARTY} AND p.household_id IS NOT DISTINCT FROM text.household_id AND p.subject = text.subject"
    )


def _templates() -> None:
    """Make the templates and their versions."""
    op.create_table(
        "template",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organisation_id", sa.Uuid(), sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id"), nullable=True, index=True),
        sa.Column("made_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft", postgresql.JSONB(), nullable=False),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("archived", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "template_version",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("template_id", sa.Uuid(), sa.ForeignKey("template.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.UniqueConstraint("template_id", "number"),
    )


def _rounds() -> None:
    """Make the rounds, and tie plans to them."""
    op.create_table(
        "round",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organisation_id", sa.Uuid(), sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id"), nullable=False, index=True),
        sa.Column("class_id", sa.Uuid(), sa.ForeignKey("class.id"), nullable=False, index=True),
        sa.Column("term_id", sa.Uuid(), sa.ForeignKey("term.id"), nullable=True, index=True),
        sa.Column("template_version_id", sa.Uuid(), sa.ForeignKey("template_version.id"), nullable=False, index=True),
        sa.Column("begun_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_out", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("talk_only", "asks_pupil", "asks_teachers", "asks_home")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("prepare_school_by", "prepare_home_by", "book_by", "talk_by")),
        sa.UniqueConstraint("class_id", "term_id", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "plan_years",
        sa.Column("school_id", sa.Uuid(), sa.ForeignKey("school.id"), primary_key=True),
        sa.Column("years", postgresql.ARRAY(sa.String()), nullable=False),
    )
    op.add_column("plan", sa.Column("round_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("plan_round_id_fkey", "plan", "round", ["round_id"], ["id"])
    op.create_index(op.f("ix_plan_round_id"), "plan", ["round_id"])
    op.add_column("plan", sa.Column("template_version_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("plan_template_version_id_fkey", "plan", "template_version", ["template_version_id"], ["id"])


def _preparations() -> None:
    """Make the preparations and answers, and tie texts to them."""
    op.create_table(
        "preparation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("party", sa.Enum("pupil", "teachers", "home", name="party"), nullable=False),
        sa.Column("household_id", sa.Uuid(), sa.ForeignKey("household.id"), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("ready", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("plan_id", "party", "household_id", "subject", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("preparation_id", sa.Uuid(), sa.ForeignKey("preparation.id"), nullable=True, index=True),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("household_id", sa.Uuid(), sa.ForeignKey("household.id"), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reads", postgresql.JSONB(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=True),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
    )
    op.add_column("text", sa.Column("question", sa.String(), nullable=False, server_default=""))
    op.alter_column("text", "question", server_default=None)
    op.add_column("text", sa.Column("reads", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("text", "reads", server_default=None)
    op.add_column("text", sa.Column("preparation_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("text_preparation_id_fkey", "text", "preparation", ["preparation_id"], ["id"])
    op.create_index(op.f("ix_text_preparation_id"), "text", ["preparation_id"])


def _bundles() -> None:
    """Let notices be one for a class."""
    op.add_column("notice", sa.Column("bundle_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE notice SET bundle_id = plan_id")
    op.alter_column("notice", "bundle_id", nullable=False)
    _one_unread("bundle_id")


def _one_unread(of: str) -> None:
    """Hold that there is one unread notice of a kind for a person and a plan, or a class."""
    op.drop_index("one_unread_notice", table_name="notice")
    unread = sa.text("read IS NULL")
    op.create_index("one_unread_notice", "notice", ["person_id", of, "kind"], unique=True, postgresql_where=unread)


def downgrade() -> None:
    """Take the change back; the kind of text stays, PostgreSQL forgets none."""
    op.execute("DELETE FROM notice WHERE bundle_id <> plan_id")
    _one_unread("plan_id")
    op.drop_column("notice", "bundle_id")
    for column in ("preparation_id", "reads", "question"):
        op.drop_column("text", column)
    op.drop_table("answer")
    op.drop_table("preparation")
    sa.Enum(name="party").drop(op.get_bind())
    op.drop_column("plan", "template_version_id")
    op.drop_column("plan", "round_id")
    for table in ("plan_years", "round", "template_version", "template"):
        op.drop_table(table)
