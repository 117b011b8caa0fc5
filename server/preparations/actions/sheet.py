"""The material as one reader has it: sections with their questions, each with what was answered by whom, as far as it may be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from server.goals.policy import CLOSED
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import reached
from server.preparations.actions.earlier import earlier, owned
from server.preparations.actions.files import files_of
from server.preparations.actions.pieces import Part, Piece, Sheet
from server.preparations.models import Answer, Preparation
from server.preparations.policy import may_see
from server.templates.actions import forms_of
from server.templates.form import KIND, QuestionKind, Writer
from server.texts.actions import of_plan, states
from server.texts.document import html
from server.texts.policy import Right, right

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor, Standing
    from server.plans.models import Plan
    from server.preparations.actions.earlier import Earlier
    from server.templates.form import Form, Section
    from server.texts.models import Text
    from server.work import Work


async def preparations_of(session: AsyncSession, actor: Actor, plan: Plan) -> list[Preparation]:
    """Give the preparations of a plan that somebody may know of."""
    rows = await session.exec(
        select(Preparation).where(Preparation.plan_id == plan.id).order_by(col(Preparation.party), Preparation.subject, col(Preparation.id))
    )
    return [one for one in rows.unique() if may_see(actor, one)]


async def answers_of(session: AsyncSession, plan: Plan) -> list[Answer]:
    """Give a plan's answers in their order; the plan itself is there already."""
    if plan.template_version_id is None:
        return []
    there: Any = lazyload(Answer.plan)  # type: ignore[arg-type]  # a relationship, where it is asked of the class
    rows = await session.exec(select(Answer).options(there).where(Answer.plan_id == plan.id).order_by(col(Answer.position), col(Answer.id)))
    return list(rows)


async def sheet_of(work: Work, plan: Plan) -> Sheet:
    """Gather the material for the actor, with what was said last time beside what is theirs to write."""
    session, actor = work.session, work.actor
    pieces, forms = await _pieces(work, plan)
    form, who = forms.get(plan.template_version_id), standing(actor, plan)
    asked = [one for one in pieces if not one.is_former]
    parts = [Part(section, _of_section(section, asked, who, plan)) for section in form.sections] if form else []
    parts.append(Part(None, [one for one in asked if one.question is None and one.text]))
    parts.append(Part(None, [one for one in pieces if one.is_former], is_former=True))
    mine = {owned(part) for one in pieces if one.right is Right.write for part in (one.text, one.answer) if part}
    before = await earlier(work, plan, lambda part: owned(part) in mine) if mine else await earlier(work, plan)
    shown = [replace(part, pieces=[_beside(one, before) for one in part.pieces if not _is_idle(one, before)]) for part in parts]
    return Sheet(plan, form, [part for part in shown if part.pieces], before, await preparations_of(session, actor, plan))


async def _pieces(work: Work, plan: Plan) -> tuple[list[Piece], Mapping[UUID | None, Form]]:
    """Put together the texts and answers that the actor may read, a piece for each question and owner, in their order.

    The forms by which they are asked for come with them: the plan's own, and older ones whose questions were answered.
    """
    texts = [one for one in await of_plan(work.session, plan) if right(work.actor, one) is not Right.none]
    answers = [one for one in await answers_of(work.session, plan) if right(work.actor, one) is not Right.none]
    whole = await states(work.session, [one.id for one in texts])
    files = await files_of(work.session, [one.id for one in answers])
    own: list[Text | Answer] = [*texts, *answers]
    forms = await forms_of(work.session, {plan.template_version_id, *(one.asked_in for one in own)})
    pieces = {one.id: _piece(work.actor, forms.get(one.asked_in or plan.template_version_id), one) for one in own}
    levels = {(one.asked_in, owned(one)): one for one in answers if pieces[one.id].question}
    found: list[tuple[int, Piece]] = []
    for text in texts:
        level = levels.pop((text.asked_in, owned(text)), None) if text.question else None
        found.append((text.position, replace(pieces[text.id], text=text, answer=level, html=html(whole[text.id].update))))
    found += [(one.position, replace(pieces[one.id], answer=one, files=files.get(one.id, ()))) for one in levels.values()]
    return [piece for _, piece in sorted(found, key=lambda one: one[0])], forms


def _piece(actor: Actor, form: Form | None, part: Text | Answer) -> Piece:
    """Begin a piece with whose it is, and what may be done with it; what was chosen stays as it is once it is asked no longer."""
    may = Right.read if part.asked_in and isinstance(part, Answer) else right(actor, part)
    return Piece(form.question(part.question) if form else None, part.kind, part.household_id, part.subject, right=may)


def _of_section(section: Section, pieces: list[Piece], who: Standing, plan: Plan) -> list[Piece]:
    """Give the pieces of a section, owner by owner; goals to set stand where they are asked for, for those who are asked."""
    order = {question.key: place for place, question in enumerate(section.questions)}
    found = [(order[one.question.key], one) for one in pieces if one.question and one.question.key in order]
    if plan.phase not in CLOSED and _is_for(section.writer, who) and (section.writer is not Writer.home or reached(plan, Phase.shared)):
        kind = KIND[section.writer]
        home = min(who.households, default=None) if section.writer is Writer.home else None
        goals = [one for one in section.questions if one.kind is QuestionKind.set_goals]
        found += [(order[one.key], Piece(one, kind, home, right=Right.write)) for one in goals]
    return [one for _, one in sorted(found, key=lambda each: (str(each[1].household_id or ""), each[1].subject, each[0]))]


def _is_for(writer: Writer, who: Standing) -> bool:
    """Whether somebody is one of those who are asked for goals in a section."""
    asked = {
        Writer.pupil: (Role.pupil,),
        Writer.home: (Role.guardian, Role.contact),
        Writer.school: (Role.mentor, Role.teacher),
        Writer.together: (Role.pupil, Role.guardian, Role.contact, Role.mentor),
    }
    return who.is_any(*asked.get(writer, ()))


def _is_idle(piece: Piece, before: Earlier | None) -> bool:
    """Whether goals are to be followed up where there are none from before."""
    is_follow_up = piece.question is not None and piece.question.kind is QuestionKind.follow_up
    return is_follow_up and not (before and before.goals)


def _beside(piece: Piece, before: Earlier | None) -> Piece:
    """Lay what was said last time beside a question that is to be answered."""
    part = piece.text or piece.answer
    return replace(piece, before=before.said.get(owned(part))) if before and part else piece
