"""A school for the bench: plans in the talk, each with five who may write its agreement, all signed in."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from server import db
from server.accounts.actions import digest
from server.accounts.models import Session
from server.columns import now
from server.people.models import Household, Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase, Plan
from server.schools.models import Class, ClassKind, Organisation, School
from server.talks.actions import begin_agenda
from server.talks.models import Attendance, Talk
from server.texts.models import Text, TextKind

_PUPILS_OF_A_MENTOR = 25
_HOME = (RelationKind.guardian_of, RelationKind.guardian_of, RelationKind.contact_for)


@dataclass(frozen=True)
class Seats:
    """A plan, the text that its five write, and the token of each one's session."""

    plan: UUID
    text: UUID
    tokens: tuple[str, ...]


@dataclass
class _Making:
    """The rows to come, and who has which token."""

    organisation: Organisation
    klass: Class
    rows: list[SQLModel] = field(default_factory=list)
    tokens: dict[UUID, str] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Add somebody, signed in."""
        person = Person(organisation_id=self.organisation.id, source_id=secrets.token_hex(8), given_name=name, family_name="Lind")
        token = secrets.token_urlsafe(32)
        self.tokens[person.id] = token
        self.rows += [person, Session(token_hash=digest(token), person_id=person.id, expires=now() + timedelta(hours=1))]
        return person

    def relate(self, person: Person, kind: RelationKind, **to: Any) -> None:
        """Add a relation."""
        self.rows.append(Relation(person_id=person.id, kind=kind, **to))


async def build(address: str, plans: int) -> list[Seats]:
    """Open a school with so many plans, through the product's own models and its own way of beginning a plan."""
    database = db.connect(address, 2)
    async with database.session() as session:
        seats = await _build(session, plans)
        await session.commit()
    await database.engine.dispose()
    return seats


async def _build(session: AsyncSession, plans: int) -> list[Seats]:
    making = await _school(session)
    fives = [five for _ in range(0, plans, _PUPILS_OF_A_MENTOR) for five in _class(making)][:plans]
    await _keep(session, making.rows)
    begun = [await begin_plan(session, five[0].id, making.klass, Phase.talk) for five in fives]
    await session.flush()
    await _sit(session, begun, fives)
    texts = await session.exec(select(Text).where(Text.kind == TextKind.agreement, col(Text.plan_id).in_([plan.id for plan in begun])))
    text_of = {text.plan_id: text.id for text in texts.unique()}
    return [
        Seats(plan.id, text_of[plan.id], tuple(making.tokens[person.id] for person in five))
        for plan, five in zip(begun, fives, strict=True)
    ]


async def _sit(session: AsyncSession, begun: list[Plan], fives: list[list[Person]]) -> None:
    """Let a talk go on under each plan, with all five in its session."""
    for plan, five in zip(begun, fives, strict=True):
        agenda, mentor = begin_agenda(), five[-1].id
        talk = Talk(plan_id=plan.id, begun_by=mentor, lead_id=mentor, agenda=agenda, point=agenda[0]["key"])
        session.add(talk)
        await session.flush()
        session.add_all(Attendance(talk_id=talk.id, person_id=one.id) for one in five)
    await session.flush()


async def _school(session: AsyncSession) -> _Making:
    organisation = Organisation(source_id=secrets.token_hex(8), name="Bench")
    school = School(organisation_id=organisation.id, source_id="bench", name="Bench")
    klass = Class(organisation_id=organisation.id, school_id=school.id, source_id="bench", name="4B", kind=ClassKind.homeroom)
    for row in (organisation, school, klass):
        session.add(row)
        await session.flush()
    return _Making(organisation, klass)


def _class(making: _Making) -> list[list[Person]]:
    """Make a mentor's pupils, each with a home of three: fives that may write one agreement."""
    mentor = making.person("Mentor")
    fives = []
    for _ in range(_PUPILS_OF_A_MENTOR):
        pupil = making.person("Pupil")
        home = Household(organisation_id=making.organisation.id, source_id=secrets.token_hex(8))
        making.rows.append(home)
        making.relate(pupil, RelationKind.pupil_in, class_id=making.klass.id)
        making.relate(mentor, RelationKind.mentor_of, pupil_id=pupil.id)
        adults = [making.person("Adult") for _ in _HOME]
        for adult, kind in zip(adults, _HOME, strict=True):
            making.relate(adult, kind, pupil_id=pupil.id, household_id=home.id)
        fives.append([pupil, *adults, mentor])
    return fives


async def _keep(session: AsyncSession, rows: list[SQLModel]) -> None:
    """Add the rows, those first that others refer to."""
    for kind in (Person, Household, Relation, Session):
        session.add_all([row for row in rows if isinstance(row, kind)])
        await session.flush()
