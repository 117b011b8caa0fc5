"""Beginning a class's round over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions import local_day
from server.people.policy import may_see_class, may_see_listed
from server.rounds.actions import begin_round, hindrances, offer_of, round_in
from server.rounds.policy import may_begin
from server.rounds.routes.forms import BeginRound
from server.schools.models import Class, School
from server.web import begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


async def _class(work: Work, request: Request) -> tuple[Class, School]:
    """Give the class whose round is to be begun, and its school."""
    klass = await work.find(Class, key(request, "class"), see=may_see_class, may=may_begin)
    return klass, await work.session.get_one(School, klass.school_id)


async def show_begin(request: Request) -> Response:
    """Ask how a class's round is to be; where it is begun already, go there."""
    async with begin(request) as work:
        klass, school = await _class(work, request)
        offer = await offer_of(work.session, school, local_day(now()))
        held = await round_in(work.session, klass.id, offer.term_now(klass))
        if held and "another" not in request.query_params:
            return go(f"/rounds/{held.id}")
        hindrance = (await hindrances(work.session, [klass])).get(klass.id)
        terms = [one for one in offer.terms_for(klass) if not await round_in(work.session, klass.id, one.id)]
        alone = [one for one in hindrance.pupils if may_see_listed(work.actor, one)] if hindrance else []
        return await show(
            work,
            request,
            "rounds/begin.html",
            klass=klass,
            school=school,
            offer=offer,
            terms=terms,
            hindrance=hindrance,
            alone=alone,
            unseen=len(hindrance.pupils) - len(alone) if hindrance else 0,
        )


async def begin_one(request: Request) -> Response:
    """Begin a class's round; whoever comes second is led to the one that is there."""
    wanted = await read(request, BeginRound)
    async with begin(request) as work:
        klass, school = await _class(work, request)
        offer = await offer_of(work.session, school, local_day(now()))
        held = await begin_round(work, klass, offer, wanted.wish)
    return go(f"/rounds/{held.id}")
