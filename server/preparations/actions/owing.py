"""What the school itself has still to answer: its own part belongs to no party's preparation, and so is handed in by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.preparations.models import Answer
from server.templates.actions import forms_of
from server.templates.form import Writer
from server.texts.actions import states
from server.texts.document import plain
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from server.templates.form import Form, Question


async def owed_by_school(session: AsyncSession, plans: Sequence[Plan]) -> dict[UUID, list[Question]]:
    """Give, for each plan that asks the school something it must answer, the questions that are still empty."""
    forms = await forms_of(session, {plan.template_version_id for plan in plans})
    required = {key: found for key, form in forms.items() if (found := _required(form))}
    asked = [plan for plan in plans if plan.template_version_id in required]
    if not asked:
        return {}
    empty = await _empty(session, [plan.id for plan in asked])
    owed = {plan.id: [one for one in required[plan.template_version_id] if (plan.id, one.key) in empty] for plan in asked}
    return {plan: questions for plan, questions in owed.items() if questions}


def _required(form: Form) -> list[Question]:
    """Give the questions that the school must answer."""
    return [question for section in form.sections if section.writer is Writer.school for question in section.questions if question.required]


async def _empty(session: AsyncSession, plans: list[UUID]) -> set[tuple[UUID, str]]:
    """Give the plans' parts of the school in which there is nothing, by plan and question; a text without a letter is empty."""
    texts = await session.exec(
        select(Text.plan_id, Text.question, Text.id, Text.seq).where(
            col(Text.plan_id).in_(plans), Text.kind == TextKind.school, col(Text.asked_in).is_(None)
        )
    )
    found = texts.all()
    whole = await states(session, [key for *_, key, seq in found if seq])
    answers = await session.exec(
        select(Answer.plan_id, Answer.question).where(
            col(Answer.plan_id).in_(plans), Answer.kind == TextKind.school, col(Answer.asked_in).is_(None), col(Answer.value).is_(None)
        )
    )
    blank = {(plan, question) for plan, question, key, seq in found if not seq or not plain(whole[key].update).strip()}
    return blank | set(answers)
