"""Answering a question in another way than in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.errors import LockedError, WrongFormError
from server.preparations.actions.earlier import goals_before
from server.preparations.actions.values import read_value
from server.preparations.events import Answered
from server.templates.actions import forms_of
from server.templates.form import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.preparations.models import Answer
    from server.templates.form import Form, Question
    from server.work import Work


async def asked_by(session: AsyncSession, answer: Answer) -> tuple[Form, Question]:
    """Give the question that an answer answers, and the form it stands in.

    Raises:
        WrongFormError: the form does not ask it any more.
    """
    version = answer.asked_in or answer.plan.template_version_id
    form = (await forms_of(session, [version])).get(version)
    question = form.question(answer.question) if form else None
    if form is None or question is None:
        raise WrongFormError
    return form, question


async def answer_with(work: Work, answer: Answer, given: Mapping[str, str]) -> None:
    """Keep what was chosen, and tell those who may read it; the same again changes nothing. The answer must be held.

    Raises:
        WrongFormError: it cannot be answered so.
        LockedError: it is handed in, or asked no longer.
    """
    if not answer.open or answer.asked_in:
        raise LockedError
    _form, question = await asked_by(work.session, answer)
    goals = await goals_before(work.session, answer.plan) if question.kind is QuestionKind.follow_up else []
    value = read_value(question, given, {goal.id for goal in goals})
    if value == answer.value:
        return
    answer.value, answer.by_id, answer.at = value, work.actor.id, now()
    work.tell(Answered(plan=answer.plan_id, answer=answer.id, preparation=answer.preparation_id))
