"""Undoing a merge: exactly what moved goes back, as far as it is still with the kept person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Uuid, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from server.columns import now
from server.errors import WrongFormError, _
from server.events import RelationBegun
from server.organisation.actions.accounts import swap
from server.organisation.actions.merging import sign_out
from server.organisation.actions.notices import settle
from server.organisation.actions.references import references, shift
from server.organisation.events import MergeUndone
from server.organisation.policy import in_time
from server.people.models import Person, Relation

if TYPE_CHECKING:
    from server.organisation.actions.references import Reference
    from server.organisation.models import Merge
    from server.work import Work


async def why_not(work: Work, merge: Merge) -> str:
    """Say why a merge can no longer be undone; nothing if it can."""
    if merge.undone is not None:
        return _("This has been undone already.")
    if not in_time(merge, now()):
        return _("This was done more than 30 days ago, and can no longer be undone.")
    kept = await work.session.get_one(Person, merge.kept_id)
    if kept.merged_into is not None:
        return _("The one who was kept has since been merged with somebody else. Undo that first.")
    return ""


async def undo(work: Work, merge: Merge) -> None:
    """Make one person two again. Both sign in anew, since nobody knows by which name the kept one's sessions began.

    Raises:
        WrongFormError: it is too late.
    """
    if merge.undone is not None:
        return
    if why := await why_not(work, merge):
        raise WrongFormError({"merge": why})
    session = work.session
    kept, double = await session.get_one(Person, merge.kept_id), await session.get_one(Person, merge.double_id)
    there = {(one.table.name, one.column.name): one for one in references()}
    for table, column, keys in merge.moved["rows"]:
        if one := there.get((table, column)):
            await shift(session, one, kept.id, double.id, [_read(one, key) for key in keys])
    if merge.moved.get("swapped"):
        await swap(session, kept.id, double.id)
    if merge.moved["protected"]:
        kept.protected = False
    double.merged_into = None
    merge.undone = now()
    await _begin_again(work, [UUID(one) for one in merge.moved["ended"]])
    for one_id in (merge.kept_id, merge.double_id):
        await sign_out(work, one_id)
    await settle(session, [merge.kept_id, merge.double_id])
    work.tell(MergeUndone(merge=merge.id, person=merge.kept_id, pupil=merge.double_id))


def _read(one: Reference, key: list[Any]) -> tuple[Any, ...]:
    """Read a row's key from JSON."""
    return tuple(UUID(value) if isinstance(column.type, Uuid) else value for column, value in zip(one.key, key, strict=True))


async def _begin_again(work: Work, ended: list[UUID]) -> None:
    """Let the relations go on that the merge had ended; one that has been made anew meanwhile stays as it is."""
    await work.session.flush()
    for key in ended:
        try:
            async with work.session.begin_nested():
                again = update(Relation).where(col(Relation.id) == key).values(until=None)
                rows = await work.session.exec(again.returning(col(Relation.person_id), col(Relation.pupil_id)))
        except IntegrityError:
            continue
        for person, pupil in rows:
            work.tell(RelationBegun(relation=key, person=person, pupil=pupil))
