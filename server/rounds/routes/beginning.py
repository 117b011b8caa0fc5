"""Beginning a class's round over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.columns import now
from server.organisation.policy import runs as may_run_terms
from server.people.actions import local_day
from server.people.policy import may_see_class, may_see_listed
from server.rounds.actions import begin_round, hindrances, offer_of, present_rounds, rounds_there, until_of
from server.rounds.policy import may_begin
from server.rounds.routes.forms import BeginRound
from server.rounds.routes.terms import behind_of
from server.schools.models import Class, School
from server.web import begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.rounds.actions import Offer
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
        held = (await present_rounds(work.session, [klass], offer)).get(klass.id)
        undone = "undone" in request.query_params
        if held and "another" not in request.query_params:
            return go(f"/rounds/{held.id}" + ("?undone=yes" if undone else ""))
        return await show(
            work,
            request,
            "rounds/begin.html",
            klass=klass,
            school=school,
            offer=offer,
            held=held,
            undone=undone,
            runs_terms=may_run_terms(work.actor, klass.organisation_id),
            **await _offered(work, klass, offer),
        )


async def _offered(work: Work, klass: Class, offer: Offer) -> dict[str, Any]:
    """Gather in which terms a class has no round yet, what stands in the way, and who is not yet done with another round."""
    begun = (await rounds_there(work.session, [klass.id], work.actor.hidden)).get(klass.id, [])
    taken = {one.round.term_id for one in begun}
    hindrance = (await hindrances(work.session, [klass])).get(klass.id)
    alone = [one for one in hindrance.pupils if may_see_listed(work.actor, one)] if hindrance else []
    return {
        "behind": behind_of(begun),
        "terms": [one for one in offer.terms_for(klass) if one.id not in taken],
        "hindrance": hindrance,
        "alone": alone,
        "unseen": len(hindrance.pupils) - len(alone) if hindrance else 0,
    }


async def begin_one(request: Request) -> Response:
    """Begin a class's round; whoever comes second is led to the one that is there, and told so."""
    wanted = await read(request, BeginRound)
    async with begin(request) as work:
        klass, school = await _class(work, request)
        offer = await offer_of(work.session, school, local_day(now()))
        held, is_new = await begin_round(work, klass, offer, wanted.wish)
        is_as_wished = held.begun_by == work.actor.id and until_of(held) == wanted.until
    return go(f"/rounds/{held.id}" + ("" if is_new or is_as_wished else "?already=yes"))
