"""What has happened in pupils' rounds, for the staircase: in a few questions, however many plans there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlmodel import col, select

from server.agreements.actions.asking import proposals_in
from server.agreements.models import Answerer
from server.booking.actions.facts import talks_of
from server.columns import now
from server.goals.actions.looking import is_waited_for
from server.goals.models import Evaluation, Looker
from server.people.actions import FAMILY, gives_rights
from server.people.models import Relation
from server.plans.models import Phase, Plan
from server.preparations.models import Answer, Party, Preparation
from server.rounds.happened import Asked, Looked
from server.rounds.models import Round, Step
from server.rounds.staircase import Facts, Part
from server.talks.actions.finding import open_talks
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession


async def facts_of(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, Facts]:
    """Give the facts of each plan, by its id."""
    rounds = {one.id: one for one in await session.exec(select(Round).where(col(Round.id).in_({plan.round_id for plan in plans})))}
    parts, talks = await _parts(session, [plan.id for plan in plans]), await talks_of(session, plans)
    sittings = await open_talks(session, [plan.id for plan in plans if plan.phase is Phase.talk])
    asked, looked = await _asked_to_confirm(session, plans), await _looked(session, plans)
    return {
        plan.id: Facts(
            plan.phase,
            tuple(parts.get(plan.id, ())),
            until_of(held),
            held is not None and held.talk_only,
            talks[plan.id],
            plan.proposed is not None,
            asked.get(plan.id, ()),
            tuple(one.household_id for one in sittings if one.plan_id == plan.id),
            tuple(looked.get(plan.id, ())),
        )
        for plan in plans
        for held in [rounds.get(plan.round_id) if plan.round_id else None]
    }


_PARTY = {Answerer.pupil: Party.pupil, Answerer.guardian: Party.home, Answerer.contact: Party.home}


async def _asked_to_confirm(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, tuple[Asked, ...]]:
    """Give who of pupil and homes is asked about what is proposed; the mentor has said yes by proposing it."""
    return {
        plan: tuple(
            Asked(one.person_id, _PARTY[one.role], one.assent is not None) for one in proposal.parties if one.role is not Answerer.mentor
        )
        for plan, proposal in (await proposals_in(session, plans)).items()
    }


async def _looked(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, list[Looked]]:
    """Give who is asked to look back on plans in use; a home in which nobody may see the pupil any more is not waited for."""
    keys = [plan.id for plan in plans if plan.phase is Phase.in_use]
    found: dict[UUID, list[Looked]] = {}
    if keys:
        given = col(Evaluation.given).is_not(None)
        rows = await session.exec(
            select(Evaluation.plan_id, Evaluation.looker, Evaluation.household_id, given)
            .join(Plan, col(Plan.id) == Evaluation.plan_id)
            .where(col(Evaluation.plan_id).in_(keys), given | is_waited_for())
            .order_by(col(Evaluation.household_id))
        )
        for plan, *of in rows:
            found.setdefault(plan, []).append(Looked(*of))
    return {plan: sorted(each, key=lambda one: list(Looker).index(one.looker)) for plan, each in found.items()}


def until_of(held: Round | None) -> dict[Step, date]:
    """Give the last day of each step that a round sets one for."""
    if held is None:
        return {}
    days = {
        Step.prepare_school: held.prepare_school_by,
        Step.prepare_home: held.prepare_home_by,
        Step.book: held.book_by,
        Step.talk: held.talk_by,
    }
    return {step: day for step, day in days.items() if day is not None}


async def _parts(session: AsyncSession, plans: Collection[UUID]) -> dict[UUID, list[Part]]:
    """Give the preparations of plans; one is begun when there is a word or an answer in it.

    A home whose access has ended, such as that of a pupil who has come of age, is not waited for any more.
    """
    begun = exists().where(col(Text.preparation_id) == Preparation.id, col(Text.seq) > 0) | exists().where(
        col(Answer.preparation_id) == Preparation.id, col(Answer.value).is_not(None)
    )
    done = col(Preparation.ready).is_not(None) | col(Preparation.closed).is_not(None)
    asked = col(Preparation.asked) & (col(Preparation.household_id).is_(None) | done | _is_somebody_home())
    rows = await session.exec(
        select(Preparation.plan_id, Preparation.party, Preparation.household_id, Preparation.subject, asked, begun, done)  # type: ignore[call-overload]
        .join(Plan, col(Plan.id) == Preparation.plan_id)
        .where(col(Preparation.plan_id).in_(plans))
        .order_by(Preparation.party, Preparation.subject)
    )
    found: dict[UUID, list[Part]] = {}
    for plan, *of in rows:
        found.setdefault(plan, []).append(Part(*of))
    return found


def _is_somebody_home() -> ColumnElement[bool]:
    """Hold for a preparation of a household in which an adult may still see the pupil's plan."""
    return exists().where(
        col(Relation.household_id) == Preparation.household_id,
        col(Relation.pupil_id) == Plan.pupil_id,
        col(Relation.kind).in_(FAMILY),
        gives_rights(now()),
    )
