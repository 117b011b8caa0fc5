"""What each part of the plan's page shows, gathered for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.comments.routes import comments_part
from server.goals.policy import may_propose
from server.goals.routes import goals_part
from server.people.actions import in_force, named
from server.people.models import Person, Relation, RelationKind
from server.people.policy import standing
from server.plans.actions import earlier_than, is_written_since, moves_of, proposed
from server.plans.models import Phase, Plan, Version
from server.plans.policy import may_move, needs_reason
from server.rounds.actions import stairs_of
from server.schools.models import Class, Term
from server.texts.actions import of_plan, states
from server.texts.document import html
from server.texts.policy import Right, right

if TYPE_CHECKING:
    from server.work import Work

__all__ = ["comments_part", "goals_part", "head_part", "texts_part"]


async def head_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the head: whose plan, which phase, what may be done with it, who is around the pupil."""
    session = work.session
    versions = await session.exec(select(Version.number, Version.at).where(Version.plan_id == plan.id).order_by(col(Version.number).desc()))
    earlier = await earlier_than(work, plan)
    may = [to for to in Phase if may_move(work.actor, plan, to)]
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
        "proposed": await proposed(session, plan),
        "came": await moves_of(session, plan),
        "stairs": (await stairs_of(work, [plan]))[plan.id],
        "earlier": earlier,
        "compares": bool(earlier) and may_propose(work.actor, plan),
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


async def texts_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the texts that may be read, each with its right and what it says now."""
    texts = [(text, right(work.actor, text)) for text in await of_plan(work.session, plan)]
    readable = [(text, allowed) for text, allowed in texts if allowed is not Right.none]
    whole = await states(work.session, [text.id for text, _ in readable])
    return {
        "plan": plan,
        "who": standing(work.actor, plan),
        "texts": [(text, allowed, html(whole[text.id].update)) for text, allowed in readable],
        "homes": await _homes(work, plan),
    }


async def _homes(work: Work, plan: Plan) -> dict[object, list[Person]]:
    """Give the adults of each home, to tell two homes' texts apart."""
    rows = await work.session.exec(select(Relation).where(Relation.pupil_id == plan.pupil_id, col(Relation.household_id).is_not(None)))
    relations = list(rows)
    people = await named(work.session, [one.person_id for one in relations])
    homes: dict[object, list[Person]] = {}
    for one in relations:
        homes.setdefault(one.household_id, []).append(people[one.person_id])
    return homes
