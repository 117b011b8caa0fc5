"""Making notices of an event, counting them, reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.comments.models import Comment, Thread
from server.comments.policy import sees_thread
from server.events import NoticesRead, RelationEnded
from server.goals.models import Goal
from server.goals.policy import sees_goal
from server.notices.actions.choosing import with_badge
from server.notices.models import Notice
from server.notices.policy import AUDIENCE, GROUP_OF, OF_STEPS
from server.people.actions import actors_of, around
from server.people.policy import Standing, standing
from server.plans.models import Phase, Plan
from server.plans.policy import reached, sees
from server.preparations.events import Reminded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.audit.models import Event
    from server.events import Happening
    from server.people.policy import Actor
    from server.work import Work


async def notify(session: AsyncSession, actor: Actor, row: Event, happening: Happening) -> list[UUID]:
    """Make the notices of an event; give everyone whose unread count may have changed.

    Nobody hears of their own act, nobody of what they may not read, and nobody twice of the same plan and kind before the first is read.
    """
    touched = [happening.person] if isinstance(happening, NoticesRead | RelationEnded) else []
    if not happening.notice or happening.plan is None:
        return touched
    plan = await session.get_one(Plan, happening.plan, populate_existing=True)
    subject = await _subject(session, happening)
    concerned = [who for who in await _concerned(session, plan, happening, subject) if who.person_id != actor.id]
    hearers = await with_badge(session, plan.pupil_id, GROUP_OF[happening.notice], concerned)
    await _write(session, hearers, row, happening, plan.class_id if happening.by_class else plan.id)
    return [*touched, *(person for person, badge in hearers.items() if badge)]


async def _subject(session: AsyncSession, happening: Happening) -> Goal | Thread | None:
    """Load what the event is about, if it is something with a right of its own."""
    if goal := getattr(happening, "goal", None):
        return await session.get_one(Goal, goal, populate_existing=True)
    if thread := getattr(happening, "thread", None):
        return await session.get_one(Thread, thread, populate_existing=True)
    return None


async def _concerned(session: AsyncSession, plan: Plan, happening: Happening, subject: Goal | Thread | None) -> list[Standing]:
    """Give the persons around the pupil who shall hear of an event and may read what it is about."""
    named = {happening.person} if isinstance(happening, Reminded) else await _named(session, subject)
    actors = await actors_of(session, await around(session, plan))
    wanted, without_content = AUDIENCE[happening.notice], happening.notice.startswith("access_") or happening.notice in OF_STEPS
    standings = [standing(one, plan) for one in actors.values()]
    return [
        who
        for who in standings
        if (not who.roles.isdisjoint(wanted) or who.person_id in named) and (_reads(who, plan, subject) or (without_content and sees(who)))
    ]


async def _named(session: AsyncSession, subject: Goal | Thread | None) -> set[UUID]:
    """Give those who hear of it whatever their role: whoever is responsible for a goal, whoever has written in a thread."""
    if isinstance(subject, Goal):
        return {subject.responsible_id, subject.proposed_by} - {None}  # type: ignore[return-value]
    if isinstance(subject, Thread):
        return {*await session.exec(select(Comment.person_id).where(Comment.thread_id == subject.id))}
    return set()


def _reads(who: Standing, plan: Plan, subject: Goal | Thread | None) -> bool:
    """Whether somebody may read what an event is about."""
    if isinstance(subject, Goal):
        return sees(who) and sees_goal(who, subject)
    if isinstance(subject, Thread):
        return sees_thread(who, subject)
    return sees(who) and (who.staff or reached(plan, Phase.shared))


async def _write(session: AsyncSession, hearers: Mapping[UUID, bool], row: Event, happening: Happening, bundle: UUID) -> None:
    """Make each a notice, with the badge or for the mail only, or let the unread one that is there grow."""
    plan, event = happening.plan, row.id
    if plan is None or event is None:
        return
    rows = [
        Notice(
            person_id=one,
            plan_id=plan,
            bundle_id=bundle,
            kind=happening.notice,
            event_id=event,
            actor_id=row.actor_id,
            place=place(happening.about()),
            at=row.at,
            shown=badge,
        ).model_dump()
        for one, badge in hearers.items()
    ]
    if not rows:
        return
    made = insert(Notice).values(rows)
    grown = made.on_conflict_do_update(
        index_elements=["person_id", "bundle_id", "kind"],
        index_where=col(Notice.read).is_(None),
        set_={
            "count": Notice.count + 1,
            **{name: made.excluded[name] for name in ("plan_id", "event_id", "actor_id", "place", "at", "shown")},
        },
    )
    await session.exec(grown)


def place(about: dict[str, str]) -> str:
    """Give the fragment of the plan's page that an event is about, the most precise there is."""
    for name in ("comment", "goal", "thread"):
        if name in about:
            return f"{name}-{about[name]}"
    return ""


async def unread(session: AsyncSession, person: UUID) -> int:
    """Count a person's unread notices: the number on the badge."""
    return sum((await unread_in(session, person)).values())


async def unread_in(session: AsyncSession, person: UUID) -> dict[UUID, int]:
    """Count a person's unread notices plan by plan."""
    counted = await session.exec(
        select(Notice.plan_id, func.count())
        .where(Notice.person_id == person, col(Notice.read).is_(None), col(Notice.shown))
        .group_by(col(Notice.plan_id))
    )
    return dict(counted.all())


async def listed(session: AsyncSession, person: UUID, most: int = 50) -> list[Notice]:
    """Give a person's notices, unread first, then the newest."""
    wanted = (
        select(Notice)
        .where(Notice.person_id == person, col(Notice.shown))
        .order_by(col(Notice.read).is_not(None), col(Notice.at).desc())
        .limit(most)
    )
    return list(await session.exec(wanted))


async def read(work: Work, *which: UUID) -> None:
    """Mark a person's own notices read, everywhere: those given, or all."""
    marked = update(Notice).where(col(Notice.person_id) == work.actor.id, col(Notice.read).is_(None))
    if which:
        marked = marked.where(col(Notice.id).in_(which))
    done = await work.session.exec(marked.values(read=now()).returning(col(Notice.id)))
    if done.all():
        work.tell(NoticesRead(person=work.actor.id))
