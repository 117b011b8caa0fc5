"""Who hears of an event: by what they are to the pupil, by what the event names, and only of what they may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.events import ForSome
from server.comments.models import Comment, Thread
from server.comments.policy import sees_thread
from server.events import PlanMoved
from server.goals.models import Goal
from server.goals.policy import sees_goal
from server.notices.policy import AUDIENCE, GROUPS, OF_STEPS, hear_of_move
from server.people.actions import actors_of, around_each, named
from server.people.policy import Role, standing
from server.plans.models import Phase, Plan
from server.plans.policy import reached, sees
from server.preparations.events import MaterialHandedOut, Reminded
from server.preparations.models import Party, Preparation
from server.talks.events import TalkBegun
from server.talks.models import Invited
from server.texts.models import TextKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.events import Happening
    from server.notices.actions.wishes import Hearers
    from server.people.policy import Actor, Standing

Asked = set[tuple["UUID", str]]
"""The plans with the subjects in which an assessment is asked for."""


async def plans_of(session: AsyncSession, happenings: Sequence[Happening]) -> list[Plan]:
    """Load the plan of each event."""
    keys = [one.plan for one in happenings]
    rows = await session.exec(select(Plan).where(col(Plan.id).in_(set(keys))).execution_options(populate_existing=True))
    found = {plan.id: plan for plan in rows}
    return [found[key] for key in keys if key is not None]


async def _subject(session: AsyncSession, happening: Happening) -> Goal | Thread | None:
    """Load what the event is about, if it is something with a right of its own."""
    if goal := getattr(happening, "goal", None):
        return await session.get_one(Goal, goal, populate_existing=True)
    if thread := getattr(happening, "thread", None):
        return await session.get_one(Thread, thread, populate_existing=True)
    return None


async def concerned(session: AsyncSession, actor: Actor, plans: Sequence[Plan], happenings: Sequence[Happening]) -> list[Hearers]:
    """Give for each event those around its pupil who shall hear of it and may read what it is about, but for whoever did it."""
    subjects = [await _subject(session, one) for one in happenings]
    called = [await _called(session, one, about) for one, about in zip(happenings, subjects, strict=True)]
    teachers = None if _asks_teachers(happenings, subjects) else set().union(*called)
    around = await around_each(session, {plan.pupil_id for plan in plans}, teachers)
    others = await named(session, set().union(*called))
    actors = await actors_of(session, ({one.id: one for people in around.values() for one in people} | others).values())
    asked = await _asked(session, happenings)
    found = []
    for plan, happening, subject, names in zip(plans, happenings, subjects, called, strict=True):
        near = {one.id for one in around[plan.pupil_id]} | (names & others.keys())
        standings = [standing(actors[one], plan) for one in near if one != actor.id]
        found.append(
            {who.person_id: who for who in standings if _hears(who, plan, happening, subject, names) and _writes(who, plan, asked)}
        )
    return found


def _asks_teachers(happenings: Sequence[Happening], subjects: Sequence[Goal | Thread | None]) -> bool:
    """Whether teachers may hear of it as such; else only those are loaded who are called by their names."""
    return Role.teacher in AUDIENCE[happenings[0].notice] or any(_is_assessed(one) for one in subjects)


def _is_assessed(subject: Goal | Thread | None) -> bool:
    """Whether it is a thread on a teacher's assessment."""
    return isinstance(subject, Thread) and subject.text is not None and subject.text.kind is TextKind.assessment


async def _asked(session: AsyncSession, happenings: Sequence[Happening]) -> Asked | None:
    """Give in which subjects assessments are asked for, where material is handed out: only those teachers are to contribute."""
    if not isinstance(happenings[0], MaterialHandedOut):
        return None
    wanted = select(Preparation.plan_id, Preparation.subject).where(
        col(Preparation.plan_id).in_({one.plan for one in happenings}), Preparation.party == Party.teachers, col(Preparation.asked)
    )
    return set((await session.exec(wanted)).all())


def _writes(who: Standing, plan: Plan, asked: Asked | None) -> bool:
    """Whether somebody is asked to contribute, where only teachers who are hear of something."""
    return asked is None or who.home or any((plan.id, subject) in asked for subject in who.subjects)


def _hears(who: Standing, plan: Plan, happening: Happening, subject: Goal | Thread | None, called: set[UUID]) -> bool:
    """Whether somebody shall hear of an event, and may."""
    wanted = hear_of_move(happening.old, happening.new) if isinstance(happening, PlanMoved) else AUDIENCE[happening.notice]
    without_content = happening.notice in GROUPS["access"] or happening.notice in OF_STEPS or _is_taken_back(happening)
    home = getattr(happening, "household", None)
    if home is not None and who.is_any(Role.guardian, Role.contact) and home not in who.households:
        return False
    is_called = not who.roles.isdisjoint(wanted) or who.person_id in called or _is_author(who, subject)
    if isinstance(happening, ForSome) and not happening.is_for(who):
        return False
    return is_called and (_reads(who, plan, subject) or (without_content and sees(who)))


def _is_author(who: Standing, subject: Goal | Thread | None) -> bool:
    """Whether it is said of somebody's own assessment."""
    return isinstance(subject, Thread) and _is_assessed(subject) and subject.text is not None and subject.text.subject in who.subjects


def _is_taken_back(happening: Happening) -> bool:
    """Whether a plan was taken back from the home, which hears so although it reads nothing of it any more."""
    return isinstance(happening, PlanMoved) and happening.new is Phase.draft


async def _called(session: AsyncSession, happening: Happening, subject: Goal | Thread | None) -> set[UUID]:
    """Give those who hear of it whatever their role.

    Whoever is reminded, hosts a talk or is invited to it; is responsible for a goal; has written in a thread or proposed its goal.
    """
    if isinstance(happening, Reminded | ForSome):
        return {key for name in ("person", "host") if (key := getattr(happening, name, None)) is not None}
    if isinstance(happening, TalkBegun):
        invited = select(Invited.person_id).where(Invited.talk_id == happening.talk, col(Invited.until).is_(None))
        return {one for one in await session.exec(invited) if one is not None}
    if isinstance(subject, Goal):
        return {subject.responsible_id} - {None}  # type: ignore[return-value]
    if isinstance(subject, Thread):
        written = {*await session.exec(select(Comment.person_id).where(Comment.thread_id == subject.id))}
        return written | ({subject.goal.proposed_by} if subject.goal else set())
    return set()


def _reads(who: Standing, plan: Plan, subject: Goal | Thread | None) -> bool:
    """Whether somebody may read what an event is about."""
    if isinstance(subject, Goal):
        return sees(who) and sees_goal(who, subject)
    if isinstance(subject, Thread):
        return sees_thread(who, subject)
    return sees(who) and (who.staff or reached(plan, Phase.shared))
