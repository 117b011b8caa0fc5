"""A pupil of age says which adults of the home may go on following the plan, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from server.access import RelationDated
from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions.acting import FAMILY, in_force
from server.people.actions.age import after, birthday, is_of_age, local_day, midnight
from server.people.actions.ties import begin
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

LONGEST = timedelta(days=366)
"""A year at a time: then the pupil is asked anew."""


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
    came = midnight(birthday(pupil.born))
    rows = await session.exec(
        select(Relation)
        .where(
            Relation.pupil_id == pupil.id,
            col(Relation.kind).in_(FAMILY[:2]),
            col(Relation.since) <= now(),
            or_(col(Relation.until).is_(None), col(Relation.until) >= came),
        )
        .order_by(col(Relation.until).desc(), col(Relation.since), col(Relation.id))
    )
    return list({one.person_id: one for one in rows}.values())


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
