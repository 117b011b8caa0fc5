"""A talk's page: at its door, in its session, on the room's large screen, or that it is over; and its fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.guard import open_to_guests, sees_and_hears
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.talks import policy
from server.talks.actions import guests
from server.talks.actions.finding import open_talks
from server.talks.models import Talk
from server.talks.routes.parts import agenda_part, guests_part, point_part, texts_part
from server.web import begin, fragment, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def _is_room(request: Request) -> bool:
    """Whether it is for the room's large screen."""
    return "room" in request.query_params


@open_to_guests
@sees_and_hears
async def show_talk(request: Request) -> Response:
    """Show a talk to those who may attend it; whoever is not in its session stands at its door."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see)
        at = request.query_params.get("at", "")
        around = await agenda_part(work, talk, at)
        if not policy.is_in(work.actor, talk):
            tie = policy.tie_to(work.actor, talk.id)
            waits = tie is not None and tie.guest and tie.invited and not tie.admitted
            around["was_let_in"] = not work.actor.person.guest or await guests.was_let_in(work.session, talk, work.actor.id)
            return await show(work, request, "talks/door.html", waits=waits, may_enter=policy.may_enter(work.actor, talk), **around)
        seen = {str(key): mark for key, mark in around["faces"].items() if mark}
        parts = {**around, "seen_faces": seen, **await point_part(work, talk, at), **await texts_part(work, talk)}
        if around["may_run"]:
            parts |= await guests_part(work, talk)
        return await show(work, request, "talks/room.html" if _is_room(request) else "talks/talk.html", **parts)


async def lead_to_talk(request: Request) -> Response:
    """Lead to the talk of a plan that goes on for the reader; without one to what has been written."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        going_on = [one for one in await open_talks(work.session, [plan.id]) if policy.may_see(work.actor, one)]
    return go(f"/talks/{going_on[-1].id}" if going_on else f"/plans/{plan.id}#texts")


@open_to_guests
async def show_agenda(request: Request) -> Response:
    """Show the agenda again."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.is_in)
        template = "talks/_agenda_room.html" if _is_room(request) else "talks/_agenda.html"
        return fragment(request, template, **await agenda_part(work, talk, request.query_params.get("at", "")))


@open_to_guests
async def show_point(request: Request) -> Response:
    """Show what stands at a point of the agenda."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.is_in)
        template = "talks/_point_room.html" if _is_room(request) else "talks/_point.html"
        return fragment(request, template, **await point_part(work, talk, request.path_params["point"]))


@open_to_guests
async def show_session(request: Request) -> Response:
    """Show who is in the session again."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.is_in)
        template = "talks/_session_room.html" if _is_room(request) else "talks/_session.html"
        return fragment(request, template, **await agenda_part(work, talk))
