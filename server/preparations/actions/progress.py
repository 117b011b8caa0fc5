"""How far preparations have come: whether anything is in them, and which required questions are still empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from server.goals.models import Goal, Status
from server.people.models import Relation
from server.preparations.actions.earlier import goals_before
from server.preparations.models import Answer, Attachment, Party
from server.templates.actions import forms_of
from server.templates.form import KIND, QuestionKind
from server.texts.actions import states
from server.texts.document import plain
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.preparations.models import Preparation
    from server.templates.form import Form, Question

KIND_OF = {Party.pupil: TextKind.self_assessment, Party.teachers: TextKind.assessment, Party.home: TextKind.home_preparation}
PLAIN = ""
"""What stands for the one text that a plan without a template has for each party."""


@dataclass(frozen=True)
class Progress:
    """Whether anything is in a preparation, and the keys of the required questions that are still empty."""

    begun: bool
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether there is something to hand in, and nothing that must still be answered."""
        return self.begun and not self.missing


@dataclass(frozen=True)
class _Filled:
    """Of one preparation: the questions that have a part in it, and those of whose parts one is empty."""

    there: frozenset[str]
    empty: frozenset[str]
    parts: dict[str, Any]
    """What was answered to each question in another way than in a text."""
    begun: bool


async def progress_of(session: AsyncSession, ones: Collection[Preparation], *, exactly: bool = True) -> dict[UUID, Progress]:
    """Say how far preparations have come. A text without a letter is empty; not `exactly`, one that was ever written in is not."""
    filled = await _filled(session, [one.id for one in ones], exactly=exactly)
    forms = await forms_of(session, {one.plan.template_version_id for one in ones})
    return {
        one.id: Progress(filled[one.id].begun, tuple(await _missing(session, one, forms.get(one.plan.template_version_id), filled[one.id])))
        for one in ones
    }


async def _filled(session: AsyncSession, keys: list[UUID], *, exactly: bool) -> dict[UUID, _Filled]:
    """Look at what is in each preparation."""
    texts = (
        await session.exec(select(Text.id, Text.preparation_id, Text.question, Text.seq).where(col(Text.preparation_id).in_(keys)))
    ).all()
    whole = await states(session, [text for text, _, _, seq in texts if seq]) if exactly else {}
    files = select(func.count()).where(Attachment.answer_id == Answer.id).correlate(Answer).scalar_subquery()
    answers = (
        await session.exec(select(Answer.preparation_id, Answer.question, Answer.value, files).where(col(Answer.preparation_id).in_(keys)))
    ).all()
    rows: dict[UUID | None, list[tuple[str, Any, bool]]] = {key: [] for key in keys}
    for key, of, question, seq in texts:
        rows[of].append((question, None, bool(seq) and (not exactly or bool(plain(whole[key].update).strip()))))
    for of, question, value, count in answers:
        rows[of].append((question, value, value is not None or bool(count)))
    return {key: _of(rows[key]) for key in keys}


def _of(rows: list[tuple[str, Any, bool]]) -> _Filled:
    """Put together what is in one preparation."""
    return _Filled(
        frozenset(question for question, _, _ in rows),
        frozenset(question for question, _, is_there in rows if not is_there),
        {question: value for question, value, _ in rows if value is not None},
        any(is_there for _, _, is_there in rows),
    )


async def _missing(session: AsyncSession, one: Preparation, form: Form | None, filled: _Filled) -> list[str]:
    """Give the required questions that are still empty; without a form the one text, but for the home's."""
    if form is None:
        return [PLAIN] if one.party is not Party.home and not filled.begun else []
    kind = KIND_OF[one.party]
    asked = [question for section in form.sections if KIND[section.writer] is kind for question in section.questions if question.required]
    return [question.key for question in asked if await _is_empty(session, one, question, filled)]


async def _is_empty(session: AsyncSession, one: Preparation, question: Question, filled: _Filled) -> bool:
    """Whether a required question is still to be answered."""
    if question.kind is QuestionKind.set_goals:
        return not await _proposed(session, one)
    if question.kind is QuestionKind.follow_up:
        goals = {str(goal.id) for goal in await goals_before(session, one.plan)}
        return not goals <= set(filled.parts.get(question.key) or {})
    return question.key in filled.there and question.key in filled.empty


async def _proposed(session: AsyncSession, one: Preparation) -> int:
    """Count the goals that a party has proposed in the plan."""
    adults = select(Relation.person_id).where(Relation.pupil_id == one.plan.pupil_id, Relation.household_id == one.household_id)
    by = Goal.proposed_by == one.plan.pupil_id if one.party is Party.pupil else col(Goal.proposed_by).in_(adults)
    counted = await session.exec(
        select(func.count()).select_from(Goal).where(Goal.plan_id == one.plan_id, by, Goal.status != Status.cancelled)
    )
    return counted.one()
