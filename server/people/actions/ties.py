"""Beginning and ending a relation by hand: who did it and why is kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_
from sqlmodel import col, select

from server.access import RelationDated
from server.columns import now
from server.errors import WrongFormError, _
from server.events import RelationBegun, RelationEnded
from server.notices.actions.withdrawing import withdraw
from server.notices.models import Notice
from server.people.actions.acting import FAMILY, actors_of, in_force
from server.people.models import Person, Relation, RelationKind
from server.plans.models import Phase, Plan
from server.plans.policy import may_see
from server.schools.models import Class

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

HAND = "hand"
"""The source of relations that people make; a roster neither changes nor ends them."""
TOLD = frozenset({*FAMILY, RelationKind.mentor_of})
"""The kinds whose coming and going is told to the pupil, the home and the mentor."""


async def begin(work: Work, relation: Relation) -> None:
    """Begin a relation, or keep it until its day comes.

    Raises:
        WrongFormError: it is there already, or it contradicts another.
    """
    await _hold_whole(work.session, relation)
    relation.source, relation.made_by = HAND, work.actor.id
    at = now()
    relation.due = relation.since if relation.since > at else relation.until
    work.session.add(relation)
    await work.session.flush()
    if relation.since > at:
        work.tell(RelationDated(relation=relation.id, person=relation.person_id, pupil=pupil_of(relation)))
    else:
        await tell_begun(work, relation)


async def end(work: Work, relation: Relation, reason: str = "", at: datetime | None = None) -> None:
    """End a relation, now or when its last day is over; with the relation its rights end, on open pages and sockets too."""
    moment = now()
    if relation.until is not None and relation.until <= moment:
        return
    until = at if at is not None and at > moment else moment
    if relation.until == until:
        return
    relation.until, relation.ended_by, relation.end_reason = until, work.actor.id, reason
    begun = relation.since <= moment
    relation.due = (until if begun else relation.since) if until > moment else None
    if until > moment or not begun:
        work.tell(RelationDated(relation=relation.id, person=relation.person_id, pupil=pupil_of(relation)))
    else:
        await tell_ended(work, relation)


async def tell_begun(work: Work, relation: Relation) -> None:
    """Say that a relation holds from now on."""
    plan = await _plan_of(work.session, relation)
    work.tell(RelationBegun(relation=relation.id, person=relation.person_id, pupil=pupil_of(relation), plan=plan))


async def tell_ended(work: Work, relation: Relation) -> None:
    """Say that a relation holds no longer, and settle what can no longer be opened."""
    left = relation.person_id if relation.kind is RelationKind.pupil_in else None
    await drop_notices(work.session, relation.person_id, left)
    plan = await _plan_of(work.session, relation)
    work.tell(RelationEnded(relation=relation.id, person=relation.person_id, pupil=pupil_of(relation), plan=plan))


def pupil_of(relation: Relation) -> UUID | None:
    """Say which pupil a relation is about, if it is about one."""
    return relation.person_id if relation.kind is RelationKind.pupil_in else relation.pupil_id


async def _plan_of(session: AsyncSession, relation: Relation) -> UUID | None:
    """Give the plan whose people hear of a relation, if they are to hear of it at all."""
    return await newest_plan(session, relation.pupil_id) if relation.kind in TOLD and relation.pupil_id else None


async def newest_plan(session: AsyncSession, pupil: UUID) -> UUID | None:
    """Give the plan of a pupil that is in use, by its id."""
    rows = await session.exec(select(Plan.id).where(Plan.pupil_id == pupil, Plan.phase != Phase.archived).order_by(col(Plan.begun).desc()))
    return rows.first()


async def drop_notices(session: AsyncSession, person: UUID | None, pupil: UUID | None = None) -> None:
    """Settle the unread that can no longer be opened, so that no badge counts it: a person's, and everybody's about a pupil."""
    await session.flush()
    rows = await session.exec(
        select(Notice, Plan, Person)
        .join(Plan, col(Plan.id) == Notice.plan_id)
        .join(Person, col(Person.id) == Notice.person_id)
        .where(col(Notice.read).is_(None), (col(Notice.person_id) == person) | (col(Plan.pupil_id) == pupil))
        .execution_options(populate_existing=True)
    )
    unread = rows.all()
    actors = await actors_of(session, [person for _notice, _plan, person in unread])
    gone = [notice for notice, plan, _person in unread if not may_see(actors[notice.person_id], plan)]
    for notice in gone:
        notice.read, notice.due = now(), None
    await withdraw(session, person, pupil)


async def _hold_whole(session: AsyncSession, relation: Relation) -> None:
    """Hold that a relation makes sense beside those that are there; two who make the same one go one after the other.

    Raises:
        WrongFormError: with a sentence for the field that is wrong.
    """
    if relation.person_id == relation.pupil_id:
        raise WrongFormError({"person": _("Nobody can be this to themselves.")})
    await session.exec(select(func.pg_advisory_xact_lock(relation.person_id.int % 2**63)))
    if relation.until is not None and relation.until <= max(relation.since, now()):
        raise WrongFormError({"until": _("The last day must come after the first, and not have passed.")})
    lasting = or_(col(Relation.until).is_(None), col(Relation.until) > relation.since)
    meets = lasting if relation.until is None else lasting & (col(Relation.since) < relation.until)
    alike = [
        getattr(Relation, name) == getattr(relation, name)
        for name in ("person_id", "kind", "pupil_id", "class_id", "school_id", "organisation_id", "subject")
    ]
    if (await session.exec(select(Relation.id).where(*alike, meets))).first() is not None:
        raise WrongFormError({"person": _("This relation is there already.")})
    if relation.kind in FAMILY:
        await _hold_family(session, relation)


async def _hold_family(session: AsyncSession, relation: Relation) -> None:
    """Hold that no two people are each other's guardians, and that nobody is in a class together with their child.

    Raises:
        WrongFormError: one of these would come about.
    """
    back = select(Relation.id).where(
        Relation.person_id == relation.pupil_id,
        Relation.pupil_id == relation.person_id,
        col(Relation.kind).in_(FAMILY),
        or_(col(Relation.until).is_(None), col(Relation.until) > now()),
    )
    if (await session.exec(back)).first() is not None:
        raise WrongFormError({"person": _("The pupil is already this to that person.")})
    theirs = select(Relation.class_id).where(Relation.person_id == relation.pupil_id, Relation.kind == RelationKind.pupil_in)
    together = (
        select(Class.id)
        .join(Relation, col(Relation.class_id) == Class.id)
        .where(Relation.person_id == relation.person_id, Relation.kind == RelationKind.pupil_in, in_force(now()), col(Class.id).in_(theirs))
    )
    if (await session.exec(together)).first() is not None:
        raise WrongFormError({"person": _("This person is a pupil in the same class.")})
