"""What a locked version says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.goals.actions.criteria import tied
from server.goals.models import Goal, Status
from server.people.models import Person
from server.preparations.models import Answer
from server.schools.models import Class, Organisation, School, Term
from server.templates.actions import forms_of
from server.templates.form import QuestionKind
from server.texts.actions import of_plan, states
from server.texts.document import html
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from server.templates.form import Form, Question

RECORD = (TextKind.assessment, TextKind.school, TextKind.talk_notes, TextKind.agreement)
"""The parts that the locked version holds; preparations are working material and stay outside the record."""
_GOAL = {"id", "title", "why", "school_does", "pupil_does", "home_does", "subject", "criteria", "due", "status", "evaluation"}


async def form_of(session: AsyncSession, plan: Plan) -> Form | None:
    """Give the form by which a plan's material was handed out, if it was by a template."""
    return (await forms_of(session, [plan.template_version_id])).get(plan.template_version_id)


async def record(session: AsyncSession, plan: Plan, agreed: Collection[UUID] = ()) -> dict[str, Any]:
    """Say what the plan says: the record's texts as HTML, the levels of assessments, and the goals that are agreed.

    Headings are said as the template had them, in its languages, and names as they are now, so that the record needs nothing beside
    itself. A proposed goal that is agreed with it stands in it as what it becomes.
    """
    form = await form_of(session, plan)
    goals = await session.exec(
        select(Goal)
        .where(Goal.plan_id == plan.id, col(Goal.status).not_in([Status.proposed, Status.cancelled]) | col(Goal.id).in_(agreed))
        .order_by(col(Goal.at), col(Goal.id))
    )
    return {
        "plan": str(plan.id),
        "pupil": str(plan.pupil_id),
        "about": await _about(session, plan),
        "form": form.title if form else {},
        "texts": await _texts(session, plan),
        "levels": await _levels(session, plan),
        "goals": await _goals(session, list(goals.unique())),
    }


async def _goals(session: AsyncSession, goals: list[Goal]) -> list[dict[str, Any]]:
    """Say goals as they are agreed, with the criteria that they are tied to in the words that these have now."""
    ties = await tied(session, goals)
    return [{**_goal(goal), **({"tied": [one.text for one in ties[goal.id]]} if ties[goal.id] else {})} for goal in goals]


def _goal(goal: Goal) -> dict[str, Any]:
    """Say a goal as it is agreed."""
    is_new = goal.status is Status.proposed
    said = goal.model_dump(mode="json", include=_GOAL)
    return {**said, "new": is_new, "status": Status.ongoing if is_new else goal.status}


async def _about(session: AsyncSession, plan: Plan) -> dict[str, str]:
    """Say whose plan it is: the pupil, class, term, school and its owner, by name."""
    pupil, klass = await session.get_one(Person, plan.pupil_id), await session.get_one(Class, plan.class_id)
    term = await session.get(Term, plan.term_id) if plan.term_id else None
    school, owner = await session.get_one(School, plan.school_id), await session.get_one(Organisation, plan.organisation_id)
    names = {"pupil": pupil.name, "class": klass.name, "term": term.title if term else "", "school": school.name}
    return {**names, "organisation": owner.name}


async def _texts(session: AsyncSession, plan: Plan) -> list[dict[str, Any]]:
    """Say the record's texts."""
    texts = [text for text in await of_plan(session, plan) if text.kind in RECORD]
    asked = await _asked(session, plan, texts)
    whole = await states(session, [text.id for text in texts])
    return [
        {
            "kind": text.kind,
            "subject": text.subject,
            "title": question.title if (question := asked[text.id]) else {},
            "html": str(html(whole[text.id].update)),
            "seq": whole[text.id].seq,
        }
        for text in texts
    ]


async def _asked(session: AsyncSession, plan: Plan, parts: Sequence[Text | Answer]) -> dict[UUID, Question | None]:
    """Give what each part was asked, by the form in which it was: also what a newer one no longer asks. None where there is no form."""
    forms = await forms_of(session, [plan.template_version_id, *(one.asked_in for one in parts)])
    found = {one.id: forms.get(one.asked_in or plan.template_version_id) for one in parts}
    return {one.id: form.question(one.question) if (form := found[one.id]) else None for one in parts}


async def _levels(session: AsyncSession, plan: Plan) -> list[dict[str, Any]]:
    """Say which level each subject was assessed at, in words."""
    rows = await session.exec(
        select(Answer)
        .where(Answer.plan_id == plan.id, col(Answer.kind).in_(RECORD), col(Answer.value).is_not(None))
        .order_by(col(Answer.position), col(Answer.id))
    )
    answers = list(rows.unique())
    asked = await _asked(session, plan, answers)
    found = []
    for answer in answers:
        question = asked[answer.id]
        is_level = question is not None and question.kind in {QuestionKind.assessment, QuestionKind.scale}
        if question and is_level and isinstance(answer.value, int) and answer.value < len(question.choices):
            found.append({"title": question.title, "subject": answer.subject, "level": question.choices[answer.value]})
    return found
