"""Who comes when: the days of whoever hosts talks, and an offer with all its times."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from server.booking import policy
from server.booking.actions import day_lines, days_of, hold, keep_open, offer_lines, whole_day, withdraw, withdraw_time
from server.booking.models import Offer
from server.columns import now
from server.errors import WrongFormError, _
from server.i18n import at_school
from server.people.actions import local_day
from server.people.actions.age import after
from server.people.models import Person
from server.schools.models import Class, School
from server.web import Form, begin, fragment, go, is_live, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

_EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


class KeepOpen(Form):
    """The last day on which times can be booked."""

    closes: date


def _asked_day(request: Request) -> date | None:
    """Read which day is wanted, if one is."""
    with suppress(ValueError):
        return date.fromisoformat(request.query_params.get("day", ""))
    return None


async def _day(work: Work, request: Request) -> dict[str, Any]:
    """Gather a day of the actor's own: the one that is asked for, or the next on which there is something."""
    days = list(dict.fromkeys(at_school(one).date() for one in await days_of(work, work.actor.id)))
    day = _asked_day(request) or next(iter(days), local_day(now()))
    begins, ends = whole_day(day)
    lines = await day_lines(work, begins, ends, host=work.actor.id)
    return {"day": day, "days": days, "lines": lines, "classes": sorted({one.offer.class_id for one in lines})}


async def show_day(request: Request) -> Response:
    """Show a day of one's own."""
    async with begin(request) as work:
        return await show(work, request, "booking/day.html", **await _day(work, request))


async def show_day_lines(request: Request) -> Response:
    """Show it again."""
    async with begin(request) as work:
        return fragment(request, "booking/_day.html", **await _day(work, request))


async def _offer(work: Work, request: Request, *, lock: bool = False) -> Offer:
    """Find an offer that somebody looks after; one that is withdrawn is there to be read."""
    return await work.find(Offer, key(request, "offer"), see=policy.may_see_offer, lock=lock)


async def _lines(work: Work, offer: Offer) -> dict[str, Any]:
    """Gather the times of an offer."""
    (line,) = await offer_lines(work, [offer])
    return {"offer": offer, "line": line, "lines": await day_lines(work, *_EVER, offer=offer.id)}


async def show_offer(request: Request) -> Response:
    """Show an offer, with all its times."""
    async with begin(request) as work:
        offer = await _offer(work, request)
        klass = await work.session.get_one(Class, offer.class_id)
        return await show(
            work,
            request,
            "booking/offer.html",
            klass=klass,
            school=await work.session.get_one(School, offer.school_id),
            host=await work.session.get_one(Person, offer.host_id),
            made="made" in request.query_params,
            **await _lines(work, offer),
        )


async def show_offer_lines(request: Request) -> Response:
    """Show its times again."""
    async with begin(request) as work:
        return fragment(request, "booking/_offer.html", **await _lines(work, await _offer(work, request)))


async def change_closing(request: Request) -> Response:
    """Let times be booked until another day."""
    closes = after((await read(request, KeepOpen)).closes)
    if closes <= now():
        raise WrongFormError({"closes": _("This day is over.")})
    async with begin(request) as work:
        offer = await _offer(work, request, lock=True)
        if offer.cancelled is not None:
            raise WrongFormError({"closes": _("This offer is withdrawn.")})
        await keep_open(work, request.app.state.settings, offer, closes)
    return go(f"/offers/{offer.id}")


async def withdraw_one(request: Request) -> Response:
    """Take one free time of an offer back."""
    async with begin(request) as work:
        offer = await _offer(work, request)
        await hold(work, offer.host_id)
        await withdraw_time(work, await _offer(work, request, lock=True), key(request, "slot"))
        if is_live(request):
            await work.session.flush()
            return fragment(request, "booking/_offer.html", **await _lines(work, offer))
    return go(f"/offers/{offer.id}")


async def withdraw_offer(request: Request) -> Response:
    """Take an offer back; everybody who has booked in it is told."""
    async with begin(request) as work:
        offer = await _offer(work, request)
        await hold(work, offer.host_id)
        offer = await _offer(work, request, lock=True)
        await withdraw(work, request.app.state.settings, offer)
    return go(f"/classes/{offer.class_id}/booking")
