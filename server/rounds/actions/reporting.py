"""What moving a round to a newer version of its template would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, tuple_, union_all
from sqlmodel import col

from server.plans.models import Plan
from server.plans.policy import LOCKED
from server.preparations.models import Answer, Preparation
from server.rounds.actions.comparing import compare
from server.templates.form import Form
from server.templates.models import TemplateVersion
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.comparing import Difference
    from server.rounds.models import Round


@dataclass(frozen=True)
class Report:
    """What would change, for how many."""

    old: Form
    new: Form
    difference: Difference
    answered: dict[str, int]
    """How many have answered what would no longer be asked, by the question's key."""
    plans: int
    locked: int
    """Plans that are locked stay as they are."""
    handed_in: int
    """So many parts are handed in, several of one plan among them: new questions in them can be answered only once they are taken back."""


async def report_on(session: AsyncSession, held: Round, version: TemplateVersion) -> Report:
    """Say what moving to a version would do."""
    mine = await session.get_one(TemplateVersion, held.template_version_id)
    old, new = Form.model_validate(mine.body), Form.model_validate(version.body)
    difference = compare(old, new)
    in_round, is_locked = col(Plan.round_id) == held.id, col(Plan.phase).in_(LOCKED) | col(Plan.proposed).is_not(None)
    counted = select(func.count().filter(~is_locked), func.count().filter(is_locked)).select_from(Plan).where(in_round)
    open_plans = select(col(Plan.id)).where(in_round, ~is_locked)
    ready = (
        select(func.count()).select_from(Preparation).where(col(Preparation.plan_id).in_(open_plans), col(Preparation.ready).is_not(None))
    )
    connection = await session.connection()
    plans, locked = (await connection.execute(counted)).one()
    handed_in = (await connection.execute(ready)).scalar_one()
    return Report(old, new, difference, await _answered(session, open_plans, difference.lost), plans, locked, handed_in)


async def _answered(session: AsyncSession, plans: Any, keys: Collection[str]) -> dict[str, int]:  # noqa: ANN401  # SQLAlchemy's own
    """Count who has answered some questions: a household, a subject's teachers, or the pupil is one each."""

    def those(part: type[Text | Answer], said: ColumnElement[bool]) -> Any:  # noqa: ANN401  # as above
        wanted = select(col(part.question), col(part.plan_id), col(part.household_id), col(part.subject), col(part.kind))
        return wanted.where(col(part.question).in_(keys), col(part.plan_id).in_(plans), col(part.asked_in).is_(None), said)

    found = union_all(those(Text, col(Text.seq) > 0), those(Answer, col(Answer.value).is_not(None))).subquery()
    question, *who = found.c
    rows = await (await session.connection()).execute(select(question, func.count(tuple_(*who).distinct())).group_by(question))
    return dict(rows.all())
