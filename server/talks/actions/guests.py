"""Inviting somebody to one talk, letting them in, letting them write, taking them out."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from server.accounts.actions import begin_session, digest
from server.columns import now
from server.errors import ForbiddenError, WrongFormError, _
from server.people.actions import actors_of, around, by_name
from server.people.models import Person
from server.people.policy import Actor, Role, standing
from server.talks.actions.sitting import enter, leave, let_go
from server.talks.events import GuestAdmitted, GuestCame, GuestInvited, GuestLet, GuestRefused, GuestRemoved
from server.talks.models import Invited, InvitedAs

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.events import Happening
    from server.talks.models import Talk
    from server.work import Work

HOURS = 12
"""How long a guest's session may last; with the talk it ends in any case."""
MOST_INVITED = 20


async def kind_of(session: AsyncSession, talk: Talk, person: UUID) -> str:
    """Say as what somebody is invited to a talk; nothing for those who need no invitation."""
    wanted = select(Invited.kind).where(Invited.talk_id == talk.id, Invited.person_id == person, col(Invited.until).is_(None))
    found = (await session.exec(wanted)).first()
    return str(found) if found else ""


async def invited_to(session: AsyncSession, talk: Talk) -> list[Invited]:
    """Give who is invited to a talk and was not taken out, in the order of their invitations."""
    wanted = select(Invited).where(Invited.talk_id == talk.id, col(Invited.until).is_(None)).order_by(col(Invited.at), col(Invited.id))
    return list((await session.exec(wanted)).unique())


def _told(what: type[Happening], one: Invited, **more: object) -> Happening:
    """Make an event about somebody invited."""
    talk = one.talk
    about = {"plan": talk.plan_id, "talk": talk.id, "household": talk.household_id, "invited": one.id, "person": one.person_id}
    return what.model_validate({**about, **more})


async def _must_have_room(session: AsyncSession, talk: Talk) -> None:
    """Hold that not too many are invited to one talk.

    Raises:
        WrongFormError: they are.
    """
    if len(await invited_to(session, talk)) >= MOST_INVITED:
        raise WrongFormError({"name": _("This cannot be used here.")})


async def invite(work: Work, talk: Talk, key: UUID, name: str, kind: InvitedAs) -> str:
    """Invite a guest, and give the link's token, of which we keep only the hash; sent again, the form gives a new link for the old one.

    Raises:
        ForbiddenError: the id is another invitation's.
    """
    await work.once(key)
    token = secrets.token_urlsafe(32)
    one = await work.session.get(Invited, key)
    if one is not None:
        if one.talk_id != talk.id or one.opened is not None or one.until is not None:
            raise ForbiddenError
        one.secret = digest(token).hex()
        return token
    await _must_have_room(work.session, talk)
    one = Invited(id=key, talk_id=talk.id, talk=talk, name=name, kind=kind, secret=digest(token).hex(), invited_by=work.actor.id)
    work.session.add(one)
    await work.session.flush()
    work.tell(_told(GuestInvited, one))
    return token


async def call(work: Work, talk: Talk, person: UUID) -> None:
    """Invite a teacher of the pupil: known already, so that they only come.

    Raises:
        WrongFormError: they are no teacher of the pupil's.
    """
    found = {one.id: one for one in await teachers_around(work, talk)}
    if person not in found:
        raise WrongFormError({"person": _("This cannot be used here.")})
    if await kind_of(work.session, talk, person):
        return
    await _must_have_room(work.session, talk)
    name, by = found[person].name, work.actor.id
    one = Invited(talk_id=talk.id, talk=talk, person_id=person, name=name, kind=InvitedAs.teacher, invited_by=by, admitted=now())
    work.session.add(one)
    await work.session.flush()
    work.tell(_told(GuestInvited, one))


async def by_link(session: AsyncSession, token: str) -> Invited | None:
    """Give what a link's token is for, whatever has become of it; held until the commit, so that two who come at once are one too many."""
    rows = await session.exec(select(Invited).where(Invited.secret == digest(token).hex()).with_for_update(of=Invited))
    return rows.unique().one_or_none()


def is_open(one: Invited) -> bool:
    """Whether a link still opens."""
    return one.opened is None and one.until is None and one.talk.ended is None


async def arrive(session: AsyncSession, one: Invited) -> Actor:
    """Let whoever holds the link be somebody: a person of this one talk, who waits to be let in."""
    person = Person(
        organisation_id=one.talk.plan.organisation_id, source_id=f"guest:{uuid4()}", given_name=one.name, family_name="", guest=True
    )
    session.add(person)
    await session.flush()
    one.person_id, one.opened = person.id, now()
    return Actor(person, ())


async def come(work: Work, one: Invited) -> str:
    """Begin the session of a guest who has just arrived; give its token."""
    work.tell(_told(GuestCame, one))
    return await begin_session(work, HOURS)


async def was_let_in(session: AsyncSession, talk: Talk, person: UUID) -> bool:
    """Whether a guest has ever been let in to a talk."""
    wanted = select(Invited.id).where(Invited.talk_id == talk.id, Invited.person_id == person, col(Invited.admitted).is_not(None))
    return (await session.exec(wanted)).first() is not None


async def admit(work: Work, one: Invited) -> None:
    """Let a guest in who waits: they are in the session at once. The talk's row must be held."""
    if one.person_id is not None and one.admitted is None and one.until is None:
        one.admitted = now()
        work.tell(_told(GuestAdmitted, one))
        await enter(work, one.talk, one.person_id)


async def let_write(work: Work, one: Invited, *, on: bool) -> None:
    """Let a guest write in the joint texts, or no longer."""
    if one.writes is not on and one.until is None:
        one.writes = on
        work.tell(_told(GuestLet, one, on=on))


async def remove(work: Work, one: Invited) -> None:
    """Take somebody invited out of the talk, refuse whoever waits, or take a link back. The talk's row must be held."""
    if one.until is None:
        was_in = one.admitted is not None
        one.until = now()
        work.tell(_told(GuestRemoved if was_in else GuestRefused, one))
        if one.person_id is not None:
            await leave(work, one.talk, one.person_id)
            await let_go(work, one.talk, one.person_id)


async def teachers_around(work: Work, talk: Talk) -> list[Person]:
    """Give the teachers of the pupil who can be called to a talk."""
    people = await around(work.session, talk.plan)
    actors = await actors_of(work.session, people)
    who = {one.id: standing(actors[one.id], talk.plan) for one in people}
    return sorted((one for one in people if who[one.id].is_any(Role.teacher) and not who[one.id].is_any(Role.mentor)), key=by_name)
