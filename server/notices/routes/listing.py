"""The list of notices; reading one leads to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.audit.models import Event
from server.notices import actions, policy
from server.notices.models import Notice
from server.notices.policy import GROUP_OF
from server.people.actions import named
from server.people.policy import standing
from server.plans.actions import plans_by_id
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.schools.models import Class
from server.talks.models import Talk
from server.web import begin, fragment, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

_OF_BOOKING = {"booking", "times"}


async def _list(work: Work) -> dict[str, Any]:
    """Gather a person's notices, of the plans they may still see."""
    notices = await actions.listed(work.session, work.actor.id)
    found = await plans_by_id(work.session, [one.plan_id for one in notices])
    plans = {one: plan for one, plan in found.items() if may_see_plan(work.actor, plan)}
    shown = [one for one in notices if one.plan_id in plans]
    people = await named(work.session, [*(one.actor_id for one in shown), *(plan.pupil_id for plan in plans.values())])
    work.saw(*(plan.pupil_id for plan in plans.values()))
    newest = dict((await work.session.exec(select(Event.id, Event.data).where(col(Event.id).in_([one.event_id for one in shown])))).all())
    rows = await work.session.exec(select(Class).where(col(Class.id).in_([one.bundle_id for one in shown if one.is_bundle])))
    return {
        "notices": shown,
        "plans": plans,
        "people": people,
        "classes": {one.id: one for one in rows},
        "newest": newest,
        "whos": {key: standing(work.actor, plan) for key, plan in plans.items()},
    }


async def show_notices(request: Request) -> Response:
    """Show the page of notices."""
    async with begin(request) as work:
        return await show(work, request, "notices/notices.html", **await _list(work))


async def show_list(request: Request) -> Response:
    """Show the list again, as news come."""
    async with begin(request) as work:
        return fragment(request, "notices/_list.html", **await _list(work))


async def open_notice(request: Request) -> Response:
    """Come from a mail or a push: as a click on the notice. Whoever only fetches ahead changes nothing."""
    if request.headers.get("sec-purpose", "").startswith("prefetch"):
        return go("/notices")
    return await read_notice(request)


async def read_notice(request: Request) -> Response:
    """Mark a notice read everywhere, and go to the very place it tells of."""
    async with begin(request) as work:
        notice = await work.find(Notice, key(request, "notice"), see=policy.may_see)
        await actions.read(work, notice.id)
        plan = await work.session.get_one(Plan, notice.plan_id)
        begun = await _talk_of(work, notice)
    return go(f"/talks/{begun}" if begun else _address_of(notice, plan))


def _address_of(notice: Notice, plan: Plan) -> str:
    """Give the very place that a notice tells of."""
    if notice.kind == "record_taken_out":
        return f"/pupils/{plan.pupil_id}/access-log"
    if notice.kind.startswith("access_"):
        return f"/pupils/{plan.pupil_id}/access"
    if notice.is_bundle and GROUP_OF.get(notice.kind) not in _OF_BOOKING:  # of several pupils: to where they stand together
        return f"/classes/{notice.bundle_id}" + ("/overview" if notice.kind == "part_handed_in" else "")
    return f"/plans/{plan.id}{_page_of(notice)}" + (f"#{notice.place}" if notice.place else "")


def _page_of(notice: Notice) -> str:
    """Give the page of a plan on which the thing of a notice stands, where it is not the plan's own."""
    if GROUP_OF.get(notice.kind) in _OF_BOOKING:
        return "/booking"
    pages = {policy.OF_AGREEING: "/agreement", policy.OF_LOOKING_BACK: "/evaluation", policy.OF_FOLLOWING: "/follow"}
    return next((page for kinds, page in pages.items() if notice.kind in kinds), "")


async def _talk_of(work: Work, notice: Notice) -> str:
    """Give the talk that a notice calls to, if it still goes on."""
    if notice.kind != "talk_begun":
        return ""
    event = await work.session.get_one(Event, notice.event_id)
    talk = await work.session.get(Talk, UUID(str(event.data["talk"])))
    return str(talk.id) if talk and talk.ended is None else ""


async def read_all(request: Request) -> Response:
    """Mark all of one's notices read."""
    async with begin(request) as work:
        await actions.read(work)
    return go("/notices")
