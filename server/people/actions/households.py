"""Which adults of a pupil's home share a household, and moving one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from server.access import HouseholdChanged
from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions.acting import FAMILY, gives_rights, in_force
from server.people.actions.ties import HAND, drop_notices
from server.people.models import Household, Relation

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

NEW = "apart"


async def households(session: AsyncSession, pupil: UUID) -> dict[UUID | None, list[Relation]]:
    """Give a pupil's households, each with the relations of its adults that hold now; last, under nothing, those who belong to none."""
    rows = await session.exec(
        select(Relation)
        .where(Relation.pupil_id == pupil, col(Relation.kind).in_(FAMILY), gives_rights(now()))
        .order_by(col(Relation.household_id).is_(None), col(Relation.since), col(Relation.id))
    )
    found: dict[UUID | None, list[Relation]] = {}
    for one in rows:
        if one.person_id not in {other.person_id for other in found.get(one.household_id, [])}:
            found.setdefault(one.household_id, []).append(one)
    return found


async def household_for(work: Work, pupil: UUID, wanted: str) -> UUID:
    """Give the household that a form names, one of the pupil's own or a new one.

    Raises:
        WrongFormError: it is another family's, or none at all.
    """
    if wanted == NEW:
        made = Household(organisation_id=work.actor.person.organisation_id, source_id=f"{HAND}:{uuid4()}")
        work.session.add(made)
        await work.session.flush()
        return made.id
    rows = await work.session.exec(
        select(Relation.household_id).where(Relation.pupil_id == pupil, in_force(now()), col(Relation.household_id).is_not(None))
    )
    known = {str(one): one for one in rows}
    if (found := known.get(wanted)) is None:
        raise WrongFormError({"household": _("This cannot be used here.")})
    return found


async def move_home(work: Work, relation: Relation, household: UUID, reason: str) -> None:
    """Let an adult belong to another household from now on: the old tie is kept as it was, a new one goes on from it.

    Raises:
        WrongFormError: it is no home's tie that holds now.
    """
    at = now()
    if (
        relation.kind not in FAMILY
        or relation.pupil_id is None
        or relation.since > at
        or (relation.until is not None and relation.until <= at)
    ):
        raise WrongFormError({"household": _("This cannot be used here.")})
    if relation.household_id == household:
        return
    goes_on = Relation(
        **relation.model_dump(include={"person_id", "kind", "pupil_id", "source", "until", "due"}),
        household_id=household,
        since=at,
        made_by=work.actor.id,
        reason=reason,
    )
    relation.until, relation.ended_by, relation.end_reason, relation.due = at, work.actor.id, reason, None
    await work.session.flush()
    work.session.add(goes_on)
    await drop_notices(work.session, relation.person_id)
    work.tell(HouseholdChanged(relation=goes_on.id, person=relation.person_id, pupil=relation.pupil_id))


async def households_of(session: AsyncSession, pupils: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Give the homes of each pupil; every pupil is there."""
    rows = await session.exec(
        select(Relation.pupil_id, Relation.household_id)
        .where(
            col(Relation.pupil_id).in_(pupils),
            col(Relation.kind).in_(FAMILY),
            gives_rights(now()),
            col(Relation.household_id).is_not(None),
        )
        .distinct()
        .order_by(col(Relation.household_id))
    )
    found: dict[UUID, list[UUID]] = {one: [] for one in pupils}
    for pupil, household in rows:
        if pupil is not None and household is not None:
            found[pupil].append(household)
    return found
