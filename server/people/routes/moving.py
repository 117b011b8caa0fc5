"""Moving a pupil to another class."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from server.columns import now
from server.errors import ForbiddenError
from server.people import policy
from server.people.actions import find_pupil, local_day
from server.people.actions.moving import move_class
from server.people.models import RelationKind
from server.people.routes.adding import first_moment
from server.people.routes.relations import Reason
from server.plans.policy import may_run_ties, may_see_pupil
from server.schools.models import Class, ClassKind, School
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class MoveClass(Form):
    """The class to go to, from which day, and why."""

    to: UUID
    reason: Reason
    since: date | None = None


async def ask_class(request: Request) -> Response:
    """Ask to which class a pupil moves; those of all the schools that the actor administers are offered."""
    async with begin(request) as work:
        pupil, _places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_run_ties)
        rows = await work.session.exec(
            select(Class, School)
            .join(School, col(School.id) == Class.school_id)
            .where(Class.organisation_id == pupil.organisation_id, Class.kind == ClassKind.homeroom)
            .order_by(School.name, Class.name)
        )
        offered = [(one, school) for one, school in rows if policy.runs_any(work.actor, _of(one), RelationKind.admin_of)]
        return await show(work, request, "relations/class.html", pupil=pupil, offered=offered, today=local_day(now()))


def _of(klass: Class) -> frozenset[UUID]:
    """Give by which school's and organisation's administrators a class is run."""
    return frozenset({klass.school_id, klass.organisation_id})


async def move_pupil(request: Request) -> Response:
    """Let a pupil go to another class."""
    wanted = await read(request, MoveClass)
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_run_ties)
        klass = await work.find(
            Class,
            wanted.to,
            see=lambda actor, one: policy.runs_any(actor, _of(one), RelationKind.admin_of) and one.kind is ClassKind.homeroom,
        )
        if pupil.id == work.actor.id or not all(may_run_ties(work.actor, place) for place in places):
            raise ForbiddenError
        await move_class(work, pupil, klass, first_moment(wanted.since), wanted.reason)
        return go(f"/pupils/{pupil.id}/relations")
