"""Choosing which notices and mails one wants."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

from server.errors import UnknownError, WrongFormError, _
from server.notices import actions, policy
from server.notices.models import Mail
from server.people.actions import named
from server.people.models import RelationKind
from server.people.policy import AT_WORK, FAMILY
from server.web import Form, begin, go, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class ChooseNotices(Form):
    """Badge and mail for each group, about one child or, without one, about all others."""

    about: UUID | None = None
    goals_badge: bool = False
    goals_mail: Mail
    comments_badge: bool = False
    comments_mail: Mail
    preparation_badge: bool = False
    preparation_mail: Mail
    booking_badge: bool = False
    booking_mail: Mail
    plan_badge: bool = False
    plan_mail: Mail
    agreement_badge: bool = False
    agreement_mail: Mail
    access_badge: bool = False
    access_mail: Mail

    def groups(self) -> dict[str, tuple[bool, Mail]]:
        """Give the choice of each group."""
        return {group: (getattr(self, f"{group}_badge"), getattr(self, f"{group}_mail")) for group in policy.GROUPS}


class ChooseQuiet(Form):
    """From when until when no mail may come."""

    begins: time | None = None
    ends: time | None = None


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
    """Keep when one wants no mail; two empty times mean at any time."""
    wanted = await read(request, ChooseQuiet)
    if (wanted.begins is None) != (wanted.ends is None):
        raise WrongFormError({"begins" if wanted.begins is None else "ends": _("This must be filled in.")})
    async with begin(request) as work:
        await actions.keep_quiet(work, (wanted.begins, wanted.ends) if wanted.begins and wanted.ends else None)
    return go("/settings/notices?saved=yes")
