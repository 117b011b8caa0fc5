"""What goes by itself when its time is over: sent mails, and the guests of talks that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, or_, update
from sqlmodel import col, select

from server.accounts.models import Session, Ticket
from server.audit.models import Event
from server.columns import now
from server.mail import Mail, MailState
from server.people.models import Person
from server.retention.actions.parts import pointing_to
from server.retention.actions.rules import months_after, rules_of
from server.retention.models import DocumentKind
from server.schools.models import Organisation
from server.talks.models import Attendance, Invited, Talk

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database

BATCH = 500
STAY = frozenset({"event", "session", "invited", "attendance", "person"})
"""What names a guest and does not keep them: the log forgets who it was, the invitation keeps the name it was made out to."""


async def pass_away(database: Database) -> dict[str, int]:
    """Remove what has had its time in each organisation; several processes may do so at once."""
    done = {"mails": 0, "guests": 0}
    async with database.session() as session:
        organisations = list(await session.exec(select(Organisation.id)))
    for organisation in organisations:
        async with database.session() as session:
            rules = await rules_of(session, organisation)
            done["mails"] += await _mails(session, organisation, months_after(now(), -rules[DocumentKind.mails].months))
            done["guests"] += await _guests(session, organisation, months_after(now(), -rules[DocumentKind.guests].months))
            await session.commit()
    return done


async def _mails(session: AsyncSession, organisation: UUID, before: datetime) -> int:
    """Forget mails that have left, or were given up; one whose link is still open stays with it."""
    theirs = select(Person.id).where(Person.organisation_id == organisation)
    old = (
        select(Mail.id)
        .where(col(Mail.state) != MailState.waiting, col(Mail.made) < before, col(Mail.person_id).in_(theirs))
        .where(~exists().where(col(Ticket.mail_id) == Mail.id))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    keys = list(await session.exec(old))
    return (await session.exec(delete(Mail).where(col(Mail.id).in_(keys)))).rowcount


async def _guests(session: AsyncSession, organisation: UUID, before: datetime) -> int:
    """Forget the guests of talks that are over, who wrote nothing that is still kept; of the others the name goes."""
    open_ = (
        select(Invited.person_id)
        .join(Talk, col(Talk.id) == Invited.talk_id)
        .where(or_(col(Talk.ended).is_(None), col(Talk.ended) >= before))
    )
    over = (
        col(Person.guest)
        & (Person.organisation_id == organisation)
        & col(Person.id).not_in(open_.where(col(Invited.person_id).is_not(None)))
    )
    named = select(Person.id).where(over, or_(col(Person.given_name) != "", ~_written())).limit(BATCH).with_for_update(skip_locked=True)
    keys = list(await session.exec(named))
    await session.exec(update(Person).where(col(Person.id).in_(keys)).values(given_name="", family_name="", email=""))
    free = list(await session.exec(select(Person.id).where(col(Person.id).in_(keys), ~_written())))
    await session.exec(delete(Session).where(col(Session.person_id).in_(free)))
    await session.exec(delete(Attendance).where(col(Attendance.person_id).in_(free)))
    await session.exec(update(Invited).where(col(Invited.person_id).in_(free)).values(person_id=None))
    await session.exec(update(Event).where(col(Event.actor_id).in_(free)).values(actor_id=None))
    await session.exec(delete(Person).where(col(Person.id).in_(free)))
    return len(keys)


def _written() -> ColumnElement[bool]:
    """Hold for a guest to whom something still points that says who did it."""
    tables = [key.parent for key in pointing_to("person") if key.parent.table.name not in STAY]
    return or_(*(exists().where(column == Person.id) for column in tables))
