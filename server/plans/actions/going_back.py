"""How a plan came to where it is, and whether the other side has written since: until then going back is free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, exists
from sqlmodel import col, or_, select

from server.access import TextWritten
from server.audit.models import Event
from server.columns import now
from server.comments.models import Comment, Thread
from server.events import PlanMoved
from server.goals.models import CheckIn, Goal
from server.people.actions import FAMILY, in_force
from server.people.models import Person, Relation, RelationKind
from server.plans.models import Phase
from server.preparations.models import Answer, Party, Preparation
from server.texts.models import Text, TextKind, TextUpdate

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from server.plans.models import Plan

_OF_THE_TALK = (TextKind.talk_notes, TextKind.agreement)


@dataclass(frozen=True)
class Moved:
    """One move of a plan: by whom (nobody, where it came by all), when, from where to where, and why where that was said."""

    by: str
    at: datetime
    old: Phase
    new: Phase
    reason: str


async def moves_of(session: AsyncSession, plan: Plan) -> list[Moved]:
    """Give every move of a plan, oldest first."""
    rows = await session.exec(
        select(Event, Person)
        .join(Person, col(Person.id) == Event.actor_id, isouter=True)
        .where(Event.plan_id == plan.id, Event.kind == PlanMoved.kind())
        .order_by(col(Event.id))
    )
    return [
        Moved(
            person.name if event.actor_id else "",
            event.at,
            Phase(event.data["old"]),
            Phase(event.data["new"]),
            str(event.data.get("reason", "")),
        )
        for event, person in rows
    ]


async def is_written_since(session: AsyncSession, plan: Plan) -> bool:
    """Say whether the other side has written since the plan came to its phase.

    What is shown to the home waits for the home's words, the talk for those of everybody but the mentor.
    """
    if plan.phase is Phase.shared:
        return (await session.exec(select(_home_has_written(plan, await _came_here(session, plan))))).one()
    if plan.phase is Phase.talk:
        return (await session.exec(select(_others_have_written(plan, await _came_here(session, plan))))).one()
    return False


async def _came_here(session: AsyncSession, plan: Plan) -> datetime:
    """Give the moment when the plan came to its phase."""
    rows = await session.exec(
        select(Event.at).where(Event.plan_id == plan.id, Event.kind == PlanMoved.kind()).order_by(col(Event.id).desc()).limit(1)
    )
    return rows.first() or plan.begun


def _home_has_written(plan: Plan, since: datetime) -> ColumnElement[bool]:
    """Hold once a household has prepared anything or is ready, or somebody at home has commented, or said something of a goal."""
    theirs = _family(plan.pupil_id)
    own = (TextKind.home_preparation,)
    return or_(
        exists().where(col(Text.plan_id) == plan.id, col(Text.kind).in_(own), col(Text.seq) > 0),
        exists().where(col(Answer.plan_id) == plan.id, col(Answer.kind).in_(own), col(Answer.value).is_not(None)),
        exists().where(col(Preparation.plan_id) == plan.id, col(Preparation.party) == Party.home, col(Preparation.ready).is_not(None)),
        exists().where(col(Comment.thread_id) == Thread.id, col(Thread.plan_id) == plan.id, col(Comment.person_id).in_(theirs)),
        exists().where(col(Goal.plan_id) == plan.id, col(Goal.proposed_by).in_(theirs), col(Goal.at) > since),
        exists().where(
            col(CheckIn.goal_id) == Goal.id, col(Goal.plan_id) == plan.id, col(CheckIn.person_id).in_(theirs), col(CheckIn.at) > since
        ),
    )


def _others_have_written(plan: Plan, since: datetime) -> ColumnElement[bool]:
    """Hold once somebody but the mentor has written in the talk's texts; strokes that are folded are told of by events."""
    mentors = select(Relation.person_id).where(Relation.pupil_id == plan.pupil_id, Relation.kind == RelationKind.mentor_of, in_force(now()))
    texts = select(Text.id).where(Text.plan_id == plan.id, col(Text.kind).in_(_OF_THE_TALK))
    return or_(
        exists().where(col(TextUpdate.text_id).in_(texts), col(TextUpdate.at) > since, col(TextUpdate.person_id).not_in(mentors)),
        exists().where(
            col(Event.plan_id) == plan.id,
            col(Event.kind) == TextWritten.kind(),
            col(Event.at) > since,
            col(Event.actor_id).not_in(mentors),
            col(Text.plan_id) == plan.id,
            col(Text.kind).in_(_OF_THE_TALK),
            Event.data["text"].astext == cast(col(Text.id), String),
        ),
    )


def _family(pupil: UUID) -> SelectOfScalar[UUID]:
    """Ask for the pupil, and for whoever is or has been of a home of the pupil's."""
    tied = select(Relation.person_id).where(Relation.pupil_id == pupil, col(Relation.kind).in_(FAMILY))
    return select(Person.id).where((col(Person.id) == pupil) | col(Person.id).in_(tied))
