"""Handing out a round's material, some pupils at a time: whichever process looks next goes on where the last one stopped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlmodel import col, select

from server.columns import now
from server.people.actions import act_as, in_force
from server.people.models import Person, Relation, RelationKind
from server.plans.actions import Material, begin_plans
from server.plans.models import Phase, Plan
from server.preparations.events import MaterialHandedOut
from server.rounds.events import RoundHandedOut, RoundWidened
from server.rounds.models import Round
from server.schools.models import Class
from server.templates.form import Form
from server.templates.models import TemplateVersion
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.work import News

log = logging.getLogger("stegvis.rounds")

AT_ONCE = 30
"""Pupils in one transaction: so that the page shows how it goes on, and little is done again after a fault."""


async def to_hand_out(database: Database) -> list[UUID]:
    """Give the rounds that are not handed out yet, the oldest first."""
    async with database.session() as session:
        return list(await session.exec(select(Round.id).where(col(Round.handed_out).is_(None)).order_by(col(Round.begun))))


async def hand_out_all(database: Database, announce: Callable[[list[News]], None]) -> None:
    """Hand out what rounds there are, some pupils of each by turns; one that cannot be does not hold up the others."""
    going = set(await to_hand_out(database))
    while going:
        for key in list(going):
            try:
                news = await hand_out(database, key)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is tried again with the next look
                log.warning("round %s was not handed out: %r", key, error)
                news = []
            if news:
                announce(news)
            if not news or any(one.kind == "round_handed_out" for one in news):
                going.discard(key)


async def hand_out(database: Database, key: UUID, most: int = AT_ONCE) -> list[News]:
    """Hand the material to the next pupils of a round, as whoever began it; gives what to announce.

    Nothing is done if another process is at it. When nobody is left, the round is handed out.
    """
    async with database.session() as session:
        rows = await session.exec(select(Round).where(Round.id == key, col(Round.handed_out).is_(None)).with_for_update(skip_locked=True))
        held = rows.first()
        if held is None:
            return []
        work = Work(session, await act_as(session, await session.get_one(Person, held.begun_by)))
        klass = await session.get_one(Class, held.class_id)
        pupils = await without_plan(session, klass, held.term_id, most + 1)
        await _hand_to(work, held, klass, pupils[:most])
        if len(pupils) <= most:
            held.handed_out = now()
            work.tell(RoundHandedOut(round=held.id, klass=held.class_id))
        return await work.commit()


async def without_plan(session: AsyncSession, klass: Class, term: UUID | None, most: int) -> list[UUID]:
    """Give pupils of a class who have no plan of its school and a term yet."""
    rows = await session.exec(
        select(Relation.person_id)
        .where(Relation.class_id == klass.id, Relation.kind == RelationKind.pupil_in, in_force(now()))
        .where(~exists().where(col(Plan.pupil_id) == Relation.person_id, _is_of(klass.school_id, term)))
        .distinct()
        .order_by(col(Relation.person_id))
        .limit(most)
    )
    return list(rows)


def _is_of(school: UUID, term: UUID | None) -> ColumnElement[bool]:
    """Hold for the plans of a school and term, whichever round handed them out; without a term for those that are not archived."""
    there = (col(Plan.school_id) == school) & col(Plan.term_id).is_not_distinct_from(term)
    return there if term else there & (col(Plan.phase) != Phase.archived)


async def _hand_to(work: Work, held: Round, klass: Class, pupils: list[UUID]) -> None:
    """Begin the plans of some pupils, and tell it of each."""
    if not pupils:
        return
    version = await work.session.get_one(TemplateVersion, held.template_version_id)
    material = Material(Form.model_validate(version.body), version.id, held)
    for plan in await begin_plans(work.session, pupils, klass, Phase.draft, material):
        work.tell(MaterialHandedOut(plan=plan.id))


def widen(work: Work, held: Round) -> None:
    """Hand the material to those, too, who have come into the class since."""
    if held.handed_out is not None:
        held.handed_out = None
        work.tell(RoundWidened(round=held.id, klass=held.class_id))
