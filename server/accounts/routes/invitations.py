"""Who of a school can sign in: seeing it, and inviting people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from server.accounts import policy
from server.accounts.actions import Access, Group, Member, homerooms_of, invite_all, invite_one, members
from server.accounts.actions.inviting import AT_ONCE, Whom, is_free
from server.errors import ForbiddenError, UnknownError, _, _n
from server.mail import MailState, Trouble
from server.people.policy import may_see_school
from server.schools.models import Class, School
from server.web import Form, begin, fragment, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

MOST_DIGITS = 6
ACCESS = {
    Access.can_sign_in: _("Can sign in"),
    Access.invited: _("Invited"),
    Access.stuck: _("Invited, but the mail has not left yet"),
    Access.not_reached: _("The invitation could not be delivered"),
    Access.has_slip: _("Has a sign-in slip"),
    Access.not_invited: _("Not invited yet"),
    Access.no_address: _("Has no mail address"),
}
GROUP = {Group.staff: _("Staff"), Group.pupils: _("Pupils"), Group.guardians: _("Guardians")}
COUNTED = {
    Access.can_sign_in: _n("{n} can sign in", "{n} can sign in"),
    Access.invited: _n("{n} is invited", "{n} are invited"),
    Access.stuck: _n("{n} invitation has not left yet", "{n} invitations have not left yet"),
    Access.not_reached: _n("{n} invitation could not be delivered", "{n} invitations could not be delivered"),
    Access.has_slip: _n("{n} has a sign-in slip", "{n} have sign-in slips"),
    Access.not_invited: _n("{n} is not invited yet", "{n} are not invited yet"),
    Access.no_address: _n("{n} has no mail address", "{n} have no mail address"),
}


MAILED = {
    MailState.waiting: _("the mail waits to be sent"),
    MailState.sent: _("the mail was sent"),
    MailState.failed: _("the mail was given up"),
}
TROUBLE = {
    Trouble.address: _("There is no such address. Correct it in the roster."),
    Trouble.refused: _("The mail server refuses it. Is the address right?"),
    Trouble.unreachable: _("The mail server cannot be reached. It is tried again for some days."),
}


class Invite(Form):
    """Whom to invite: one person, or all who wait for it in a class, in a group, in both, in the school."""

    person: UUID | None = None
    klass: UUID | None = None
    group: Group | None = None


def chosen(found: list[Member], klass: UUID | None, group: Group | None) -> list[Member]:
    """Give those of a class and a group, as far as these are said."""
    return [one for one in found if (klass is None or klass in one.classes) and (group is None or one.group is group)]


def counted(found: list[Member]) -> dict[Access, int]:
    """Count how far people have come."""
    counts = Counter(one.access for one in found)
    return {access: counts[access] for access in Access if counts[access]}


async def show_accounts(request: Request) -> Response:
    """Show how far the people of a school have come: all in figures, one class or the staff by name."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_see_accounts)
        found, classes = await members(work, school), await homerooms_of(work, school)
        klass = _which(classes, request.query_params.get("class", ""))
        staff = "staff" in request.query_params
        return await show(
            work,
            request,
            "accounts/members.html",
            school=school,
            classes=classes,
            klass=klass,
            staff=staff,
            parts=_parts(found, klass, staff=staff),
            overview=_overview(found, classes),
            waiting=sum(one.waits for one in found),
            invites=policy.may_invite(work.actor, school),
            inviting=await _progress(work, request, school) if "of" in request.query_params else None,
            access=ACCESS,
            counted=COUNTED,
            groups=GROUP,
            mailed=MAILED,
            troubles=TROUBLE,
        )


def _which(classes: list[Class], wanted: str) -> Class | None:
    """Give the class that the address names, if it names one.

    Raises:
        UnknownError: there is no such class in the school.
    """
    if not wanted:
        return None
    for one in classes:
        if str(one.id) == wanted:
            return one
    raise UnknownError


def _parts(found: list[Member], klass: Class | None, *, staff: bool) -> list[tuple[Group, list[Member]]]:
    """Give whom to show by name, a group at a time."""
    if klass is not None:
        return [(group, chosen(found, klass.id, group)) for group in (Group.pupils, Group.guardians)]
    return [(Group.staff, chosen(found, None, Group.staff))] if staff else []


def _overview(found: list[Member], classes: list[Class]) -> list[dict[str, Any]]:
    """Give the figures of the staff and of each class."""
    rows: list[dict[str, Any]] = [{"klass": None, "parts": [(Group.staff, counted(chosen(found, None, Group.staff)))]}]
    for one in classes:
        parts = [(group, counted(chosen(found, one.id, group))) for group in (Group.pupils, Group.guardians)]
        rows.append({"klass": one, "parts": parts})
    return rows


async def invite_people(request: Request) -> Response:
    """Invite one person, or all who wait for it: a few at once, very many beside the request."""
    wanted = await read(request, Invite)
    many = 0
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_invite)
        found, whom = await members(work, school), Whom(school.id, wanted.klass, wanted.group)
        settings = request.app.state.settings
        if wanted.person is not None:
            await invite_one(work, settings, school, _one(chosen(found, wanted.klass, wanted.group), wanted.person))
        elif len(waiting := whom.of(found)) > AT_ONCE:
            many = len(waiting)
        else:
            await invite_all(work, settings, school, waiting)
    if many:
        await request.app.state.inviting.begin(work.actor.id, whom)
    back = {"class": wanted.klass} if wanted.klass else {"staff": ""} if wanted.group is Group.staff else {}
    more = {"of": many, "group": wanted.group} if many else {}
    query = urlencode({name: str(value) for name, value in (back | more).items() if value is not None})
    return go(f"/schools/{school.id}/accounts{f'?{query}' if query else ''}")


async def show_progress(request: Request) -> Response:
    """Give the part of the page that says how far inviting is."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_invite)
        return fragment(request, "accounts/_inviting.html", school=school, **await _progress(work, request, school))


async def _progress(work: Work, request: Request, school: School) -> dict[str, Any]:
    """Say how far inviting so many is, for whoever has begun it: their number stands in the address."""
    asked = request.query_params
    of, group = asked.get("of", ""), asked.get("group", "")
    klass = _which(await homerooms_of(work, school), asked.get("class", ""))
    whom = Whom(school.id, klass.id if klass else None, Group(group) if group in set(Group) else None)
    return {
        "of": int(of) if of.isdecimal() and len(of) <= MOST_DIGITS else 0,
        "left": len(whom.of(await members(work, school))),
        "under_way": not await is_free(work.session, school.id),
        "query": str(asked),
    }


def _one(found: list[Member], person: UUID) -> Member:
    """Give the person to invite, again or for the first time.

    Raises:
        UnknownError: nobody of the school whom the actor may know of, or nobody whom a mail can reach.
        ForbiddenError: the person has a password already; a new one is theirs to ask for.
    """
    for one in found:
        if one.person.id == person and one.address:
            if one.access is Access.can_sign_in:
                raise ForbiddenError
            return one
    raise UnknownError
