"""Hands in what has been prepared in a demo school, as far as each plan has come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from server.columns import now
from server.people.models import Relation, RelationKind
from server.plans.actions import form_of
from server.plans.models import Phase, Plan
from server.preparations.models import Answer, Party, Preparation
from server.templates.form import QuestionKind
from server.texts.models import Text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.templates.form import Question

THIRD = 3
GLAD = 3
"""The fourth of the five faces."""


async def hand_in_as_far(session: AsyncSession, plan: Plan, place: int) -> None:
    """Hand in what must be for the phase that a plan is in; of a class that still prepares, every third pupil has handed in."""
    shown, form = plan.phase is not Phase.draft, await form_of(session, plan)
    for one in (await session.exec(select(Preparation).where(Preparation.plan_id == plan.id))).unique():
        in_time = (
            plan.phase in {Phase.talk, Phase.in_use}
            if one.party is Party.home
            else shown or (one.party is Party.pupil and place % THIRD == 0)
        )
        if in_time:
            one.ready, one.ready_by = now() - timedelta(days=2), await _whose(session, plan, one)
            for answer in (await session.exec(select(Answer).where(Answer.preparation_id == one.id))).unique():
                question = form.question(answer.question) if form else None
                answer.value, answer.by_id = _said(question) if question else None, one.ready_by
            for part in (Text, Answer):
                await session.exec(update(part).where(col(part.preparation_id) == one.id).values(open=False))


def _said(question: Question) -> object:
    """Give an answer that a question of its kind can have: something in the middle, a glad face."""
    match question.kind:
        case QuestionKind.faces:
            return GLAD
        case QuestionKind.choice:
            return [0]
        case QuestionKind.scale | QuestionKind.assessment:
            return len(question.choices) // 2
        case _:
            return None


async def _whose(session: AsyncSession, plan: Plan, one: Preparation) -> UUID:
    """Give somebody whose a preparation is."""
    if one.party is Party.home:
        wanted = select(Relation.person_id).where(Relation.household_id == one.household_id, Relation.pupil_id == plan.pupil_id)
        return (await session.exec(wanted.order_by(col(Relation.person_id)))).first() or plan.pupil_id
    if one.party is Party.teachers:
        wanted = select(Relation.person_id).where(Relation.kind == RelationKind.mentor_of, Relation.pupil_id == plan.pupil_id)
        return (await session.exec(wanted)).first() or plan.pupil_id
    return plan.pupil_id
