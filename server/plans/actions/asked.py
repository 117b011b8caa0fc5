"""What is asked of somebody now, across all their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from server.errors import _
from server.goals.models import Goal, Status
from server.people.policy import Role, standing
from server.plans.models import Phase, Plan
from server.texts.models import Text, TextKind
from server.texts.policy import writes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor

OPEN = (Phase.draft, Phase.shared, Phase.talk)


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence, the button's words, where it is done, about which pupils, how many."""

    title: str
    act: str
    address: str
    pupils: tuple[UUID, ...]
    class_id: UUID
    subject: str = ""
    count: int = 1


async def asked_of(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Say what is asked of a person in the given plans: texts of one's own still empty, goals waiting for one's word."""
    return [*_talks(actor, plans), *await _empty_texts(session, actor, plans), *await _waiting_goals(session, actor, plans)]


def _talks(actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Call the pupil and the home to a talk that is going on."""
    return [
        Task(_("The talk is going on"), _("Go to the plan"), f"/plans/{plan.id}", (plan.pupil_id,), plan.class_id)
        for plan in plans
        if plan.phase is Phase.talk and standing(actor, plan).home
    ]


_TITLE = {
    TextKind.self_assessment: _("Write where you are now"),
    TextKind.home_preparation: _("Write how you see it at home"),
    TextKind.assessment: _("Write an assessment"),
}


async def _empty_texts(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Give a task for each text of one's own that nobody has begun; a teacher's are bundled by class and subject."""
    wanted = select(Text).where(
        col(Text.plan_id).in_([plan.id for plan in plans if plan.phase in OPEN]), Text.seq == 0, col(Text.kind).in_(list(_TITLE))
    )
    mine = [text for text in (await session.exec(wanted)).unique() if writes(standing(actor, text.plan), text)]
    bundles: dict[tuple[object, ...], list[Text]] = {}
    for text in mine:
        by = (text.plan.class_id, text.subject) if text.kind is TextKind.assessment else (text.id,)
        bundles.setdefault(by, []).append(text)
    return [
        Task(
            _TITLE[texts[0].kind],
            _("Write"),
            _address(texts),
            tuple(text.plan.pupil_id for text in texts),
            texts[0].plan.class_id,
            texts[0].subject,
            len(texts),
        )
        for texts in bundles.values()
    ]


def _address(texts: list[Text]) -> str:
    """Lead to the very text; for a bundle to the class."""
    first = texts[0]
    return f"/plans/{first.plan_id}#text-{first.id}" if len(texts) == 1 else f"/classes/{first.plan.class_id}"


async def _waiting_goals(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Give the mentor what waits for a word: proposals to agree on, done goals to confirm; of several pupils of a class in one task."""
    run = {plan.id: plan for plan in plans if standing(actor, plan).is_any(Role.mentor)}
    rows = await session.exec(
        select(col(Goal.plan_id), col(Goal.status), func.count())
        .where(col(Goal.plan_id).in_(list(run)), col(Goal.status).in_([Status.proposed, Status.done]))
        .group_by(col(Goal.plan_id), col(Goal.status))
        .order_by(col(Goal.status).desc(), col(Goal.plan_id))
    )
    bundles: dict[tuple[Status, UUID], list[tuple[Plan, int]]] = {}
    for key, status, count in rows:
        bundles.setdefault((status, run[key].class_id), []).append((run[key], count))
    return [_about_goals(status, found) for (status, _), found in bundles.items()]


_GOALS = {Status.proposed: _("Agree on proposed goals"), Status.done: _("Confirm goals that are done")}


def _about_goals(status: Status, found: list[tuple[Plan, int]]) -> Task:
    """Make one task of the goals of one or several pupils."""
    plans = [plan for plan, _ in found]
    address = f"/plans/{plans[0].id}#goals" if len(plans) == 1 else f"/classes/{plans[0].class_id}"
    count = found[0][1] if len(plans) == 1 else len(plans)
    return Task(_GOALS[status], _("Look"), address, tuple(plan.pupil_id for plan in plans), plans[0].class_id, count=count)
