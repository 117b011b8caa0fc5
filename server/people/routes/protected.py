"""Protecting a pupil's identity; who may know of the pupil by name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from server.access import Place, PupilOpened
from server.columns import now
from server.errors import ForbiddenError
from server.people import policy
from server.people.actions import find_pupil, local_day
from server.people.actions.newcomers import somebody
from server.people.actions.protect import grant, granted, is_protected, protect, staff_of, unprotect
from server.people.models import Relation, RelationKind
from server.people.routes.listing import shown
from server.people.routes.relations import Reason
from server.plans.policy import may_run_ties, may_see_protection, may_see_pupil
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.actions import PupilAt


class Protect(Form):
    """Whether the identity is to be protected, and why; with the protection, who else is granted at once."""

    on: bool
    reason: Reason
    person: UUID | None = None


class Grant(Form):
    """Who is granted by name, and why."""

    person: UUID
    reason: Reason


def _run_by(places: list[PupilAt]) -> frozenset[UUID]:
    """Give by which schools' and organisations' administrators a pupil is run."""
    return frozenset({one for place in places for one in (place.school_id, place.organisation_id)})


async def show_protection(request: Request) -> Response:
    """Show whether a pupil's identity is protected, and to those who are granted themselves who else is."""
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_protection)
        work.tell(PupilOpened(pupil=pupil.id, where=Place.protection))
        named = await shown(work, await granted(work.session, pupil.id), _run_by(places))
        there = {one.person.id for one in named}
        staff = {one.id: one for place in places for one in await staff_of(work.session, place)}
        return await show(
            work,
            request,
            "relations/protection.html",
            pupil=pupil,
            protected=is_protected(pupil),
            by_roster=pupil.protected_by is None,
            named=named,
            staff=[one for one in staff.values() if one.id not in there and one.id != work.actor.id],
            may_protect=policy.runs_any(work.actor, _run_by(places), RelationKind.admin_of),
            may_grant=policy.runs_any(work.actor, _run_by(places)),
            today=local_day(now()),
        )


async def change_protection(request: Request) -> Response:
    """Protect a pupil's identity, or lift the protection; it takes hold at once."""
    wanted = await read(request, Protect)
    async with begin(request) as work:
        pupil, _places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_run_ties)
        if wanted.on:
            others = [(await somebody(work, wanted.person)).id] if wanted.person else []
            await protect(work, pupil, others, wanted.reason)
        else:
            await unprotect(work, pupil, wanted.reason)
        return go(f"/pupils/{pupil.id}/protection")


async def grant_by_name(request: Request) -> Response:
    """Grant somebody by name."""
    wanted = await read(request, Grant)
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_protection)
        who = await somebody(work, wanted.person)
        asked = Relation(person_id=who.id, kind=RelationKind.sees_protected, pupil_id=pupil.id)
        if not is_protected(pupil) or not policy.may_run_relation(work.actor, asked, _run_by(places)):
            raise ForbiddenError
        await grant(work, pupil, who.id, wanted.reason)
        return go(f"/pupils/{pupil.id}/protection")
