"""What is done with a talk as a whole: beginning, coming and going, the point, the lead, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.errors import WrongFormError, _
from server.guard import open_to_guests
from server.people.actions.households import households
from server.plans.actions import move
from server.plans.models import Phase, Plan
from server.plans.policy import may_see as may_see_plan
from server.talks import actions, policy
from server.talks.actions.calling import call_by_mail
from server.talks.events import TalkBegun
from server.talks.models import Talk
from server.talks.routes.parts import answered
from server.web import Form, begin, go, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class BeginTalk(Form):
    """A sitting with everyone, or with one household; the page chose its id, so that sending twice begins once."""

    id: UUID
    household: UUID | None = None


class MovePoint(Form):
    """The point to go to."""

    point: Annotated[str, Field(max_length=40)]


class HandLeadOn(Form):
    """Who is to lead."""

    person: UUID


async def begin_talk(request: Request) -> Response:
    """Begin a talk under a plan, which comes into its talk with the first."""
    wanted = await read(request, BeginTalk)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan, may=policy.may_begin, lock=True)
        homes = await households(work.session, plan.pupil_id)
        talk = await actions.begin(work, plan, wanted.id, wanted.household, [home for home in homes if home is not None])
        if plan.phase is Phase.shared:
            await move(work, plan, Phase.talk)
        if any(isinstance(one, TalkBegun) for one in work.told):
            await call_by_mail(work, request.app.state.settings, talk)
    return go(f"/talks/{talk.id}")


@open_to_guests
async def enter_talk(request: Request) -> Response:
    """Come into the session of a talk."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_enter, lock=True)
        await actions.enter(work, talk)
    return go(f"/talks/{talk.id}")


@open_to_guests
async def leave_talk(request: Request) -> Response:
    """Leave the session of a talk; it goes on for the others."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, lock=True)
        await actions.leave(work, talk)
    return go(f"/talks/{talk.id}")


async def end_talk(request: Request) -> Response:
    """End a talk for all who are in it; one that is over stays so."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_end, lock=True)
        await actions.finish(work, talk)
    return go(f"/plans/{talk.plan_id}")


async def move_point(request: Request) -> Response:
    """Go to another point of the agenda, all together."""
    wanted = await read(request, MovePoint)
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_lead, lock=True)
        actions.point(work, talk, wanted.point)
        return await answered(request, work, talk)


async def hand_lead_on(request: Request) -> Response:
    """Hand the lead on to somebody who is in the session, but to no guest.

    Raises:
        WrongFormError: they are not.
    """
    wanted = await read(request, HandLeadOn)
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_lead, lock=True)
        if wanted.person not in {one.id for one in await actions.present_in(work.session, talk) if not one.guest}:
            raise WrongFormError({"person": _("This cannot be used here.")})
        actions.lead(work, talk, wanted.person)
        return await answered(request, work, talk)
