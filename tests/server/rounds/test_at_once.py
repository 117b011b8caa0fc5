"""What many do at the same time in one class."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlmodel import col, select, text

from server.columns import now
from server.notices.models import Notice
from server.people.actions import act_as
from server.people.models import Person
from server.preparations.events import PartHandedIn
from server.preparations.models import Party, Preparation
from server.rounds.actions.handing_out import hand_out, to_hand_out
from server.rounds.models import Round
from server.work import working
from tests.bench.school import open_school

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.people.policy import Actor
    from tests.bench.school import BigSchool

HAND_INS = 50


async def begun(database: Database) -> BigSchool:
    """Open a school with one class of 25 pupils who have all been handed the material."""
    async with database.session() as session:
        school = await open_school(session, 1, 25)
        assert school.version
        assert school.principal
        klass = school.classes[0]
        session.add(
            Round(
                organisation_id=klass.organisation_id,
                school_id=klass.school_id,
                class_id=klass.id,
                template_version_id=school.version.id,
                begun_by=school.principal.id,
            )
        )
        await session.commit()
    for key in await to_hand_out(database):
        await hand_out(database, key)
    return school


async def hand_in(database: Database, key: UUID, by: UUID) -> None:
    """Hand a preparation in, as the act does it: with the plan held."""

    async def actor_of(session: AsyncSession) -> Actor:
        return await act_as(session, await session.get_one(Person, by))

    async with working(database, actor_of, lambda _: None) as work:
        one = await work.find(Preparation, key, see=lambda *_: True, lock=True)
        one.ready, one.ready_by = now(), by
        work.tell(PartHandedIn(plan=one.plan_id, preparation=one.id))


async def test_fifty_who_hand_in_at_once_are_one_notice_with_its_count(database: Database) -> None:
    school = await begun(database)
    mentor = school.mentors[school.classes[0].id]
    async with database.session() as session:
        rows = await session.exec(
            select(Preparation).where(col(Preparation.party).in_([Party.pupil, Party.teachers])).order_by(col(Preparation.id))
        )
        ones = [(one.id, one.plan.pupil_id) for one in rows.unique()][:HAND_INS]

    await asyncio.gather(*(hand_in(database, key, by) for key, by in ones))

    async with database.session() as session:
        notices = list(await session.exec(select(Notice).where(Notice.kind == "part_handed_in")))
        revisions = (await session.exec(text("SELECT sum(revision) FROM plan"))).one()[0]  # type: ignore[call-overload]
    assert [(one.person_id, one.count, one.bundle_id) for one in notices] == [(mentor.id, HAND_INS, school.classes[0].id)]
    assert revisions == 25 + HAND_INS, "each plan counts every event of its own"
