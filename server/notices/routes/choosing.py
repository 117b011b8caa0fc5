"""Choosing which notices and mails one wants."""

from __future__ import annotations

from datetime import time
from functools import cache
from typing import TYPE_CHECKING, Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import Field

from server.errors import UnknownError, WrongFormError, _
from server.notices import actions, policy
from server.notices.actions.devices import devices_of
from server.notices.actions.stopping import go_on, stopped
from server.notices.models import Mail
from server.notices.routes.devices import DEVICE
from server.people.actions import named
from server.people.models import RelationKind
from server.people.policy import AT_WORK, FAMILY
from server.push import key_of
from server.web import Form, begin, go, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class ChooseNotices(Form):
    """Badge, mail and push for each group, about one child or, without one, about all others."""

    about: UUID | None = None
    goals_badge: bool = False
    goals_mail: Mail
    goals_push: bool = False
    comments_badge: bool = False
    comments_mail: Mail
    comments_push: bool = False
    preparation_badge: bool = False
    preparation_mail: Mail
    preparation_push: bool = False
    times_badge: bool = False
    times_mail: Mail
    times_push: bool = False
    booking_badge: bool = False
    booking_mail: Mail
    booking_push: bool = False
    plan_badge: bool = False
    plan_mail: Mail
    plan_push: bool = False
    agreement_badge: bool = False
    agreement_mail: Mail
    agreement_push: bool = False
    access_badge: bool = False
    access_mail: Mail
    access_push: bool = False

    def groups(self) -> dict[str, actions.Wish]:
        """Give the choice of each group."""
        return {group: actions.Wish(*(getattr(self, f"{group}_{how}") for how in ("badge", "mail", "push"))) for group in policy.GROUPS}


class ChooseQuiet(Form):
    """From when until when no mail and no push may come, and by which clock."""

    begins: time | None = None
    ends: time | None = None
    time_zone: Annotated[str, Field(max_length=60)] = ""


class GoOn(Form):
    """Which mails are wanted again."""

    what: Annotated[str, Field(max_length=20)]


async def show_choices(request: Request) -> Response:
    """Show how one wants to hear of things: child by child, and of all others."""
    async with begin(request) as work:
        about = await _about(work)
        return await show(
            work,
            request,
            "notices/choices.html",
            groups=list(policy.GROUPS),
            people=await named(work.session, about),
            choices=await actions.choices_of(work.session, work.actor.id, about),
            quiet=await actions.quiet_of(work.session, work.actor.id),
            zone=work.actor.person.time_zone,
            zones=zones(),
            at_school=request.app.state.settings.time_zone,
            stopped=await stopped(work.session, work.actor.id),
            devices=await devices_of(work.session, work.actor.id),
            this_device=request.cookies.get(DEVICE, ""),
            push_key=key_of(request.app.state.settings).public,
            saved="saved" in request.query_params,
        )


async def _about(work: Work) -> list[UUID | None]:
    """Give the children, oneself if there is a plan, and none for all others where there are others."""
    ties = work.actor.ties
    children = dict.fromkeys(tie.pupil_id for tie in ties if tie.kind in FAMILY and tie.pupil_id)
    own = [work.actor.id] if any(tie.kind is RelationKind.pupil_in for tie in ties) else []
    others: list[UUID | None] = [None] if any(tie.kind in AT_WORK for tie in ties) else []
    return [*own, *children, *others]


async def choose(request: Request) -> Response:
    """Keep how one wants to hear of one child, or of all others."""
    wanted = await read(request, ChooseNotices)
    async with begin(request) as work:
        if wanted.about is not None and not policy.may_choose_about(work.actor, wanted.about):
            raise UnknownError
        await actions.choose(work, wanted.about, wanted.groups())
    return go("/settings/notices?saved=yes")


async def choose_quiet(request: Request) -> Response:
    """Keep when one wants no mail and no push, and one's clock; two empty times mean at any time.

    Raises:
        WrongFormError: one of the times is missing, or there is no such clock.
    """
    wanted = await read(request, ChooseQuiet)
    if (wanted.begins is None) != (wanted.ends is None):
        raise WrongFormError({"begins" if wanted.begins is None else "ends": _("This must be filled in.")})
    if wanted.time_zone and wanted.time_zone not in zones():
        raise WrongFormError({"time_zone": _("There is no such place in the list. Choose one like Europe/Stockholm.")})
    async with begin(request) as work:
        await actions.keep_quiet(work, (wanted.begins, wanted.ends) if wanted.begins and wanted.ends else None)
        work.actor.person.time_zone = "" if wanted.time_zone == request.app.state.settings.time_zone else wanted.time_zone
    return go("/settings/notices?saved=yes")


async def want_again(request: Request) -> Response:
    """Want mails again that one has turned off by the link in one."""
    wanted = await read(request, GoOn)
    async with begin(request) as work:
        await go_on(work.session, work.actor.id, wanted.what)
    return go("/settings/notices?saved=yes")


@cache
def zones() -> list[str]:
    """Give the clocks there are, each by a place that goes by it."""
    return sorted(one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/", "US/")))
