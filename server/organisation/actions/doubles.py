"""Finding people who are known twice, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.accounts.models import Account
from server.columns import now
from server.errors import UnknownError
from server.organisation.models import Merge
from server.organisation.policy import may_compare, may_merge, may_see_merge, may_undo
from server.people.actions import in_force, named
from server.people.actions.newcomers import unseen_homes
from server.people.models import Person, Relation
from server.schools.models import Class, School

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

MOST_FOUND, MOST_LIKELY, MOST_MERGES = 40, 20, 50


@dataclass(frozen=True)
class Known:
    """A person with what tells two of the same name apart."""

    person: Person
    user_name: str
    relations: tuple[tuple[Relation, str], ...]
    """Those in force that the person has, and those others have to the person; each with the name of whom or what it leads to."""


async def found(work: Work, words: str) -> list[Person]:
    """Give the people of the actor's organisation in whose name, address or source id each word stands; doubles of before are left out."""
    wanted = select(Person).where(_open_to(work), *(_holds(word) for word in words.split()[:6]))
    return list(await work.session.exec(wanted.order_by(Person.family_name, Person.given_name, col(Person.id)).limit(MOST_FOUND)))


def _open_to(work: Work) -> ColumnElement[bool]:
    """Hold for those of the organisation whom the actor may know of."""
    within = col(Person.organisation_id) == work.actor.person.organisation_id
    return within & col(Person.merged_into).is_(None) & _is_open(work, Person)


def _is_open(work: Work, person: type[Person]) -> ColumnElement[bool]:
    """Hold for those whose identity is not protected from the actor, nor that of a child of theirs: they would betray it."""
    return col(person.id).not_in(work.actor.hidden) & col(person.id).not_in(unseen_homes(work.actor))


async def to_compare(work: Work, key: UUID, *, may_merge_too: bool = False, lock: bool = False) -> Person:
    """Give somebody who may be known twice.

    Raises:
        UnknownError: there is nobody like that, or the actor may not know of them.
        ForbiddenError: the two may be looked at, but not be made one by this person.
    """
    if await _betray(work, {key}):
        raise UnknownError
    return await work.find(Person, key, see=may_compare, may=may_merge if may_merge_too else None, lock=lock)


async def to_undo(work: Work, key: UUID) -> Merge:
    """Give a merge, to be undone.

    Raises:
        UnknownError: there is none, or the actor may not know of it.
        ForbiddenError: it is of oneself.
    """
    merge = await work.find(Merge, key, see=may_see_merge, may=may_undo, lock=True)
    if await _betray(work, {merge.kept_id, merge.double_id}):
        raise UnknownError
    return merge


async def _betray(work: Work, people: set[UUID]) -> set[UUID]:
    """Give those of some people who are the home of a pupil whose identity is protected from the actor."""
    return set(await work.session.exec(unseen_homes(work.actor).where(col(Relation.person_id).in_(people))))


def _holds(word: str) -> ColumnElement[bool]:
    """Hold for persons in whom a word stands, taken by its letters."""
    return or_(
        *(column.icontains(word, autoescape=True) for column in (col(Person.given_name), col(Person.family_name), col(Person.email))),
        col(Person.source_id) == word,
    )


async def likely(work: Work) -> list[tuple[Person, Person]]:
    """Give pairs that are probably one: the same name, and no two birth dates that differ; or the same address."""
    other = aliased(Person)
    name, others = _name(Person), _name(other)
    born = or_(col(Person.born).is_(None), col(other.born).is_(None), col(Person.born) == col(other.born))
    wanted = (
        select(Person, other)
        .join(other, (col(Person.organisation_id) == col(other.organisation_id)) & (name == others) & (col(Person.id) < col(other.id)))
        .where(_open_to(work), born, col(other.merged_into).is_(None), _is_open(work, other))
        .order_by(name)
        .limit(MOST_LIKELY)
    )
    return [(one, two) for one, two in await work.session.exec(wanted)]


def _name(person: type[Person]) -> ColumnElement[str]:
    """Say a person's whole name in small letters."""
    return func.lower(func.concat(person.given_name, " ", person.family_name))


async def known_of(work: Work, people: Iterable[Person]) -> dict[UUID, Known]:
    """Give what is known of each person; nobody protected is named in it but to those granted."""
    persons = {one.id: one for one in people}
    mine = col(Relation.person_id).in_(persons) | col(Relation.pupil_id).in_(persons)
    rows = await work.session.exec(select(Relation).where(mine, in_force(now())).order_by(col(Relation.kind), col(Relation.since)))
    relations = [one for one in rows if work.actor.hidden.isdisjoint({one.person_id, one.pupil_id})]
    names = await _names(work.session, relations)
    accounts = await work.session.exec(select(Account.person_id, Account.user_name).where(col(Account.person_id).in_(persons)))
    user_names = dict(accounts.all())
    return {
        key: Known(
            person,
            user_names.get(key, ""),
            tuple(
                (one, names.get(one.person_id if one.pupil_id == key else _place(one), ""))
                for one in relations
                if key in (one.person_id, one.pupil_id)
            ),
        )
        for key, person in persons.items()
    }


def _place(relation: Relation) -> UUID | None:
    """Give what a relation leads to."""
    return relation.pupil_id or relation.class_id or relation.school_id


async def _names(session: AsyncSession, relations: list[Relation]) -> dict[UUID | None, str]:
    """Give the names of the people and places that relations tie."""
    people = await named(session, [key for one in relations for key in (one.person_id, one.pupil_id)])
    names: dict[UUID | None, str] = {key: person.name for key, person in people.items()}
    classes = await session.exec(select(Class).where(col(Class.id).in_({one.class_id for one in relations} - {None})))
    schools = await session.exec(select(School).where(col(School.id).in_({one.school_id for one in relations} - {None})))
    names |= {one.id: one.name for one in (*classes, *schools)}
    return names


async def past_merges(work: Work) -> list[tuple[Merge, dict[UUID, Person]]]:
    """Give the organisation's merges that the actor may see, the newest first, each with the persons it names."""
    wanted = (
        select(Merge).where(Merge.organisation_id == work.actor.person.organisation_id).order_by(col(Merge.at).desc()).limit(MOST_MERGES)
    )
    merges = [one for one in await work.session.exec(wanted) if may_see_merge(work.actor, one)]
    betray = await _betray(work, {key for one in merges for key in (one.kept_id, one.double_id)})
    merges = [one for one in merges if betray.isdisjoint({one.kept_id, one.double_id})]
    people = await named(work.session, [key for one in merges for key in (one.kept_id, one.double_id, one.by)])
    return [(one, people) for one in merges]
