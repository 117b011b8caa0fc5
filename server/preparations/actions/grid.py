"""The assessments of a class in one subject: a row a pupil, gathered in a few questions however many pupils there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from server.people.policy import standing
from server.plans.models import Phase, Plan
from server.preparations.actions.earlier import Earlier, Said, owned
from server.preparations.actions.pieces import Piece
from server.preparations.actions.progress import progress_of
from server.preparations.models import Answer, Party, Preparation
from server.templates.actions import forms_of
from server.texts.actions import states
from server.texts.document import html
from server.texts.models import Text, TextKind
from server.texts.policy import Right, right

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from markupsafe import Markup
    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.preparations.actions.earlier import Owned
    from server.preparations.actions.progress import Progress
    from server.templates.form import Form
    from server.work import Work

Kept = TypeVar("Kept", Text, Answer, Preparation)


@dataclass(frozen=True)
class Row:
    """One pupil's assessment in a subject, with the one from last time beside it."""

    one: Preparation
    form: Form | None
    pieces: list[Piece]
    progress: Progress
    before: Earlier | None

    @property
    def plan(self) -> Plan:
        """The pupil's plan."""
        return self.one.plan


@dataclass(frozen=True)
class _Said:
    """What stands in some plans, as far as somebody may read it."""

    texts: list[Text]
    answers: list[Answer]
    html: Mapping[UUID, Markup]

    def of(self, plan: UUID) -> dict[Owned, tuple[Text | None, Answer | None]]:
        """Give the texts and answers of one plan, by question and owner."""
        texts = {owned(one): one for one in self.texts if one.plan_id == plan}
        answers = {owned(one): one for one in self.answers if one.plan_id == plan}
        return {key: (texts.get(key), answers.get(key)) for key in {**texts, **answers}}


def subjects_in(actor: Actor, plans: Iterable[Plan]) -> list[str]:
    """Give the subjects in which somebody teaches pupils of some plans."""
    return sorted({subject for plan in plans for subject in standing(actor, plan).subjects})


async def rows_of(work: Work, plans: Sequence[Plan], subject: str) -> list[Row]:
    """Give the rows of those pupils whom the actor teaches a subject, in the order of their plans."""
    taught = [plan.id for plan in plans if subject in standing(work.actor, plan).subjects]
    wanted = col(Preparation.plan_id).in_(taught) & (col(Preparation.party) == Party.teachers) & (col(Preparation.subject) == subject)
    found = {one.plan_id: one for one in await _kept(work.session, Preparation, wanted)}
    return await rows_for(work, [found[key] for key in taught if key in found])


async def rows_for(work: Work, ones: Sequence[Preparation]) -> list[Row]:
    """Give the rows of some preparations of teachers."""
    plans = [one.plan for one in ones]
    before = await _plans_before(work.session, plans)
    forms = await forms_of(work.session, {plan.template_version_id for plan in [*plans, *before.values()]})
    now, then = await _said(work, plans), await _said(work, list(before.values()))
    progress = await progress_of(work.session, ones)
    return [
        Row(one, form, _pieces(work.actor, one, form, now, earlier), progress[one.id], earlier)
        for one in ones
        for form in [forms.get(one.plan.template_version_id)]
        for earlier in [_earlier(before.get(one.plan_id), forms, then)]
    ]


async def _kept(session: AsyncSession, model: type[Kept], where: ColumnElement[bool]) -> list[Kept]:
    """Give rows whose plans are loaded already."""
    there: Any = lazyload(model.plan)  # type: ignore[arg-type]  # a relationship, where it is asked of the class
    return list((await session.exec(select(model).options(there).where(where))).unique())


async def _plans_before(session: AsyncSession, plans: Sequence[Plan]) -> dict[UUID, Plan]:
    """Give each plan the pupil's newest one before it that was ever shown to the home."""
    pupils = {plan.pupil_id for plan in plans}
    rows = await session.exec(
        select(Plan).where(col(Plan.pupil_id).in_(pupils), Plan.phase != Phase.draft).order_by(col(Plan.begun).desc())
    )
    older = list(rows)
    found = {plan.id: next((one for one in older if one.pupil_id == plan.pupil_id and one.begun < plan.begun), None) for plan in plans}
    return {key: one for key, one in found.items() if one is not None}


async def _said(work: Work, plans: Sequence[Plan]) -> _Said:
    """Read the assessments of some plans."""
    keys = [plan.id for plan in plans]
    texts = await _kept(work.session, Text, col(Text.plan_id).in_(keys) & (col(Text.kind) == TextKind.assessment))
    answers = await _kept(work.session, Answer, col(Answer.plan_id).in_(keys) & (col(Answer.kind) == TextKind.assessment))
    readable = [one for one in texts if right(work.actor, one) is not Right.none]
    whole = await states(work.session, [one.id for one in readable])
    return _Said(
        readable,
        [one for one in answers if right(work.actor, one) is not Right.none],
        {one.id: html(whole[one.id].update) for one in readable},
    )


def _pieces(actor: Actor, one: Preparation, form: Form | None, now: _Said, before: Earlier | None) -> list[Piece]:
    """Put together the questions of one pupil's assessment."""
    found = []
    for key, (text, answer) in now.of(one.plan_id).items():
        part = text or answer
        question = form.question(part.question) if form and part else None
        if part is None or part.preparation_id != one.id or (question is None and text is None):
            continue
        said = before.said.get(key) if before else None
        piece = Piece(question, part.kind, None, one.subject, text, answer, right(actor, part), before=said)
        found.append((part.position, replace(piece, html=now.html[text.id]) if text else piece))
    return [piece for _, piece in sorted(found, key=lambda each: each[0])]


def _earlier(plan: Plan | None, forms: Mapping[UUID | None, Form], then: _Said) -> Earlier | None:
    """Give what was said in the plan before."""
    if plan is None:
        return None
    said = {key: Said(then.html[text.id] if text else None, answer) for key, (text, answer) in then.of(plan.id).items()}
    return Earlier(plan, forms.get(plan.template_version_id), [], {key: one for key, one in said.items() if one.html or _is_given(one)})


def _is_given(said: Said) -> bool:
    """Whether something was chosen."""
    return said.answer is not None and said.answer.value is not None
