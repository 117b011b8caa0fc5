"""Telling what a roster began and ended, thousands at once: the events and the notices in a statement each, no room told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text, update
from sqlmodel import col, select

from server.columns import now
from server.events import RelationBegun
from server.notices.actions.wishes import as_we_would
from server.notices.models import Notice
from server.notices.policy import GROUP_OF
from server.people.actions import actors_of, born_by, local_day
from server.people.models import Person
from server.plans.actions.completing import complete
from server.plans.models import Plan
from server.plans.policy import may_see
from server.schools.roster.stage import script

if TYPE_CHECKING:
    from uuid import UUID

    import asyncpg
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.events import RosterApplied

AT_ONCE = 500
"""Notices looked at in one go."""

# The moment is taken at the very end: who tails the events looks back only so far from the moment that they bear.
_EVENTS = """
    WITH made AS (
        INSERT INTO event (at, kind, organisation_id, actor_id, pupil_id, data)
        SELECT clock_timestamp(), t.kind, i.organisation_id, $1, t.pupil, jsonb_build_object(
            'relation', t.relation, 'person', t.person, 'pupil', t.pupil, 'staff_only', false, 'text', NULL, 'by_roster', true,
            'hearers', CASE t.kind WHEN 'relation_ended' THEN jsonb_build_array(t.person) ELSE '[]' END)
        FROM told t, import i ORDER BY t.kind DESC
        RETURNING id, at, kind, (data->>'relation')::uuid
    ) INSERT INTO told_event SELECT * FROM made
"""
_APPLIED = (
    "INSERT INTO event (at, kind, organisation_id, actor_id, data) SELECT clock_timestamp(), $2, organisation_id, $1, $3::jsonb FROM import"
)
_UNREAD = text("""
    SELECT n.id FROM notice n JOIN plan p ON p.id = n.plan_id JOIN told t ON t.kind = 'relation_ended'
     AND (t.person = n.person_id OR t.person = p.pupil_id) WHERE n.read IS NULL GROUP BY n.id ORDER BY n.id
""")

_TOUCHED = text("""
    WITH begun AS (SELECT r.* FROM told t JOIN relation r ON r.id = t.relation WHERE t.kind = 'relation_begun')
    SELECT DISTINCT p.pupil_id FROM plan p WHERE p.phase IN ('draft', 'shared', 'talk') AND (
        p.pupil_id IN (SELECT pupil_id FROM begun WHERE household_id IS NOT NULL)
        OR p.pupil_id IN (SELECT person_id FROM begun WHERE kind = 'pupil_in')
        OR p.pupil_id IN (SELECT h.person_id FROM begun b JOIN relation h ON h.class_id = b.class_id
                          WHERE b.kind = 'teacher_in' AND h.kind = 'pupil_in' AND h.until IS NULL))
""")
"""Whose plans may lack the parts of a home or a subject that has come with the roster."""


async def tell(session: AsyncSession, driver: asyncpg.Connection[Any], actor: UUID | None, applied: RosterApplied) -> None:
    """Settle the notices that can no longer be opened; keep an event of the import and one for every relation that began or ended.

    Those around the pupils get a notice; an open page learns its number when it is asked to look again. Homes and subjects that are new
    get their parts in the plans that are being prepared.
    """
    unread = [row[0] for row in await (await session.connection()).execute(_UNREAD)]
    for first in range(0, len(unread), AT_ONCE):
        await _settle(session, unread[first : first + AT_ONCE])
    await session.flush()
    await driver.execute(_APPLIED, actor, applied.kind(), applied.model_dump_json(exclude={"plan"}))
    await driver.execute(_EVENTS, actor)
    await driver.execute("ANALYZE told_event")
    group = GROUP_OF[RelationBegun.notice]
    await driver.execute(script("notices"), actor, born_by(local_day(now())), group, as_we_would(group))
    pupils = [row[0] for row in await (await session.connection()).execute(_TOUCHED)]
    for first in range(0, len(pupils), AT_ONCE):
        await complete(session, *pupils[first : first + AT_ONCE])


async def _settle(session: AsyncSession, some: list[UUID]) -> None:
    """Mark read what its reader may no longer see, so that no badge counts it."""
    rows = await session.exec(
        select(Notice.id, Plan, Person)
        .join(Plan, col(Plan.id) == Notice.plan_id)
        .join(Person, col(Person.id) == Notice.person_id)
        .where(col(Notice.id).in_(some))
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    actors = await actors_of(session, [person for _notice, _plan, person in found])
    gone = [notice for notice, plan, person in found if not may_see(actors[person.id], plan)]
    if gone:
        await session.exec(update(Notice).where(col(Notice.id).in_(gone)).values(read=now(), due=None))
