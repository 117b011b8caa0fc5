"""What is asked of somebody now, across all their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlmodel import col, select

from server.booking.actions.asking import asked_to_book
from server.errors import _
from server.people.actions.age import last_day
from server.people.policy import Role, standing
from server.plans.actions.following import about_goals, by_status, looks_asked, waiting_goals
from server.plans.actions.showing import waited_for
from server.plans.actions.talking import talks_asked
from server.plans.actions.task import Task
from server.plans.models import Phase, Plan
from server.plans.policy import has_left
from server.preparations.actions.asking import asked_now
from server.preparations.actions.owing import owed_by_school
from server.preparations.models import Party
from server.rounds.models import Round

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.preparations.actions.asking import Asked


async def asked_of(session: AsyncSession, actor: Actor, plans: Sequence[Plan], *, each: bool = False) -> list[Task]:
    """Say what is asked of a person in the given plans: to prepare and hand in, to show plans to the home, to say a word about goals.

    What is the same for several pupils of a class is one task that leads to the class; with `each` it is one a pupil.
    Of a plan whose school the pupil has left nothing is asked.
    """
    plans = [plan for plan in plans if not has_left(plan)]
    rounds = await _rounds(session, plans)
    parts = await asked_now(session, actor, plans)
    (shows, owes), goals = await _to_show(session, actor, plans), await waiting_goals(session, actor, plans)
    todo = await asked_to_book(session, actor, plans)
    return [
        *await talks_asked(session, actor, plans),
        *await looks_asked(session, actor, plans),
        *(_to_book(plan, closes, rounds) for plan, closes in todo.book),
        *(_offer(found, rounds) for found in _together(todo.offer, _by_class, each=each)),
        *(_to_prepare(found, rounds) for found in _together(parts, _by_subject, each=each)),
        *(_own_part(found, rounds) for found in _together(owes, _by_class, each=each)),
        *(_show(found, rounds) for found in _together(shows, _by_class, each=each)),
        *(about_goals(found) for found in _together(goals, by_status, each=each)),
    ]


def _together(things: Iterable[Any], by: Callable[[Any], tuple[object, ...]], *, each: bool) -> list[list[Any]]:
    """Put together what is one task."""
    bundles: dict[object, list[Any]] = {}
    for number, one in enumerate(things):
        bundles.setdefault(number if each else by(one), []).append(one)
    return list(bundles.values())


async def _rounds(session: AsyncSession, plans: Sequence[Plan]) -> dict[UUID | None, Round]:
    """Give the rounds of plans: they say until when each step is to be done."""
    rows = await session.exec(select(Round).where(col(Round.id).in_({plan.round_id for plan in plans if plan.round_id})))
    return {one.id: one for one in rows}


def _first(days: Iterable[date | None]) -> date | None:
    """Give the first of some days."""
    return min((day for day in days if day is not None), default=None)


def _to_book(plan: Plan, closes: datetime | None, rounds: dict[UUID | None, Round]) -> Task:
    """Ask somebody to book a talk: until the round's last day, or for as long as there are times, whichever is over first."""
    days = [rounds[plan.round_id].book_by if plan.round_id in rounds else None, last_day(closes) if closes else None]
    until = min((day for day in days if day is not None), default=None)
    return Task(_("Book a time"), _("Choose"), f"/plans/{plan.id}/booking", (plan.pupil_id,), plan.class_id, until=until)


def _offer(plans: list[Plan], rounds: dict[UUID | None, Round]) -> Task:
    """Ask the mentor for times for the talks of a class."""
    first, pupils = plans[0], tuple(plan.pupil_id for plan in plans)
    until = _first(rounds[plan.round_id].book_by for plan in plans if plan.round_id in rounds)
    address = f"/classes/{first.class_id}/booking"
    return Task(_("Offer times for the talk"), _("Offer"), address, pupils, first.class_id, count=len(plans), until=until)


_WRITE = {
    Party.pupil: (_("Write where you are now"), _("Write")),
    Party.teachers: (_("Write an assessment"), _("Write")),
    Party.home: (_("Write how you see it at home"), _("Write")),
}
_HAND_IN = {
    Party.pupil: (_("Hand in what you have written"), _("Hand in")),
    Party.teachers: (_("Hand in the assessment"), _("Hand in")),
    Party.home: (_("Say that you are ready"), _("To the end")),
}


def _by_subject(asked: Asked) -> tuple[object, ...]:
    """A teacher's assessments in a subject of a class are one task; anything else stands alone."""
    one = asked.one
    return (one.plan.class_id, one.subject, asked.is_complete) if one.party is Party.teachers else (one.id,)


def _to_prepare(found: list[Asked], rounds: dict[UUID | None, Round]) -> Task:
    """Make one task of the preparations for one or several pupils."""
    first = found[0].one
    title, act = (_HAND_IN if found[0].is_complete else _WRITE)[first.party]
    plans = [asked.one.plan for asked in found]
    address = f"/plans/{first.plan_id}/prepare#{'hand-in' if found[0].is_complete else 'preparation'}-{first.id}"
    if len(found) > 1:
        address = f"/classes/{first.plan.class_id}/assessments?subject={quote(first.subject, safe='')}"
    held = [rounds[plan.round_id] for plan in plans if plan.round_id in rounds]
    until = _first(one.prepare_home_by if first.party is Party.home else one.prepare_school_by for one in held)
    return Task(title, act, address, tuple(plan.pupil_id for plan in plans), first.plan.class_id, first.subject, len(found), until)


def _by_class(plan: Plan) -> tuple[object, ...]:
    """Plans of a class are one task."""
    return (plan.class_id,)


async def _to_show(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """Give the mentor the plans that can be shown to the home; and those whose own part of the school is empty."""
    run = [plan for plan in plans if plan.phase is Phase.draft and standing(actor, plan).is_any(Role.mentor)]
    if not run:
        return [], []
    waiting = {one.plan_id for one in await waited_for(session, [plan.id for plan in run])}
    owed = await owed_by_school(session, run)
    return [plan for plan in run if plan.id not in waiting and plan.id not in owed], [plan for plan in run if plan.id in owed]


def _show(plans: list[Plan], rounds: dict[UUID | None, Round]) -> Task:
    """Make one task of the plans of a class that can be shown."""
    return _of_school(_("Show to the home"), _("Look"), plans, rounds)


def _own_part(plans: list[Plan], rounds: dict[UUID | None, Round]) -> Task:
    """Make one task of the plans of a class in which the school has something to say itself."""
    return _of_school(_("Write how the school sees it"), _("Write"), plans, rounds)


def _of_school(title: str, act: str, plans: list[Plan], rounds: dict[UUID | None, Round]) -> Task:
    """Make one task of plans of a class that is to be done while the school prepares."""
    first = plans[0]
    address = f"/plans/{first.id}" if len(plans) == 1 else f"/classes/{first.class_id}/overview"
    until = _first(rounds[plan.round_id].prepare_school_by for plan in plans if plan.round_id in rounds)
    return Task(title, act, address, tuple(plan.pupil_id for plan in plans), first.class_id, count=len(plans), until=until)
