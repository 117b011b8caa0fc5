"""How a school's people sign in: whether its staff need a second step, and help for whoever has lost theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from server.accounts.second import actions, policy, rules
from server.accounts.second.people import belongs, secured_people
from server.columns import now
from server.errors import ForbiddenError, UnknownError, _
from server.people.policy import may_see_school
from server.schools.models import School
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


DONE = {
    "asked": _("Saved. Staff are asked as it stands below."),
    "not": _("Saved. Staff are no longer asked for a second step."),
    "reset": _("The second step is reset, and everything that was open is signed out."),
}


class SetRule(Form):
    """Whether staff need a second step, and from which day; without one from today."""

    asked: Literal["yes", "no"]
    day: date | None = None


class ResetPerson(Form):
    """The word of the administrator that this is the person they say they are."""

    sure: Literal["yes"]


async def show_security(request: Request) -> Response:
    """Show what the school asks, and who has a second step."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_secure)
        people = await secured_people(work.session, work.actor, school)
        rule = await rules.rule_of(work.session, school.id)
        today = now().date()
        return await show(
            work,
            request,
            "accounts/second/school.html",
            school=school,
            people=people,
            rule=rule,
            today=today,
            done=DONE.get(request.query_params.get("done", ""), ""),
            may_reset={one.person.id for one in people if one.secured and policy.may_reset(work.actor, one.person.id)},
        )


async def set_rule(request: Request) -> Response:
    """Let the school ask its staff for a second step, or ask no more."""
    wanted = await read(request, SetRule)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_secure)
        day = (wanted.day or now().date()) if wanted.asked == "yes" else None
        await rules.ask_staff(work, school.id, day)
    return go(f"/schools/{school.id}/security?done={'asked' if day else 'not'}")


async def reset_person(request: Request) -> Response:
    """Take the second steps from somebody of the school who has lost theirs."""
    await read(request, ResetPerson)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_secure)
        person = key(request, "person")
        if not await belongs(work.session, work.actor, school, person):
            raise UnknownError
        if not policy.may_reset(work.actor, person):
            raise ForbiddenError
        await actions.reset(work, request.app.state.settings, person)
    return go(f"/schools/{school.id}/security?done=reset")
