"""What is asked of somebody now, across all their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from server.errors import _
from server.goals.models import Goal, Status
from server.people.policy import Role, standing
from server.plans.models import Phase, Plan
from server.plans.policy import has_left
from server.texts.models import Text, TextKind
from server.texts.policy import writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
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


async def asked_of(session: AsyncSession, actor: Actor, plans: Sequence[Plan], *, each: bool = False) -> list[Task]:
    """Say what is asked of a person in the given plans: texts of one's own still empty, goals waiting for one's word.

    What is the same for several pupils of a class is one task that leads to the class; with `each` it is one a pupil.
    Of a plan whose school the pupil has left nothing is asked.
    """
    plans = [plan for plan in plans if not has_left(plan)]
    texts, goals = await _empty_texts(session, actor, plans), await _waiting_goals(session, actor, plans)
    return [
        *_talks(actor, plans),
        *(_to_write(found) for found in _together(texts, _by_subject, each=each)),
        *(_about_goals(found) for found in _together(goals, _by_status, each=each)),
    ]


def _together(things: Iterable[Any], by: Callable[[Any], tuple[object, ...]], *, each: bool) -> list[list[Any]]:
    """Put together what is one task."""
    bundles: dict[object, list[Any]] = {}
    for number, one in enumerate(things):
        bundles.setdefault(number if each else by(one), []).append(one)
    return list(bundles.values())


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


async def _empty_texts(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Text]:
    """Give the texts of one's own that nobody has begun."""
    wanted = select(Text).where(
        col(Text.plan_id).in_([plan.id for plan in plans if plan.phase in OPEN]), Text.seq == 0, col(Text.kind).in_(list(_TITLE))
    )
    return [text for text in (await session.exec(wanted)).unique() if writes(standing(actor, text.plan), text)]


def _by_subject(text: Text) -> tuple[object, ...]:
    """A teacher's assessments in a subject of a class are one task; anything else stands alone."""
    return (text.plan.class_id, text.subject) if text.kind is TextKind.assessment else (text.id,)


def _to_write(texts: list[Text]) -> Task:
    """Make one task of the texts of one or several pupils."""
    first = texts[0]
    pupils = tuple(text.plan.pupil_id for text in texts)
    return Task(_TITLE[first.kind], _("Write"), _address(texts), pupils, first.plan.class_id, first.subject, len(texts))


def _address(texts: list[Text]) -> str:
    """Lead to the very text; for a bundle to the class."""
    first = texts[0]
    return f"/plans/{first.plan_id}#text-{first.id}" if len(texts) == 1 else f"/classes/{first.plan.class_id}"


@dataclass(frozen=True)
class _Waiting:
    """So many goals of a plan wait for the mentor's word."""

    plan: Plan
    status: Status
    count: int


async def _waiting_goals(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[_Waiting]:
    """Give the mentor what waits for a word: proposals to agree on, done goals to confirm."""
    run = {plan.id: plan for plan in plans if standing(actor, plan).is_any(Role.mentor)}
    rows = await session.exec(
        select(col(Goal.plan_id), col(Goal.status), func.count())
        .where(col(Goal.plan_id).in_(list(run)), col(Goal.status).in_([Status.proposed, Status.done]))
        .group_by(col(Goal.plan_id), col(Goal.status))
        .order_by(col(Goal.status).desc(), col(Goal.plan_id))
    )
    return [_Waiting(run[key], status, count) for key, status, count in rows]


def _by_status(waiting: _Waiting) -> tuple[object, ...]:
    """Goals of a class that wait for the same word are one task."""
    return (waiting.plan.class_id, waiting.status)


_GOALS = {Status.proposed: _("Agree on proposed goals"), Status.done: _("Confirm goals that are done")}


def _about_goals(found: list[_Waiting]) -> Task:
    """Make one task of the goals of one or several pupils."""
    plans = [one.plan for one in found]
    address = f"/plans/{plans[0].id}#goals" if len(plans) == 1 else f"/classes/{plans[0].class_id}"
    count = found[0].count if len(plans) == 1 else len(plans)
    return Task(_GOALS[found[0].status], _("Look"), address, tuple(plan.pupil_id for plan in plans), plans[0].class_id, count=count)
