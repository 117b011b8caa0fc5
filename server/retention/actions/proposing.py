"""Proposing what is due, and a second person's word on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import by_name, named
from server.people.policy import may_see_listed
from server.retention.actions.finding import Due, Reach, find_due
from server.retention.actions.rules import rules_of
from server.retention.events import DisposalApproved, DisposalProposed, DisposalWithdrawn
from server.retention.models import Disposal, DisposalItem, DisposalState, DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.work import Work

WAITS = timedelta(days=14)
"""How long a proposal waits for the second person."""
LATEST = 20


@dataclass
class Preview:
    """What would go: of each kind, and of each pupil whom the reader may know of; the others are counted and not named."""

    kinds: dict[DocumentKind, int] = field(default_factory=dict)
    pupils: list[tuple[Person, dict[DocumentKind, int]]] = field(default_factory=list)
    unnamed: int = 0


async def due_in(session: AsyncSession, reach: Reach) -> list[Due]:
    """Give what is due now, by the organisation's rules."""
    return await find_due(session, await rules_of(session, reach.organisation), reach, now())


async def preview(work: Work, found: Iterable[Due | DisposalItem]) -> Preview:
    """Put together what would go, for its reader; whom it names of those with protected identity is noted."""
    kinds: Counter[DocumentKind] = Counter()
    each: dict[UUID, Counter[DocumentKind]] = {}
    for one in found:
        kinds[one.kind] += one.count
        pupil = one.pupil if isinstance(one, Due) else one.pupil_id
        each.setdefault(pupil, Counter())[one.kind] += one.count
    people = await named(work.session, each)
    seen = sorted((one for one in people.values() if may_see_listed(work.actor, one)), key=by_name)
    work.saw(*(one.id for one in seen))
    return Preview(dict(kinds), [(one, dict(each[one.id])) for one in seen], len(each) - len(seen))


async def propose(work: Work, key: UUID, reach: Reach) -> Disposal | None:
    """Propose to dispose of all that is due now, if anything is; the same form sent twice proposes once."""
    await work.once(key)
    if (there := await work.session.get(Disposal, key)) is not None:
        return there
    found = await due_in(work.session, reach)
    if not found:
        return None
    one = Disposal(
        id=key, organisation_id=reach.organisation, school_id=reach.school, proposed_by=work.actor.id, at=now(), expires=now() + WAITS
    )
    work.session.add(one)
    await work.session.flush()
    work.session.add_all(
        [DisposalItem(disposal_id=one.id, kind=due.kind, pupil_id=due.pupil, plan_id=due.plan, count=due.count) for due in found]
    )
    work.tell(DisposalProposed(disposal=one.id))
    return one


def approve(work: Work, one: Disposal) -> None:
    """Let what was proposed be disposed of; its row must be held. What is approved already stays so.

    Raises:
        WrongFormError: it was withdrawn, or nobody approved it in time.
    """
    if one.state in {DisposalState.approved, DisposalState.done}:
        return
    if one.state is not DisposalState.proposed or one.expires <= now():
        raise WrongFormError({"state": _("This proposal is no longer open. Propose again what is due.")})
    one.state, one.approved, one.approved_by = DisposalState.approved, now(), work.actor.id
    work.tell(DisposalApproved(disposal=one.id))


def withdraw(work: Work, one: Disposal) -> None:
    """Dispose of nothing of what was proposed; its row must be held."""
    if one.state is DisposalState.proposed:
        one.state = DisposalState.withdrawn
        work.tell(DisposalWithdrawn(disposal=one.id))


async def items_of(session: AsyncSession, one: Disposal) -> list[DisposalItem]:
    """Give what a disposal is about."""
    wanted = select(DisposalItem).where(DisposalItem.disposal_id == one.id).order_by(col(DisposalItem.kind), col(DisposalItem.id))
    return list(await session.exec(wanted))


async def latest(session: AsyncSession, organisation: UUID) -> list[Disposal]:
    """Give an organisation's disposals, newest first."""
    wanted = select(Disposal).where(Disposal.organisation_id == organisation)
    return list(await session.exec(wanted.order_by(col(Disposal.at).desc()).limit(LATEST)))
