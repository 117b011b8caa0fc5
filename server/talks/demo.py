"""Lets a talk go on in the demo school, with the mentor in it and everyone else on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from server.people.models import Relation, RelationKind
from server.talks.actions import begin_agenda
from server.talks.models import Attendance, Talk

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan


async def sit(session: AsyncSession, plan: Plan) -> None:
    """Begin a talk under a plan."""
    mentors = select(Relation.person_id).where(Relation.pupil_id == plan.pupil_id, Relation.kind == RelationKind.mentor_of)
    if (mentor := (await session.exec(mentors)).first()) is None:
        return
    agenda = begin_agenda()
    talk = Talk(plan_id=plan.id, begun_by=mentor, lead_id=mentor, agenda=agenda, point=agenda[0]["key"])
    session.add(talk)
    await session.flush()
    session.add(Attendance(talk_id=talk.id, person_id=mentor))
