"""Beginning on an empty server: the first organisation, and who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from server.accounts.actions.invitations import invite
from server.accounts.actions.reasons import Reason
from server.accounts.models import Group
from server.columns import now
from server.people.actions import in_force
from server.people.models import Person, Relation, RelationKind
from server.people.policy import Actor
from server.schools.models import Organisation
from server.work import Work

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings


async def create_admin(session: AsyncSession, settings: Settings, organisation: tuple[str, str], name: str, email: str) -> str:
    """Give the one-time link by which an organisation's administrator chooses a password; what is missing is made. It commits.

    The organisation is said by its name and its id in the roster.

    Done again for the same address it gives a new link, and the older one is void.
    """
    given, _, family = name.partition(" ")
    where = await _organisation(session, *organisation)
    person = await _person(session, where, email)
    if person is None:
        person = Person(organisation_id=where.id, source_id=f"created {uuid4()}", given_name=given, family_name=family, email=email)
        session.add(person)
        await session.flush()
        session.add(Relation(person_id=person.id, kind=RelationKind.admin_of, organisation_id=where.id, source="created"))
    work = Work(session, Actor(person, ()))
    token = await invite(work, settings, person, Reason(Group.staff, where.name))
    await work.commit()
    return f"{settings.address}/link/{token}"


async def _organisation(session: AsyncSession, name: str, source: str) -> Organisation:
    """Give the organisation of that name or source id, made if there is none."""
    wanted = select(Organisation).where(col(Organisation.name).in_({name, source}) | col(Organisation.source_id).in_({name, source}))
    there = (await session.exec(wanted)).first()
    if there is not None:
        return there
    made = Organisation(source_id=source, name=name)
    session.add(made)
    await session.flush()
    return made


async def _person(session: AsyncSession, where: Organisation, email: str) -> Person | None:
    """Give the organisation's administrator who has that address, if there is one: nobody else becomes one by it."""
    rows = await session.exec(
        select(Person)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Person.email == email, Relation.kind == RelationKind.admin_of, Relation.organisation_id == where.id, in_force(now()))
    )
    return rows.first()
