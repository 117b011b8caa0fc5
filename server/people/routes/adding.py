"""Adding a relation by hand: first who, found by name or made known; then what, from when, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import select

from server.columns import now
from server.errors import ForbiddenError, WrongFormError, _
from server.people import policy
from server.people.actions import FAMILY, local_day, pupil_of
from server.people.actions import begin as begin_tie
from server.people.actions.age import after, midnight
from server.people.actions.households import household_for
from server.people.actions.moving import has_homeroom
from server.people.actions.newcomers import make_known, namesakes, somebody
from server.people.models import Relation, RelationKind
from server.people.routes import targets
from server.people.routes.asking import Asked, show_form
from server.people.routes.relations import Reason
from server.plans.actions import complete
from server.schools.policy import administers_all
from server.web import Form, begin, go, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.routes.targets import Finder, Target
    from server.work import Work

LONGEST_BACK = timedelta(days=366)
LONGEST_ON = timedelta(days=5 * 366)
Name = Annotated[str, Field(max_length=100)]


class AddRelation(Form):
    """Who is tied how, from when until when, and why; somebody known, or the name of somebody new.

    `another` says that somebody new is meant, though somebody known has the same name.
    """

    kind: RelationKind
    reason: Reason
    person: UUID | None = None
    given_name: Name = ""
    family_name: Name = ""
    email: Annotated[str, Field(max_length=254)] = ""
    born: date | None = None
    another: bool = False
    since: date | None = None
    until: date | None = None
    subject: Name = ""
    household: Annotated[str, Field(max_length=40)] = ""
    whole: bool = False

    @property
    def named(self) -> tuple[str, str, str]:
        """Give the names and the address of somebody new."""
        return self.given_name, self.family_name, self.email


def first_moment(since: date | None) -> datetime:
    """Give the moment from which a relation is to hold: now, or the beginning of a day.

    Raises:
        WrongFormError: the day is too far away.
    """
    today = local_day(now())
    if since is None or since == today:
        return now()
    if not today - LONGEST_BACK <= since <= today + LONGEST_ON:
        raise WrongFormError({"since": _("This day is too far away.")})
    return midnight(since)


def last_moment(until: date | None) -> datetime | None:
    """Give the moment when a relation's last day is over.

    Raises:
        WrongFormError: the day is too far away.
    """
    if until is not None and until > local_day(now()) + 4 * LONGEST_ON:
        raise WrongFormError({"until": _("This day is too far away.")})
    return after(until) if until else None


def add_to(find: Finder) -> Callable[[Request], Awaitable[Response]]:
    """Make the act of adding a relation."""

    async def add(request: Request) -> Response:
        wanted = await read(request, AddRelation)
        async with begin(request) as work:
            target = await find(request, work, change=True)
            if wanted.kind not in target.kinds:
                raise WrongFormError({"kind": _("This cannot be used here.")})
            if wanted.person is None and not wanted.another and (twins := await namesakes(work, *wanted.named)):
                return await show_form(work, request, Asked(target, wanted.kind, " ".join(wanted.named[:2]), twins, wanted))
            await _add(work, target, wanted)
        return go(target.address)

    return add


async def _add(work: Work, target: Target, wanted: AddRelation) -> None:
    """Make the relation that a form asks for.

    Raises:
        ForbiddenError: it is one of the actor's own, or leads to more than the actor administers.
    """
    who = await somebody(work, wanted.person) if wanted.person else await make_known(work, *wanted.named, wanted.born)
    whole = wanted.whole and wanted.kind is RelationKind.admin_of
    relation = Relation(
        person_id=who.id,
        kind=wanted.kind,
        household_id=await _household(work, target, wanted),
        subject=wanted.subject if wanted.kind is RelationKind.teacher_in else "",
        since=first_moment(wanted.since),
        until=last_moment(wanted.until),
        reason=wanted.reason,
    )
    column, to = ("organisation_id", work.actor.person.organisation_id) if whole else (target.column, target.thing.id)
    setattr(relation, column, to)
    if not policy.may_run_relation(work.actor, relation, target.places) or (whole and not administers_all(work.actor)):
        raise ForbiddenError
    if wanted.kind is RelationKind.pupil_in and await has_homeroom(work, relation):
        raise WrongFormError({"person": _("This pupil has a class already. Move the pupil from the pupil's own relations.")})
    await begin_tie(work, relation)
    await complete(work.session, *await _touched(work, relation))


async def _household(work: Work, target: Target, wanted: AddRelation) -> UUID | None:
    """Give the household that an adult of the home is to belong to; a contact adult belongs to none unless one is chosen.

    Raises:
        WrongFormError: for a guardian none is chosen, or it is another family's.
    """
    if wanted.kind not in FAMILY:
        return None
    if wanted.household:
        return await household_for(work, target.thing.id, wanted.household)
    if wanted.kind is RelationKind.guardian_of:
        raise WrongFormError({"household": _("Choose the household.")})
    return None


async def _touched(work: Work, relation: Relation) -> list[UUID]:
    """Give the pupils whose plans may need another text: the one it is about, or all of a teacher's class."""
    if relation.kind is RelationKind.teacher_in:
        rows = await work.session.exec(
            select(Relation.person_id).where(Relation.class_id == relation.class_id, Relation.kind == RelationKind.pupil_in)
        )
        return list(rows)
    pupil = pupil_of(relation)
    return [pupil] if pupil else []


add_to_pupil, add_to_class, add_to_school = add_to(targets.pupil), add_to(targets.klass), add_to(targets.school)
