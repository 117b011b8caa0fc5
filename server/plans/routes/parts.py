"""What each part of the plan's page shows, gathered for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.agreements.actions import proposals_in
from server.agreements.policy import may_propose as may_propose_agreement
from server.columns import now
from server.comments.routes import comments_part
from server.goals.routes import goals_part
from server.people.actions import in_force
from server.people.models import Person, Relation, RelationKind
from server.people.policy import standing
from server.plans.actions import earlier_than, is_written_since, moves_of
from server.plans.models import Phase, Plan, Version
from server.plans.policy import may_move, needs_reason
from server.preparations.routes.parts import homes_of, sheet_part, states_part
from server.rounds.actions import stairs_of
from server.schools.models import Class, Term
from server.talks.actions import open_talks
from server.talks.policy import may_attend, may_begin

if TYPE_CHECKING:
    from server.work import Work

__all__ = ["comments_part", "goals_part", "head_part", "sheet_part"]


async def head_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the head: whose plan, which phase, what may be done with it, who is around the pupil."""
    session = work.session
    versions = await session.exec(select(Version.number, Version.at).where(Version.plan_id == plan.id).order_by(col(Version.number).desc()))
    earlier = await earlier_than(work, plan)
    may = [to for to in Phase if may_move(work.actor, plan, to)]
    proposal = (await proposals_in(session, [plan])).get(plan.id)
    written = bool(may) and await is_written_since(session, plan)
    return {
        "plan": plan,
        "who": standing(work.actor, plan),
        "pupil": await session.get_one(Person, plan.pupil_id),
        "klass": await session.get_one(Class, plan.class_id),
        "term": await session.get(Term, plan.term_id) if plan.term_id else None,
        "mentors": await _mentors(work, plan),
        "moves": [(to, needs_reason(plan, to, written=written)) for to in may],
        "versions": list(versions),
        "proposes": plan.proposed is None and may_propose_agreement(work.actor, plan),
        "asked_now": proposal is not None and any(one.person_id == work.actor.id for one in proposal.missing),
        "came": await moves_of(session, plan),
        "stairs": (await stairs_of(work, [plan]))[plan.id],
        "earlier": earlier,
        **await talks_part(work, plan),
        "compares": bool(earlier),
        **await states_part(work, plan),
    }


async def talks_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the sittings that go on and that the reader may attend, and whether they may begin one, with everyone or with which home."""
    talks = [talk for talk in await open_talks(work.session, [plan.id]) if may_attend(work.actor, talk)]
    begins = may_begin(work.actor, plan)
    homes = await homes_of(work, plan) if talks or begins else {}
    free = {home: adults for home, adults in homes.items() if home not in {talk.household_id for talk in talks}}
    return {
        "talks": talks,
        "talk_homes": homes,
        "begins": begins and not any(talk.household_id is None for talk in talks),
        "begins_with": free if begins and len(homes) > 1 else {},
    }


async def _mentors(work: Work, plan: Plan) -> list[Person]:
    """Give the pupil's mentors."""
    rows = await work.session.exec(
        select(Person)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Relation.pupil_id == plan.pupil_id, Relation.kind == RelationKind.mentor_of, in_force(now()))
        .order_by(Person.given_name)
    )
    return list(rows)
