"""Finding somebody to tie, or making them known by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions.acting import FAMILY, in_force
from server.people.actions.age import local_day
from server.people.actions.order import by_name
from server.people.models import Person, Relation, RelationKind
from server.schools.models import Class

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.sql.expression import SelectOfScalar

    from server.people.policy import Actor
    from server.work import Work

MOST_FOUND = 20
FEWEST_LETTERS = 2
EARLIEST = date(1900, 1, 1)


def unseen_homes(actor: Actor) -> SelectOfScalar[UUID]:
    """Give the homes of the pupils whose identity is protected from somebody: their names would betray the pupil."""
    return select(Relation.person_id).where(col(Relation.pupil_id).in_(actor.hidden), col(Relation.kind).in_(FAMILY))


async def look_for(work: Work, words: str, *, pupils: bool = False) -> list[Person]:
    """Give the organisation's people by a part of the name or the whole address: pupils of one's schools, or everybody else.

    None is given whose identity is protected from the actor.
    """
    if len(words) < FEWEST_LETTERS:
        return []
    at_school = select(Relation.person_id).where(Relation.kind == RelationKind.pupil_in, in_force(now()))
    run = [tie.school_id or tie.organisation_id for tie in work.actor.ties if tie.kind is RelationKind.admin_of]
    ours = at_school.join(Class, col(Class.id) == Relation.class_id).where(
        col(Class.school_id).in_(run) | col(Class.organisation_id).in_(run)
    )
    whole = func.lower(Person.given_name + " " + Person.family_name)
    wanted = select(Person).where(
        Person.organisation_id == work.actor.person.organisation_id,
        col(Person.id).not_in(work.actor.hidden),
        col(Person.id).not_in(unseen_homes(work.actor)),
        Person.id != work.actor.id,
        col(Person.id).in_(ours) if pupils else col(Person.id).not_in(at_school),
        whole.contains(words.lower(), autoescape=True) | (func.lower(Person.email) == words.lower()),
    )
    return sorted(await work.session.exec(wanted.order_by(Person.given_name, Person.family_name).limit(MOST_FOUND)), key=by_name)


async def somebody(work: Work, key: UUID) -> Person:
    """Give somebody of the actor's own organisation, to be tied.

    Raises:
        UnknownError: there is nobody like that, or the actor may not know of them.
    """
    return await work.find(
        Person, key, see=lambda actor, one: one.organisation_id == actor.person.organisation_id and one.id not in actor.hidden
    )


async def namesakes(work: Work, given_name: str, family_name: str, email: str) -> list[Person]:
    """Give those the actor may know of who have this very name or address: perhaps one of them is meant."""
    name = func.lower(func.concat(Person.given_name, " ", Person.family_name)) == f"{given_name} {family_name}".lower()
    wanted = select(Person).where(
        Person.organisation_id == work.actor.person.organisation_id,
        col(Person.merged_into).is_(None),
        col(Person.id).not_in(work.actor.hidden),
        col(Person.id).not_in(unseen_homes(work.actor)),
        name | ((func.lower(Person.email) == email.lower()) & (Person.email != "")),
    )
    return list(await work.session.exec(wanted.order_by(Person.family_name, Person.given_name).limit(MOST_FOUND)))


async def make_known(work: Work, given_name: str, family_name: str, email: str, born: date | None = None) -> Person:
    """Make somebody known whom no roster has told of.

    Raises:
        WrongFormError: a name is missing, the day cannot be one of birth, the address is none, or somebody has it already.
    """
    missing = {
        name: _("This must be filled in.") for name, value in (("given_name", given_name), ("family_name", family_name)) if not value
    }
    if missing:
        raise WrongFormError(missing)
    if born is not None and not EARLIEST <= born <= local_day(now()):
        raise WrongFormError({"born": _("The date makes no sense.")})
    if email:
        email = await _checked(work, email)
    person = Person(
        organisation_id=work.actor.person.organisation_id,
        source_id=f"hand:{uuid4()}",
        given_name=given_name,
        family_name=family_name,
        email=email,
        born=born,
    )
    work.session.add(person)
    await work.session.flush()
    return person


async def _checked(work: Work, email: str) -> str:
    """Give the address as it is written by rule.

    Raises:
        WrongFormError: it is none, or somebody the actor may know of has it.
    """
    try:
        email = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise WrongFormError({"email": _("This is not an e-mail address.")}) from error
    there = await work.session.exec(
        select(Person.id).where(
            Person.organisation_id == work.actor.person.organisation_id,
            func.lower(Person.email) == email.lower(),
            col(Person.id).not_in(work.actor.hidden),
            col(Person.id).not_in(unseen_homes(work.actor)),
        )
    )
    if there.first() is not None:
        raise WrongFormError({"email": _("Somebody has this address already. Search for them instead.")})
    return email
