"""Making notices of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, column, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.booking.events import ForSome
from server.comments.models import Comment, Thread
from server.comments.policy import sees_thread
from server.events import NoticesRead, PlanMoved, RelationEnded
from server.goals.models import Goal
from server.goals.policy import sees_goal
from server.notices.actions.choosing import with_badge
from server.notices.models import Notice
from server.notices.policy import AUDIENCE, GROUP_OF, GROUPS, OF_STEPS
from server.people.actions import actors_of, around_each
from server.people.policy import Role, Standing, standing
from server.plans.models import Phase, Plan
from server.plans.policy import reached, sees
from server.preparations.events import Reminded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.audit.models import Event
    from server.events import Happening
    from server.notices.actions.choosing import Hearers
    from server.people.policy import Actor

Told = tuple["Event", "Happening"]
"""An event and its row."""
AT_A_TIME = 1_000
"""Rows in one statement, which holds only so many values."""


async def notify(session: AsyncSession, actor: Actor, told: Sequence[Told]) -> list[list[UUID]]:
    """Make the notices of events of one kind; give for each everyone whose unread count may have changed.

    Nobody hears of their own act, nobody of what they may not read, and nobody twice of the same plan and kind before the first is read.
    """
    touched = [[one.person] if isinstance(one, NoticesRead | RelationEnded) else [] for _, one in told]
    noticed = [place for place, (_, one) in enumerate(told) if one.notice and one.plan is not None]
    if not noticed:
        return touched
    plans = await _plans(session, [told[place][1] for place in noticed])
    concerned = await _concerned(session, actor, plans, [told[place][1] for place in noticed])
    group = GROUP_OF[told[noticed[0]][1].notice]
    hearers = await with_badge(session, group, [(plan.pupil_id, who) for plan, who in zip(plans, concerned, strict=True)])
    rows: list[dict[str, Any]] = []
    for place, plan, who, heard in zip(noticed, plans, concerned, hearers, strict=True):
        touched[place] += [person for person, badge in heard.items() if badge]
        rows += [_row(told[place], plan, who[person], badge=badge) for person, badge in heard.items()]
    await _write(session, rows)
    return touched


async def _plans(session: AsyncSession, happenings: Sequence[Happening]) -> list[Plan]:
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


async def _concerned(session: AsyncSession, actor: Actor, plans: Sequence[Plan], happenings: Sequence[Happening]) -> list[Hearers]:
    """Give for each event those around its pupil who shall hear of it and may read what it is about, but for whoever did it."""
    subjects = [await _subject(session, one) for one in happenings]
    named = [_called(one) or await _named(session, about) for one, about in zip(happenings, subjects, strict=True)]
    teachers = None if Role.teacher in AUDIENCE[happenings[0].notice] else set().union(*named)
    around = await around_each(session, {plan.pupil_id for plan in plans}, teachers)
    actors = await actors_of(session, {one.id: one for people in around.values() for one in people}.values())
    found = []
    for plan, happening, subject, called in zip(plans, happenings, subjects, named, strict=True):
        standings = [standing(actors[one.id], plan) for one in around[plan.pupil_id] if one.id != actor.id]
        found.append({who.person_id: who for who in standings if _hears(who, plan, happening, subject, called)})
    return found


def _called(happening: Happening) -> set[UUID]:
    """Give whom an event itself names: who is reminded, who hosts a talk."""
    found: set[UUID] = {key for name in ("person", "host") if (key := getattr(happening, name, None)) is not None}
    return found if isinstance(happening, Reminded | ForSome) else set()


def _hears(who: Standing, plan: Plan, happening: Happening, subject: Goal | Thread | None, named: set[UUID]) -> bool:
    """Whether somebody shall hear of an event, and may."""
    wanted = AUDIENCE[happening.notice]
    without_content = happening.notice in GROUPS["access"] or happening.notice in OF_STEPS or _is_taken_back(happening)
    home = getattr(happening, "household", None)
    if home is not None and who.is_any(Role.guardian, Role.contact) and home not in who.households:
        return False
    called = not who.roles.isdisjoint(wanted) or who.person_id in named
    if isinstance(happening, ForSome) and not happening.is_for(who):
        return False
    return called and (_reads(who, plan, subject) or (without_content and sees(who)))


def _is_taken_back(happening: Happening) -> bool:
    """Whether a plan was taken back from the home, which hears so although it reads nothing of it any more."""
    return isinstance(happening, PlanMoved) and happening.new is Phase.draft


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


def _row(told: Told, plan: Plan, who: Standing, *, badge: bool) -> dict[str, Any]:
    """Make somebody's notice of an event, with the badge or for the mail only; what is bundled is so for those who have a whole class."""
    row, happening = told
    return Notice(
        person_id=who.person_id,
        plan_id=plan.id,
        bundle_id=plan.class_id if happening.by_class and not who.home else plan.id,
        kind=happening.notice,
        counted=[getattr(happening, happening.once)] if happening.once else [],
        event_id=row.id or 0,
        actor_id=row.actor_id,
        place=place(happening.about()),
        at=row.at,
        shown=badge,
    ).model_dump()


async def _write(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Keep notices, or let the unread one that is there grow: in one order for all, so that nobody waits for whoever waits for them."""
    bundled: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for row in rows:
        key = row["person_id"], row["bundle_id"]
        bundled[key] = _together(bundled[key], row) if key in bundled else row
    ordered = [bundled[key] for key in sorted(bundled)]
    for begin in range(0, len(ordered), AT_A_TIME):
        made = insert(Notice).values(ordered[begin : begin + AT_A_TIME])
        things = col(Notice.counted).concat(made.excluded["counted"])
        once = select(func.array_agg(column("thing").distinct())).select_from(func.unnest(things).alias("thing")).scalar_subquery()
        grown = made.on_conflict_do_update(
            index_elements=["person_id", "bundle_id", "kind"],
            index_where=col(Notice.read).is_(None),
            set_={
                "count": case((func.cardinality(things) > 0, func.cardinality(once)), else_=Notice.count + made.excluded["count"]),
                "counted": func.coalesce(once, things),
                **{name: made.excluded[name] for name in ("plan_id", "event_id", "actor_id", "place", "at", "shown")},
            },
        )
        await session.exec(grown)


def _together(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """Make one notice of two: of what is counted once, so many are left; of all else one more."""
    counted = list(dict.fromkeys([*first["counted"], *then["counted"]]))
    return {**then, "counted": counted, "count": len(counted) or first["count"] + 1}


def place(about: dict[str, str]) -> str:
    """Give the fragment of the plan's page that an event is about, the most precise there is."""
    for name in ("comment", "goal", "thread"):
        if name in about:
            return f"{name}-{about[name]}"
    return ""
