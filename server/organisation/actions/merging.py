"""Merging somebody who is known twice: everything of the double becomes the kept person's, and nothing is deleted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import text, update
from sqlmodel import col, select

from server.accounts.models import Account, Session
from server.columns import now
from server.errors import WrongFormError, _
from server.events import RelationEnded, SignedOut
from server.organisation.actions.accounts import lead_to_password
from server.organisation.actions.references import counted, references, shift
from server.organisation.events import PersonsMerged
from server.organisation.models import Merge
from server.people.models import Person, Relation
from server.plans.models import Plan

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


class Refusal(StrEnum):
    """Why two cannot be merged, as a sentence."""

    same = _("These are not two people: it is the same one twice.")
    tied = _("One of them is tied to the other, as a guardian is to a child, so they cannot be the same person.")
    plans = _("Both have plans that somebody has written in. Two pupils with plans of their own cannot become one.")
    other_way = _("The one to be left out has the plan that somebody has written in. Keep that one instead.")


_WRITTEN = text("""
    SELECT DISTINCT plan.pupil_id FROM plan WHERE plan.pupil_id = ANY(:people) AND (
        plan.phase != 'draft' OR EXISTS (SELECT FROM goal WHERE goal.plan_id = plan.id)
        OR EXISTS (SELECT FROM thread WHERE thread.plan_id = plan.id) OR EXISTS (SELECT FROM version WHERE version.plan_id = plan.id)
        OR EXISTS (SELECT FROM text WHERE text.plan_id = plan.id AND text.seq > 0))
""")
"""The pupils in whose plans there is something: a plan that was only begun can stay behind."""


async def refusal(session: AsyncSession, kept: Person, double: Person) -> Refusal | None:
    """Say why two cannot be merged, if they cannot."""
    if kept.id == double.id:
        return Refusal.same
    both = [kept.id, double.id]
    tied = select(Relation.id).where(col(Relation.person_id).in_(both), col(Relation.pupil_id).in_(both)).limit(1)
    if (await session.exec(tied)).first():
        return Refusal.tied
    written = {row[0] for row in await session.exec(_WRITTEN, params={"people": both})}  # type: ignore[call-overload]
    if written == set(both):
        return Refusal.plans
    return Refusal.other_way if double.id in written and await _has_plans(session, kept.id) else None


async def _has_plans(session: AsyncSession, person: UUID) -> bool:
    """Whether a pupil has any plan, written in or not."""
    return (await session.exec(select(Plan.id).where(Plan.pupil_id == person).limit(1))).first() is not None


async def tally(session: AsyncSession, kept: Person, double: Person) -> dict[str, int]:
    """Count what will move, by table; `ended` are the relations that the kept person has already."""
    counts = await counted(session, double.id)
    counts["ended"] = len(await _twice(session, kept.id, double.id))
    counts["relation"] = counts.get("relation", 0) - counts["ended"]
    if await _has_plans(session, kept.id):
        counts.pop("plan", None)
    if (await session.exec(select(Account.id).where(Account.person_id == kept.id))).first():
        counts.pop("account", None)  # each keeps one, and only the kept person's can be signed in with
    return {name: count for name, count in counts.items() if count > 0}


async def merge(work: Work, kept: Person, double: Person, reason: str) -> Merge:
    """Make two people one; what moved is remembered, so that it can be undone.

    Raises:
        WrongFormError: the two cannot be one.
    """
    session = work.session
    if (why := await refusal(session, kept, double)) is not None:
        raise WrongFormError({"merge": str(why)})
    ended = await _end_twice(work, kept.id, double.id)
    swapped = await lead_to_password(session, kept.id, double.id)
    behind = {"plan"} if await _has_plans(session, kept.id) else set()
    rows = []
    for one in references():
        leave = one.table.name in behind and one.column.name == "pupil_id"
        moved = [] if leave else await shift(session, one, double.id, kept.id)
        if moved:
            rows.append([one.table.name, one.column.name, [one.said(row) for row in moved]])
    made = Merge(
        organisation_id=kept.organisation_id,
        kept_id=kept.id,
        double_id=double.id,
        by=work.actor.id,
        reason=reason,
        moved={
            "rows": rows,
            "ended": [str(one) for one in ended],
            "protected": double.protected and not kept.protected,
            "swapped": swapped,
        },
    )
    kept.protected = kept.protected or double.protected
    double.merged_into = kept.id
    session.add(made)
    await sign_out(work, double.id)
    work.tell(PersonsMerged(merge=made.id, person=kept.id, pupil=double.id))
    return made


async def sign_out(work: Work, person: UUID) -> None:
    """End all sessions of a person; their sockets close."""
    ended = update(Session).where(col(Session.person_id) == person, col(Session.ended).is_(None)).values(ended=now())
    for (key,) in await work.session.exec(ended.returning(col(Session.id))):
        work.tell(SignedOut(session=key))


_TWICE = text("""
    SELECT r.id FROM relation r WHERE r.until IS NULL AND :double IN (r.person_id, r.pupil_id) AND EXISTS (
        SELECT FROM relation k WHERE k.until IS NULL AND k.kind = r.kind AND (
            (r.person_id = :double AND k.person_id = :kept AND coalesce(k.pupil_id, k.class_id, k.school_id, k.organisation_id)
                = coalesce(r.pupil_id, r.class_id, r.school_id, r.organisation_id))
            OR (r.pupil_id = :double AND k.pupil_id = :kept AND k.person_id = r.person_id)))
""")
"""The double's relations that the kept person has too, and those somebody has to both of them."""


async def _twice(session: AsyncSession, kept: UUID, double: UUID) -> list[Relation]:
    """Give the relations that would stand there twice."""
    keys = [row[0] for row in await session.exec(_TWICE, params={"kept": kept, "double": double})]  # type: ignore[call-overload]
    return list(await session.exec(select(Relation).where(col(Relation.id).in_(keys))))


async def _end_twice(work: Work, kept: UUID, double: UUID) -> list[UUID]:
    """End the relations that would stand there twice."""
    twice = await _twice(work.session, kept, double)
    at = now()
    for relation in twice:
        relation.until = at
        work.tell(RelationEnded(relation=relation.id, person=relation.person_id, pupil=relation.pupil_id))
    await work.session.flush()
    return [relation.id for relation in twice]
