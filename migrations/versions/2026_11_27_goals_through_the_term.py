"""Goals through the term: faces and pictures of check-ins, what was called to mind, the schools' criteria, evaluations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_goals"
down_revision = "2026_11_27_out_and_away"
branch_labels = None
depends_on = None

_TABLES = (
    "goal_evaluation",
    "evaluation",
    "goal_criterion",
    "criterion",
    "criteria_import",
    "goal_call",
    "check_in_picture",
)


def _moment(name: str, *, maybe: bool = False) -> sa.Column[object]:
    """Make a column for a moment."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=maybe)


def _to(name: str, table: str, *, index: bool = False, maybe: bool = False) -> sa.Column[object]:
    """Make a reference."""
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), nullable=maybe, index=index)


def _part(name: str, table: str, *, index: bool = False) -> sa.Column[object]:
    """Make a reference that is part of the key."""
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), primary_key=True, index=index)


def upgrade() -> None:
    """Make the tables."""
    op.add_column("check_in", sa.Column("face", sa.Integer(), nullable=True))
    op.create_table("check_in_picture", _part("check_in_id", "check_in"), sa.Column("content", sa.LargeBinary(), nullable=False))
    op.create_table(
        "goal_call",
        _part("goal_id", "goal"),
        sa.Column("due", sa.Date(), primary_key=True),
        sa.Column("why", sa.String(16), primary_key=True),
        _moment("at"),
    )
    op.create_index("goals_with_a_last_day", "goal", ["due"], postgresql_where=sa.text("due IS NOT NULL AND status = 'ongoing'"))
    _criteria()
    _evaluations()


def _criteria() -> None:
    """Make the schools' lists of criteria."""
    op.create_table(
        "criterion",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("school_id", "school", index=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("years", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _moment("left", maybe=True),
    )
    op.create_table("goal_criterion", _part("goal_id", "goal"), _part("criterion_id", "criterion", index=True))
    op.create_table(
        "criteria_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("school_id", "school", index=True),
        _to("by_id", "person"),
        _moment("at"),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("bad", postgresql.JSONB(), nullable=False),
        _moment("applied", maybe=True),
    )


def _evaluations() -> None:
    """Make what each party says of a plan and its goals when they look back."""
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _to("plan_id", "plan", index=True),
        sa.Column("looker", sa.String(16), nullable=False),
        _to("household_id", "household", maybe=True),
        sa.Column("reads", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("face", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        _moment("asked_at"),
        _moment("given", maybe=True),
        _to("by_id", "person", maybe=True),
        sa.UniqueConstraint("plan_id", "looker", "household_id", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "goal_evaluation",
        _part("evaluation_id", "evaluation"),
        _part("goal_id", "goal", index=True),
        sa.Column("face", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("goals_with_a_last_day", "goal")
    op.drop_column("check_in", "face")
