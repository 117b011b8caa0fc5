"""The pupil's plan before: its goals, and what was said there to the same questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.goals.models import Goal, Status
from server.goals.policy import may_see as may_see_goal
from server.plans.models import Phase, Plan
from server.plans.policy import may_see_handed_over
from server.preparations.models import Answer
from server.preparations.policy import may_see_answer
from server.templates.actions import forms_of
from server.texts.actions import of_plan, states
from server.texts.document import html
from server.texts.policy import may_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from markupsafe import Markup
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.templates.form import Form
    from server.texts.models import Text
    from server.work import Work

AGREED = (Status.ongoing, Status.done, Status.fulfilled, Status.carried_over)
_ACTIVE = (Status.ongoing, Status.done)
Owned = tuple[str, "UUID | None", str]
"""A question (or, without a template, the part it is), and whose: household, subject."""


@dataclass(frozen=True)
class Said:
    """What was said to a question last time."""

    html: Markup | None = None
    answer: Answer | None = None


@dataclass(frozen=True)
class Earlier:
    """What one reader sees of the plan before."""

    plan: Plan
    form: Form | None
    goals: list[Goal]
    said: dict[Owned, Said] = field(default_factory=dict)


def owned(part: Text | Answer) -> Owned:
    """Say which question a part answers, and whose it is: the same in each of a pupil's plans."""
    return (part.question or part.kind, part.household_id, part.subject)


async def plan_before(session: AsyncSession, plan: Plan) -> Plan | None:
    """Give the pupil's newest plan before this one that was ever shown to the home."""
    rows = await session.exec(
        select(Plan)
        .where(Plan.pupil_id == plan.pupil_id, col(Plan.begun) < plan.begun, Plan.id != plan.id, Plan.phase != Phase.draft)
        .order_by(col(Plan.begun).desc())
        .limit(1)
    )
    return rows.first()


async def goals_before(session: AsyncSession, plan: Plan) -> list[Goal]:
    """Give the goals that were agreed on in the plan before."""
    before = await plan_before(session, plan)
    if before is None:
        return []
    rows = await session.exec(
        select(Goal).where(Goal.plan_id == before.id, col(Goal.status).in_(AGREED)).order_by(col(Goal.at), col(Goal.id))
    )
    return list(rows.unique())


async def earlier(work: Work, plan: Plan, wanted: Callable[[Text | Answer], bool] | None = None) -> Earlier | None:
    """Give what the actor sees of the plan before, with what was said to the questions that are wanted."""
    goals = await goals_before(work.session, plan)
    before = await plan_before(work.session, plan)
    if before is None:
        return None
    form = (await forms_of(work.session, [before.template_version_id])).get(before.template_version_id)
    said = await _said(work, before, wanted) if wanted else {}
    return Earlier(before, form, [goal for goal in goals if _sees_goal(work.actor, goal)], said)


def _sees_goal(actor: Actor, goal: Goal) -> bool:
    """Whoever sees the goal where it was set; staff of a school that the pupil has moved to see those that go on."""
    return may_see_goal(actor, goal) or (goal.status in _ACTIVE and may_see_handed_over(actor, goal.plan))


async def _said(work: Work, plan: Plan, wanted: Callable[[Text | Answer], bool]) -> dict[Owned, Said]:
    """Give what was said in a plan, of what the actor may read there."""
    texts = [one for one in await of_plan(work.session, plan) if wanted(one) and one.seq and may_read(work.actor, one)]
    rows = await work.session.exec(select(Answer).where(Answer.plan_id == plan.id, col(Answer.value).is_not(None)))
    answers = {owned(one): one for one in rows.unique() if wanted(one) and may_see_answer(work.actor, one)}
    whole = await states(work.session, [text.id for text in texts])
    written = {owned(text): html(whole[text.id].update) for text in texts}
    return {key: Said(written.get(key) or None, answers.get(key)) for key in {*written, *answers}}
