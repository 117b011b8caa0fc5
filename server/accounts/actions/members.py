"""The people of a school with what each can sign in with."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions.member import Member
from server.accounts.models import Account, Group, Ticket, TicketKind
from server.accounts.policy import is_open
from server.columns import now
from server.mail import Mail
from server.people.actions import by_name, homes, in_force, named
from server.people.models import Relation, RelationKind
from server.people.policy import may_see_listed
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from server.people.actions import PupilAt
    from server.work import Work


Tied = dict[tuple["UUID", Group], set["UUID"]]
"""Who belongs to a school as what, and through which classes."""


async def members(work: Work, school: School) -> list[Member]:
    """Give the people of a school whom the actor may know of, by name: staff, pupils, and their guardians."""
    homerooms = [one.id for one in await homerooms_of(work, school)]
    tied: Tied = defaultdict(set)
    pupils = await _pupils(work, homerooms)
    people = await named(work.session, pupils)
    listed = {pupil: classes for pupil, classes in pupils.items() if may_see_listed(work.actor, people[pupil])}
    for pupil, classes in listed.items():
        tied[pupil, Group.pupils] |= classes
    await _adults(work, school, pupils, listed, tied)
    return await _with_accounts(work, tied)


async def home_of(work: Work, places: Iterable[PupilAt]) -> list[tuple[School, Member]]:
    """Give the adults of a pupil's home as members of the pupil's school, each once."""
    found: dict[UUID, tuple[School, Member]] = {}
    for place in places:
        school = await work.session.get_one(School, place.school_id)
        adults = {one.person.id for one in (await homes(work.session, [place.pupil_id])).get(place.pupil_id, [])}
        found |= {
            one.person.id: (school, one) for one in await members(work, school) if one.person.id in adults and one.group is Group.guardians
        }
    return list(found.values())


async def homerooms_of(work: Work, school: School) -> list[Class]:
    """Give a school's homeroom classes, by name."""
    rows = await work.session.exec(select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom).order_by(Class.name))
    return list(rows)


async def _pupils(work: Work, classes: list[UUID]) -> dict[UUID, set[UUID]]:
    """Give the pupils of classes, each with theirs."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = await work.session.exec(
        select(Relation).where(col(Relation.class_id).in_(classes), Relation.kind == RelationKind.pupil_in, in_force(now()))
    )
    for one in rows:
        if one.class_id:
            found[one.person_id].add(one.class_id)
    return found


async def _adults(work: Work, school: School, pupils: dict[UUID, set[UUID]], listed: dict[UUID, set[UUID]], tied: Tied) -> None:
    """Add staff and homes. A home is there through pupils that the actor may know of: else it would betray the others."""
    at_home = {RelationKind.guardian_of, RelationKind.contact_for}
    taught = select(Class.id).where(Class.school_id == school.id)
    rows = await work.session.exec(
        select(Relation).where(
            in_force(now()),
            (col(Relation.kind).in_({*at_home, RelationKind.mentor_of}) & col(Relation.pupil_id).in_(pupils))
            | ((col(Relation.kind) == RelationKind.teacher_in) & col(Relation.class_id).in_(taught))
            | (col(Relation.school_id) == school.id),
        )
    )
    for one in rows:
        if one.kind not in at_home:
            tied[one.person_id, Group.staff] |= set()
        elif one.pupil_id in listed:
            tied[one.person_id, Group.guardians] |= listed[one.pupil_id]


async def _with_accounts(work: Work, tied: Tied) -> list[Member]:
    """Make members of them, with account, newest open way in, and the mail it went by."""
    ids = {person for person, _ in tied}
    people = await named(work.session, ids)
    accounts = {one.person_id: one for one in await work.session.exec(select(Account).where(col(Account.person_id).in_(ids)))}
    tickets, mails = await _tickets(work, ids)
    found = [
        Member(
            people[person],
            group,
            classes,
            accounts.get(person),
            ticket := tickets.get(person),
            mails.get(ticket.mail_id) if ticket else None,
        )
        for (person, group), classes in tied.items()
        if may_see_listed(work.actor, people[person])
    ]
    return sorted(found, key=lambda one: by_name(one.person))


async def _tickets(work: Work, people: Iterable[UUID]) -> tuple[dict[UUID, Ticket], dict[UUID | None, Mail]]:
    """Give the newest open invitation or slip of each, and the mails they went by."""
    rows = await work.session.exec(
        select(Ticket)
        .where(
            col(Ticket.person_id).in_(people),
            col(Ticket.kind).in_((TicketKind.invitation, TicketKind.slip)),
            col(Ticket.used).is_(None),
            col(Ticket.void).is_(None),
        )
        .order_by(col(Ticket.made))
    )
    tickets = {one.person_id: one for one in rows if is_open(one, now())}
    sent = await work.session.exec(select(Mail).where(col(Mail.id).in_([one.mail_id for one in tickets.values() if one.mail_id])))
    return tickets, {one.id: one for one in sent}
