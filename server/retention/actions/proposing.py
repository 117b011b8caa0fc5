"""Proposing what is due, and a second person's word on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import actors_of, by_name, in_force, named
from server.people.models import Person, Relation, RelationKind
from server.people.policy import may_see_listed
from server.plans.models import Plan
from server.retention.actions.finding import Due, Reach, find_due
from server.retention.actions.holding import held
from server.retention.actions.rules import rules_of
from server.retention.events import DisposalApproved, DisposalProposed, DisposalWithdrawn
from server.retention.models import Disposal, DisposalItem, DisposalState, DocumentKind
from server.retention.policy import may_approve, may_approve_some
from server.schools.models import School, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.work import Work

WAITS = timedelta(days=14)
"""How long a proposal waits for the second person."""
LATEST = 20


@dataclass(frozen=True)
class OfPlan:
    """What would go of one plan, or of what belongs to none."""

    plan: Plan | None
    term: Term | None
    kinds: Mapping[DocumentKind, int]


@dataclass
class Preview:
    """What would go: of each kind, and plan by plan of each pupil whom the reader may know of; the others are counted and not named."""

    kinds: dict[DocumentKind, int] = field(default_factory=dict)
    pupils: list[tuple[Person, list[OfPlan]]] = field(default_factory=list)
    unnamed: int = 0


async def due_in(session: AsyncSession, reach: Reach) -> list[Due]:
    """Give what is due now, by the organisation's rules."""
    return await find_due(session, await rules_of(session, reach.organisation), reach, now())


async def preview(work: Work, found: Iterable[Due | DisposalItem]) -> Preview:
    """Put together what would go, for its reader; whom it names of those with protected identity is noted."""
    kinds: Counter[DocumentKind] = Counter()
    each: dict[UUID, dict[UUID | None, Counter[DocumentKind]]] = {}
    for one in found:
        kinds[one.kind] += one.count
        pupil, plan = (one.pupil, one.plan) if isinstance(one, Due) else (one.pupil_id, one.plan_id)
        each.setdefault(pupil, {}).setdefault(plan, Counter())[one.kind] += one.count
    people = await named(work.session, each)
    seen = sorted((one for one in people.values() if may_see_listed(work.actor, one)), key=by_name)
    work.saw(*(one.id for one in seen))
    plans = await _plans(work.session, {plan for one in seen for plan in each[one.id] if plan})
    return Preview(dict(kinds), [(one, _by_plan(each[one.id], plans)) for one in seen], len(each) - len(seen))


async def _plans(session: AsyncSession, keys: Collection[UUID]) -> dict[UUID, tuple[Plan, Term | None]]:
    """Give plans with their terms, as far as they are still there."""
    wanted = select(Plan, Term).join(Term, col(Term.id) == Plan.term_id, isouter=True).where(col(Plan.id).in_(keys))
    return {plan.id: (plan, term) for plan, term in await session.exec(wanted)}


def _by_plan(found: Mapping[UUID | None, Mapping[DocumentKind, int]], plans: Mapping[UUID, tuple[Plan, Term | None]]) -> list[OfPlan]:
    """Put what would go of one pupil in the order of the plans; what belongs to none, or to one that is gone, comes last."""
    known = sorted((plan for plan in found if plan is not None and plan in plans), key=lambda plan: plans[plan][0].begun)
    rest = [plan for plan in found if plan not in plans]
    return [OfPlan(*plans[plan], found[plan]) for plan in known] + [OfPlan(None, None, found[plan]) for plan in rest]


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


async def without_held(session: AsyncSession, items: list[DisposalItem]) -> tuple[list[DisposalItem], int]:
    """Give what would go as holds stand now, and of how many pupils nothing would."""
    theirs = await held(session, {one.pupil_id for one in items})
    return [one for one in items if one.pupil_id not in theirs], len(theirs)


async def open_in(session: AsyncSession, organisation: UUID) -> list[tuple[Disposal, School | None]]:
    """Give the proposals of an organisation that wait for somebody's word, each with its school, if it is of one; oldest first."""
    wanted = select(Disposal, School).join(School, col(School.id) == Disposal.school_id, isouter=True)
    is_open = (Disposal.organisation_id == organisation, Disposal.state == DisposalState.proposed, col(Disposal.expires) > now())
    return list(await session.exec(wanted.where(*is_open).order_by(col(Disposal.at))))


async def waiting_for(session: AsyncSession, actor: Actor) -> list[tuple[Disposal, School | None]]:
    """Give the proposals that wait for this very person's word."""
    if not may_approve_some(actor):
        return []
    return [(one, school) for one, school in await open_in(session, actor.person.organisation_id) if may_approve(actor, one)]


async def is_anybody_else(work: Work, reach: Reach) -> bool:
    """Whether there is another than the actor who could approve what is proposed."""
    as_if = Disposal(organisation_id=reach.organisation, school_id=reach.school, proposed_by=work.actor.id)
    administer = select(Relation.person_id).where(Relation.kind == RelationKind.admin_of, in_force(now()))
    people = await work.session.exec(select(Person).where(Person.organisation_id == reach.organisation, col(Person.id).in_(administer)))
    return any(may_approve(one, as_if) for one in (await actors_of(work.session, people)).values())


async def latest(session: AsyncSession, organisation: UUID) -> list[Disposal]:
    """Give an organisation's disposals, newest first."""
    wanted = select(Disposal).where(Disposal.organisation_id == organisation)
    return list(await session.exec(wanted.order_by(col(Disposal.at).desc()).limit(LATEST)))
