"""The demo school: opened from roster files like any other, with accounts that everybody may know."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, TypedDict

from sqlmodel import col, select

from server.accounts.actions import hash_password
from server.accounts.models import Account
from server.columns import now
from server.people.actions import in_force
from server.people.models import Household, Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, Organisation
from server.schools.roster.bring import load
from server.schools.roster.formats import source
from server.schools.roster.generator import DISTRICT, write_demo_school
from server.schools.roster.invented import everyone

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.roster.report import Report

PASSWORD = "stegvis-demo"  # noqa: S105  # the same for everybody in the demo, and printed
ROLES = {
    RelationKind.mentor_of: "mentor",
    RelationKind.teacher_in: "teacher",
    RelationKind.principal_of: "principal",
    RelationKind.observer_in: "observer",
    RelationKind.admin_of: "admin",
    RelationKind.pupil_in: "pupil",
    RelationKind.guardian_of: "guardian",
}
"""What to call somebody with a relation; who has several is called by the first, and the list is in this order."""


Held = tuple[Relation, Class | None, str | None]
"""A relation with its class and the source id of its home, where it has them."""


class Taught(TypedDict):
    """A class or group that somebody teaches; a homeroom has no subject."""

    class_name: str
    subject: str


class DemoAccount(TypedDict):
    """An account to try the product with, and whose guardian, mentor or teacher it is. Pupils are named by user name."""

    role: str
    user_name: str
    password: str
    name: str
    whose: str
    """The same for people to read: names of children or pupils' classes and subjects."""
    homeroom: str
    guardian_of: list[str]
    home: str
    mentor_of: list[str]
    teacher_in: list[Taught]
    protected: bool


async def open_demo_school(session: AsyncSession, folder: Path) -> Report:
    """Write the demo school's roster into a folder, load it, and give each of its people an account; the caller commits.

    It can be done again: what is there stays.
    """
    write_demo_school(folder)
    with source(folder) as roster:
        report = await load(session, roster)
    await _give_accounts(session)
    return report


async def _give_accounts(session: AsyncSession) -> None:
    """Make the accounts that are missing, all with one password, hashed once: 166 hashes would take a minute."""
    people = await session.exec(
        select(Person.id, Person.source_id)
        .join(Account, col(Account.person_id) == Person.id, isouter=True)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(col(Account.id).is_(None), Organisation.source_id == DISTRICT)
    )
    user_names = {one.source_id: one.user_name for one in everyone()}
    missing = {person: user_names[source_id] for person, source_id in people if source_id in user_names}
    if missing:
        kept = await asyncio.to_thread(hash_password, PASSWORD)
        session.add_all(Account(person_id=one, user_name=name, password_hash=kept, demo=True) for one, name in missing.items())
        await session.flush()


async def demo_accounts(session: AsyncSession) -> list[DemoAccount]:
    """Give every demo account: staff first, then pupils and guardians, each with those they stand for."""
    whose = select(Account.user_name, Person).join(Person, col(Person.id) == Account.person_id).where(Account.demo)
    people = list(await session.exec(whose))
    held = await _held(session)
    known = {person.id: (user_name, person.name) for user_name, person in people}
    accounts = [_account(user_name, person, held[person.id], known) for user_name, person in people]
    order = ["", *ROLES.values()]
    return sorted(accounts, key=lambda one: (order.index(one["role"]), one["user_name"]))


async def _held(session: AsyncSession) -> dict[UUID, list[Held]]:
    """Give each demo person's relations in force, with the class or home that goes with each."""
    rows = await session.exec(
        select(Relation, Class, Household.source_id)
        .join(Account, col(Account.person_id) == Relation.person_id)
        .join(Class, col(Class.id) == Relation.class_id, isouter=True)
        .join(Household, col(Household.id) == Relation.household_id, isouter=True)
        .where(Account.demo, in_force(now()))
    )
    held: dict[UUID, list[Held]] = defaultdict(list)
    for relation, klass, home in rows:
        held[relation.person_id].append((relation, klass, home))
    return held


def _account(user_name: str, person: Person, held: list[Held], known: dict[UUID, tuple[str, str]]) -> DemoAccount:
    """Describe one account."""
    kinds = {relation.kind for relation, _, _ in held}
    children = _pupils(held, RelationKind.guardian_of, known)
    classes = _classes(held)
    taught = [one for kind, one in classes if kind is RelationKind.teacher_in]
    return DemoAccount(
        role=next((role for kind, role in ROLES.items() if kind in kinds), ""),
        user_name=user_name,
        password=PASSWORD,
        name=person.name,
        whose=", ".join([*(one.name for one in taught), *(name for _, name in children)]),
        homeroom=next((one.name for _, one in classes if one.kind is ClassKind.homeroom), ""),
        guardian_of=[name for name, _ in children],
        home=next((home for _, _, home in held if home), ""),
        mentor_of=[name for name, _ in _pupils(held, RelationKind.mentor_of, known)],
        teacher_in=[Taught(class_name=one.name, subject=one.subject) for one in taught],
        protected=person.protected,
    )


def _classes(held: list[Held]) -> list[tuple[RelationKind, Class]]:
    """Give the classes somebody goes to or teaches, by name."""
    return sorted(((relation.kind, klass) for relation, klass, _ in held if klass), key=lambda one: one[1].name)


def _pupils(held: list[Held], kind: RelationKind, known: dict[UUID, tuple[str, str]]) -> list[tuple[str, str]]:
    """Give user name and name of each pupil somebody is tied to in one way."""
    return sorted(known[relation.pupil_id] for relation, _, _ in held if relation.kind is kind and relation.pupil_id in known)
