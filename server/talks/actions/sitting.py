"""Beginning and ending a talk, coming into its session and leaving it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, update
from sqlmodel import col, select

from server.accounts.models import Session
from server.booking.actions.finding import reach_of
from server.columns import now
from server.errors import ForbiddenError, WrongFormError
from server.people.models import Person
from server.talks.actions.agenda import begin_agenda
from server.talks.actions.finding import present_in
from server.talks.events import TalkBegun, TalkEnded, TalkEntered, TalkLeft
from server.talks.models import Attendance, Invited, Talk, TalkLine
from server.templates.actions import forms_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.plans.models import Plan
    from server.work import Work


async def begin(work: Work, plan: Plan, key: UUID, household: UUID | None, homes: Collection[UUID]) -> Talk:
    """Begin a sitting, with everyone or with one of the pupil's homes, and come into it; one that is open already is entered.

    The plan's row must be held, and the plan be in its talk. The form chose the id, so sending it twice begins once.

    Raises:
        WrongFormError: the household is none of the pupil's.
        ForbiddenError: the id is another plan's talk.
    """
    if household is not None and household not in homes:
        raise WrongFormError({"household": ""})
    same = select(Talk).where(Talk.plan_id == plan.id, col(Talk.household_id).is_not_distinct_from(household), col(Talk.ended).is_(None))
    talk = await work.session.get(Talk, key) or (await work.session.exec(same)).unique().first()
    if talk is not None and talk.plan_id != plan.id:
        raise ForbiddenError
    if talk is None:
        forms = await forms_of(work.session, [plan.template_version_id])
        agenda = begin_agenda(forms.get(plan.template_version_id))
        phone, link = await reach_of(work.session, plan.id, household)
        talk = Talk(
            id=key,
            plan_id=plan.id,
            household_id=household,
            begun_by=work.actor.id,
            lead_id=work.actor.id,
            agenda=agenda,
            point=agenda[0]["key"],
            phone=phone,
            link=link,
        )
        work.session.add(talk)
        await work.session.flush()
        work.tell(TalkBegun(plan=plan.id, talk=talk.id, household=household))
    if talk.ended is None:
        await enter(work, talk)
    return talk


async def _open(work: Work, talk: Talk, person: UUID) -> Attendance | None:
    """Give somebody's open attendance."""
    wanted = select(Attendance).where(Attendance.talk_id == talk.id, Attendance.person_id == person, col(Attendance.until).is_(None))
    return (await work.session.exec(wanted)).one_or_none()


async def enter(work: Work, talk: Talk, person: UUID | None = None) -> None:
    """Come into the session, or let somebody come; who is in it stays. The talk's row must be held."""
    person = person or work.actor.id
    if await _open(work, talk, person) is None:
        work.session.add(Attendance(talk_id=talk.id, person_id=person))
        await work.session.flush()
        work.tell(TalkEntered(plan=talk.plan_id, talk=talk.id, person=person, household=talk.household_id))


async def leave(work: Work, talk: Talk, person: UUID | None = None) -> None:
    """Leave the session, or take somebody out of it: the rights that it gave end with it. Who led it gives the lead back."""
    person = person or work.actor.id
    if (there := await _open(work, talk, person)) is not None:
        there.until = now()
        await work.session.flush()
        if talk.lead_id == person:
            talk.lead_id = await _next_to_lead(work, talk)
            await work.session.flush()
        work.tell(TalkLeft(plan=talk.plan_id, talk=talk.id, person=person, household=talk.household_id))


async def _next_to_lead(work: Work, talk: Talk) -> UUID:
    """Say who leads when whoever led has left: whoever began it, or while they are away the pupil, or whoever came first."""
    present = [one.id for one in await present_in(work.session, talk) if not one.guest]
    return next((one for one in (talk.begun_by, talk.plan.pupil_id, *present) if one in present), talk.begun_by)


SHORT = 15
"""Minutes for which a guest's browser still knows who it was, so that it can say that the talk is over."""


async def finish(work: Work, talk: Talk) -> None:
    """End a talk for all: nobody is in its session any more, its guests are gone, its chat is forgotten. The plan stays open as it was."""
    if talk.ended is not None:
        return
    at = talk.ended = now()
    talk.ended_by = work.actor.id
    session = work.session
    await session.exec(update(Attendance).where(col(Attendance.talk_id) == talk.id, col(Attendance.until).is_(None)).values(until=at))
    await session.exec(update(Invited).where(col(Invited.talk_id) == talk.id, col(Invited.until).is_(None)).values(until=at))
    await session.exec(delete(TalkLine).where(col(TalkLine.talk_id) == talk.id))
    await let_go(work, talk)
    work.tell(TalkEnded(plan=talk.plan_id, talk=talk.id, household=talk.household_id))


async def let_go(work: Work, talk: Talk, person: UUID | None = None) -> None:
    """Let the sessions of a talk's guests, or of one of them, run out."""
    guests = (
        select(Invited.person_id)
        .join(Person, col(Person.id) == Invited.person_id)
        .where(Invited.talk_id == talk.id, col(Person.guest), *([Invited.person_id == person] if person else []))
    )
    soon = now() + timedelta(minutes=SHORT)
    await work.session.exec(update(Session).where(col(Session.person_id).in_(guests), col(Session.expires) > soon).values(expires=soon))


async def end_all(work: Work, plan: Plan) -> None:
    """End every open talk of a plan: it goes back to preparing."""
    wanted = select(Talk).where(Talk.plan_id == plan.id, col(Talk.ended).is_(None)).with_for_update(of=Talk)
    for talk in (await work.session.exec(wanted)).unique():
        await finish(work, talk)
