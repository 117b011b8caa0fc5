"""A pupil of age says which adults of the home may go on following the plan, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.access import CameOfAge, RelationDated
from server.audit.models import Event
from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions.acting import FAMILY, in_force
from server.people.actions.age import after, birthday, born_by, is_of_age, local_day, midnight
from server.people.actions.ties import begin
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

LONGEST = timedelta(days=366)
"""A year at a time: then the pupil is asked anew."""
TOLD_FOR = timedelta(days=30)
"""So long the start page of the home says why somebody is no longer on it."""


def of_age(pupil: Person) -> bool:
    """Whether a pupil is of age now."""
    return is_of_age(pupil.born, local_day(now()))


async def let_in(session: AsyncSession, pupil: Person) -> list[Relation]:
    """Give what a pupil of age has granted and holds still."""
    rows = await session.exec(
        select(Relation)
        .where(Relation.pupil_id == pupil.id, Relation.kind == RelationKind.let_in_by, in_force(now()))
        .order_by(col(Relation.since), col(Relation.id))
    )
    return list(rows)


async def may_be_let_in(session: AsyncSession, pupil: Person) -> list[Relation]:
    """Give the ties of those who were the pupil's home when the pupil came of age, or are by the register, each person once."""
    if pupil.born is None:
        return []
    rows = await session.exec(
        select(Relation)
        .where(Relation.pupil_id == pupil.id, col(Relation.kind).in_(FAMILY[:2]), col(Relation.since) <= now())
        .order_by(col(Relation.until).desc(), col(Relation.since), col(Relation.id))
    )
    return list({one.person_id: one for one in rows if _was_home(one, pupil)}.values())


def _was_home(relation: Relation, pupil: Person) -> bool:
    """Whether a home's tie still held when the pupil came of age."""
    return pupil.born is not None and (relation.until is None or relation.until >= midnight(birthday(pupil.born)))


async def left_behind(session: AsyncSession, adults: Iterable[UUID]) -> dict[tuple[UUID, UUID], Person]:
    """Give the pupils who came of age while these were their homes, by adult and pupil: they decide now who follows them."""
    rows = await session.exec(
        select(Relation, Person)
        .join(Person, col(Person.id) == Relation.pupil_id)
        .where(
            col(Relation.person_id).in_(list(adults)),
            col(Relation.kind).in_(FAMILY[:2]),
            col(Relation.since) <= now(),
            col(Person.born) <= born_by(local_day(now())),
        )
    )
    return {(one.person_id, pupil.id): pupil for one, pupil in rows if _was_home(one, pupil)}


async def lately_of_age(work: Work) -> list[tuple[str, date]]:
    """Give who came of age within the last weeks and has not let the actor in, with the day: why a card is gone is said for a while.

    With a protected identity the name is left out.
    """
    followed = {tie.pupil_id for tie in work.actor.ties}
    gone = [pupil for (_adult, key), pupil in (await left_behind(work.session, [work.actor.id])).items() if key not in followed]
    if not gone:
        return []
    told = select(Event.pupil_id).where(
        Event.kind == CameOfAge.kind(), col(Event.pupil_id).in_([one.id for one in gone]), col(Event.at) > now() - TOLD_FOR
    )
    lately, first = set(await work.session.exec(told)), local_day(now() - TOLD_FOR)
    days = {one.id: birthday(one.born) for one in gone if one.born}
    kept = [one for one in gone if one.id in lately or days[one.id] >= first]
    return sorted(("" if one.id in work.actor.hidden else one.name, days[one.id]) for one in kept)


async def invite(work: Work, pupil: Person, tie: Relation, until: date) -> None:
    """Let an adult of the home in until a day is over; asked again, with another last day, that day holds.

    Raises:
        WrongFormError: the day has passed, or is more than a year away.
    """
    today = local_day(now())
    if not today <= until <= today + LONGEST:
        raise WrongFormError({"until": _("Choose a day from today until a year from now.")})
    for one in await let_in(work.session, pupil):
        if one.person_id == tie.person_id:
            _last_until(work, one, until)
            return
    await begin(
        work,
        Relation(
            person_id=tie.person_id,
            kind=RelationKind.let_in_by,
            pupil_id=pupil.id,
            household_id=tie.household_id,
            until=after(until),
        ),
    )


def _last_until(work: Work, relation: Relation, day: date) -> None:
    """Let a grant last until another day is over."""
    if relation.until != after(day):
        relation.until = relation.due = after(day)
        work.tell(RelationDated(relation=relation.id, person=relation.person_id, pupil=relation.pupil_id))
