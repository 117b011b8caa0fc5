"""Inviting people to choose a password of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.actions import letters
from server.accounts.actions.passwords import reach
from server.accounts.actions.reasons import reasons
from server.accounts.actions.tickets import give, void
from server.accounts.actions.usernames import account_of
from server.accounts.events import PersonInvited
from server.accounts.models import Group, TicketKind
from server.mail import put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.accounts.actions.member import Member
    from server.accounts.actions.reasons import Reason
    from server.config import Settings
    from server.people.models import Person
    from server.schools.models import School
    from server.work import Work


async def invite_all(work: Work, settings: Settings, school: School, members: Iterable[Member]) -> int:
    """Invite those who wait for it, each once however often they are named; give how many that were."""
    waiting = {one.person.id: one for one in members if one.waits}
    why = await reasons(work, school, waiting.values())
    for one in waiting.values():
        await invite(work, settings, one.person, why[one.person.id])
    return len(waiting)


async def invite_one(work: Work, settings: Settings, school: School, member: Member) -> None:
    """Invite one member of a school, again or for the first time."""
    await invite(work, settings, member.person, (await reasons(work, school, [member]))[member.person.id])


async def invite(work: Work, settings: Settings, person: Person, reason: Reason) -> str:
    """Mail somebody a link to choose a first password, and give the link's token; an older one becomes void.

    Whose language is not known yet is written to in all of ours.
    """
    account = await account_of(work.session, person, pupil=reason.group is Group.pupils)
    await void(work.session, person.id, TicketKind.invitation)
    to = reach(person, account)
    ticket, token = await give(work.session, TicketKind.invitation, person.id, email=to, by=work.actor.id)
    letter = letters.invitation(account.user_name, settings.address, token, reason)
    mail = await put(work.session, settings, person, letter, to, in_all=True)
    ticket.mail_id = mail.id
    work.tell(PersonInvited(person=person.id))
    return token
