"""The page on which it is agreed: what can be proposed, what is proposed, one's own answer, and for staff everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.agreements import policy
from server.agreements.actions import by_role_and_name, proposals_in, proposed_goals
from server.agreements.document.sheet import sheet_of
from server.agreements.models import Agreement
from server.people.actions import named
from server.people.models import Person
from server.people.policy import standing
from server.plans.actions import opened
from server.plans.actions.record import record
from server.plans.models import Plan, Version
from server.plans.policy import may_see as may_see_plan
from server.schools.models import Class, Term
from server.talks.actions.finding import open_talks
from server.web import begin, key, language_of, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.i18n import Words
    from server.work import Work


async def show_agreement(request: Request) -> Response:
    """Show what is to be agreed; that it was read is noted in the log as reading the plan is."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        opened(work, plan)
        return await show(
            work, request, "agreements/agreement.html", **await head_of(work, plan), **await _agreement(work, plan, language_of(request))
        )


async def head_of(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather whose plan it is, and which versions of it are locked."""
    session = work.session
    versions = await session.exec(select(Version.number, Version.at).where(Version.plan_id == plan.id).order_by(col(Version.number).desc()))
    return {
        "plan": plan,
        "who": standing(work.actor, plan),
        "pupil": await session.get_one(Person, plan.pupil_id),
        "klass": await session.get_one(Class, plan.class_id),
        "term": await session.get(Term, plan.term_id) if plan.term_id else None,
        "versions": list(versions),
    }


async def _agreement(work: Work, plan: Plan, words: Words) -> dict[str, Any]:
    """Gather what is proposed, with the answers that the reader may know of; before that what the mentor can propose."""
    proposal = (await proposals_in(work.session, [plan])).get(plan.id)
    if proposal is None:
        return {"agreement": None, **await _to_propose(work, plan, words)}
    agreement = await work.find(Agreement, proposal.agreement, see=policy.may_see)
    all_seen = policy.sees_answers(standing(work.actor, plan))
    people = await named(work.session, [*(one.person_id for one in proposal.parties), agreement.proposed_by])
    return {
        "agreement": agreement,
        "sheet": sheet_of(agreement.record, words),
        "mine": proposal.party(work.actor.id),
        "parties": by_role_and_name(proposal.parties, people) if all_seen else [],
        "missing": len(proposal.missing) if all_seen else None,
        "people": people,
        "may_answer": policy.may_answer(work.actor, agreement),
        "may_run": policy.may_run(work.actor, agreement),
    }


async def _to_propose(work: Work, plan: Plan, words: Words) -> dict[str, Any]:
    """Gather what the plan says, as it would be proposed, for the mentor who may; the goals to choose from stand by themselves."""
    if not policy.may_propose(work.actor, plan):
        return {"may_propose": False, "sheet": None}
    said = await record(work.session, plan)
    return {
        "may_propose": True,
        "sheet": sheet_of(said, words),
        "goals": await proposed_goals(work.session, plan),
        "talks": await open_talks(work.session, [plan.id]),
    }
