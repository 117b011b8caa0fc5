"""The past of texts; how small a group may be counted; and a guard that lets nothing in an archived plan change."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_history"
down_revision = "2026_11_27_goals"
branch_labels = None
depends_on = None

_GUARD = (
    """
    CREATE FUNCTION refuse_archived() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        of_plan uuid;
    BEGIN
        IF current_setting('stegvis.archive', true) = 'open' THEN RETURN NEW; END IF;
        CASE TG_ARGV[0]
            WHEN 'plan' THEN of_plan := NEW.plan_id;
            WHEN 'goal' THEN SELECT plan_id INTO of_plan FROM goal WHERE id = NEW.goal_id;
            WHEN 'thread' THEN SELECT plan_id INTO of_plan FROM thread WHERE id = NEW.thread_id;
            WHEN 'answer' THEN SELECT plan_id INTO of_plan FROM answer WHERE id = NEW.answer_id;
            WHEN 'evaluation' THEN SELECT plan_id INTO of_plan FROM evaluation WHERE id = NEW.evaluation_id;
            WHEN 'agreement' THEN SELECT plan_id INTO of_plan FROM agreement WHERE id = NEW.agreement_id;
        END CASE;
        IF EXISTS (SELECT FROM plan WHERE id = of_plan AND phase = 'archived')
            AND position(of_plan::text IN coalesce(current_setting('stegvis.archiving', true), '')) = 0
        THEN RAISE EXCEPTION 'the plan % is archived', of_plan USING ERRCODE = 'restrict_violation'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION keep_archived() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('stegvis.archive', true) = 'open' THEN RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' THEN
            IF OLD.phase = 'archived' THEN
                IF position(OLD.id::text IN coalesce(current_setting('stegvis.archiving', true), '')) > 0 THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'the plan % is archived', OLD.id USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        IF NEW.phase = 'archived' THEN
            PERFORM set_config('stegvis.archiving', coalesce(current_setting('stegvis.archiving', true), '') || NEW.id, true);
            IF TG_OP = 'UPDATE' THEN UPDATE text SET open = false WHERE plan_id = NEW.id AND open; END IF;
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER keep_archived BEFORE INSERT OR UPDATE OF phase, locked, proposed, begun, term_id, template_version_id, round_id ON plan
        FOR EACH ROW EXECUTE FUNCTION keep_archived()
    """,
)
"""In the transaction that archives a plan, or brings in one that is archived already, its rows may still be written. Whoever disposes of
archived plans says `SET LOCAL stegvis.archive = 'open'`. Nothing is inserted behind a text that is not open, so texts need no more."""

_GUARDED = {
    "goal": ("plan", "title, why, school_does, pupil_does, home_does, subject, criteria, evaluation, status, due"),
    "check_in": ("goal", "words"),
    "thread": ("plan", "resolved"),
    "comment": ("thread", "words, taken_back"),
    "version": ("plan", "body, sha256, number"),
    "agreement": ("plan", "body, taken_back, version_id"),
    "assent": ("agreement", "yes, objection"),
    "attachment": ("answer", "name, content"),
    "evaluation": ("plan", "face, words, given"),
    "goal_evaluation": ("evaluation", "face, words"),
    "goal_criterion": ("goal", "criterion_id"),
}
_CHANGED_ONLY = {"text": ("plan", "open, seq, epoch"), "answer": ("plan", "value, open"), "preparation": ("plan", "ready, closed, asked")}
"""They are made by the thousand when a school is handed its material, and never in a plan that is archived."""


def upgrade() -> None:
    """Make the tables and the guard; what is folded already becomes the first state of its text."""
    op.create_table(
        "text_past",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("text_id", sa.Uuid(), sa.ForeignKey("text.id"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True, index=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )
    op.create_index("past_of_a_text", "text_past", ["text_id", "seq"])
    op.execute("""
        INSERT INTO text_past (id, text_id, seq, since, at, payload)
        SELECT gen_random_uuid(), s.text_id, s.seq, s.at, s.at, s.payload FROM text_snapshot s
        JOIN text t ON t.id = s.text_id JOIN plan p ON p.id = t.plan_id WHERE p.phase <> 'archived'
    """)
    op.create_table(
        "smallest_group",
        sa.Column("organisation_id", sa.Uuid(), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("pupils", sa.Integer(), nullable=False),
    )
    for statement in _GUARD:
        op.execute(statement)
    for table, (way, columns) in _GUARDED.items():
        _guard(table, way, f"INSERT OR UPDATE OF {columns}")
    for table, (way, columns) in _CHANGED_ONLY.items():
        _guard(table, way, f"UPDATE OF {columns}", "WHEN (OLD.* IS DISTINCT FROM NEW.*)")


def _guard(table: str, way: str, acts: str, when: str = "") -> None:
    """Let the guard stand before a table."""
    op.execute(f"CREATE TRIGGER refuse_archived BEFORE {acts} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse_archived('{way}')")


def downgrade() -> None:
    """Take the change back."""
    for table in (*_GUARDED, *_CHANGED_ONLY):
        op.execute(f"DROP TRIGGER refuse_archived ON {table}")
    for statement in ("TRIGGER keep_archived ON plan", "FUNCTION keep_archived()", "FUNCTION refuse_archived()"):
        op.execute(f"DROP {statement}")
    op.drop_table("smallest_group")
    op.drop_table("text_past")
