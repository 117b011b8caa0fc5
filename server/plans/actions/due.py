"""What comes about by itself when its moment has come: a relation begins or ends, a pupil comes of age.

The rights themselves hang on the clock and need nobody; here it is told, once, so that open pages close and notices are made.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, func
from sqlmodel import col, select

from server.access import CameOfAge
from server.audit.models import Event
from server.columns import now
from server.people.actions import FAMILY, born_by, drop_notices, in_force, local_day, newest_plan, pupil_of, tell_begun, tell_ended
from server.people.models import Person, Relation
from server.people.policy import nobody
from server.plans.actions.completing import complete
from server.plans.models import Plan
from server.work import Work

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from server.db import Database
    from server.work import News

MOST_AT_ONCE = 200
BELATED = timedelta(days=31)
"""A birthday longer ago is no news, but where there is a plan that the home has followed: then the date itself is new."""
_ONE_AT_A_TIME = 7_153_272
"""The advisory lock under which one process tells, and the others pass by."""


async def come_due(database: Database) -> list[News]:
    """Tell what has come due in one organisation since anybody looked; gives what to announce."""
    at = now()
    async with database.session() as session:
        first = await _first(session, at)
        if first is None or not (await session.exec(select(func.pg_try_advisory_xact_lock(_ONE_AT_A_TIME)))).one():
            return []
        work = Work(session, nobody(first), by_itself=True)
        await _tell(work, first, at)
        return await work.commit()


async def _first(session: AsyncSession, at: datetime) -> UUID | None:
    """Give an organisation in which something has come due."""
    wanted: tuple[SelectOfScalar[Relation] | SelectOfScalar[Person], ...] = (_ties_due(at), _ages_due(at))
    for due in wanted:
        if (found := (await session.exec(due.limit(1))).first()) is not None:
            person = found if isinstance(found, Person) else await session.get_one(Person, found.person_id)
            return person.organisation_id
    return None


def _ties_due(at: datetime) -> SelectOfScalar[Relation]:
    """Give the relations whose moment has come."""
    return select(Relation).join(Person, col(Person.id) == Relation.person_id).where(col(Relation.due) <= at)


def _ages_due(at: datetime) -> SelectOfScalar[Person]:
    """Give the pupils who have come of age and have a home that followed them until then."""
    last = born_by(local_day(at))
    home = exists().where(col(Relation.pupil_id) == Person.id, col(Relation.kind).in_(FAMILY[:2]), in_force(at))
    told = exists().where(col(Event.pupil_id) == Person.id, col(Event.kind) == CameOfAge.kind())
    news = (col(Person.born) > last - BELATED) | exists().where(col(Plan.pupil_id) == Person.id)
    return select(Person).where(col(Person.born) <= last, news, home, ~told)


async def _tell(work: Work, organisation: UUID, at: datetime) -> None:
    """Tell all that has come due in an organisation."""
    session, ours = work.session, col(Person.organisation_id) == organisation
    ties = _ties_due(at).where(ours).order_by(col(Relation.due)).limit(MOST_AT_ONCE).with_for_update(of=Relation, skip_locked=True)
    for relation in (await session.exec(ties)).all():
        await _tell_tie(work, relation, at)
    for pupil in (await session.exec(_ages_due(at).where(ours).limit(MOST_AT_ONCE))).all():
        await drop_notices(session, None, pupil.id)
        work.tell(CameOfAge(pupil=pupil.id, plan=await newest_plan(session, pupil.id)))


async def _tell_tie(work: Work, relation: Relation, at: datetime) -> None:
    """Tell that a relation has begun, or that it has ended."""
    if relation.until is not None and relation.until <= at:
        relation.due = None
        await tell_ended(work, relation)
    else:
        relation.due = relation.until
        await tell_begun(work, relation)
        await complete(work.session, pupil_of(relation))
