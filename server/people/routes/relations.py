"""The relations of a pupil, a class and a school; ending one, and moving somebody to another household."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from server.access import Place, PupilOpened
from server.columns import now
from server.errors import WrongFormError, _
from server.people import policy
from server.people.actions import FAMILY, end, local_day, places_of, pupil_of
from server.people.actions.age import after
from server.people.actions.coming_of_age import of_age
from server.people.actions.households import household_for, households, move_home
from server.people.actions.protect import is_protected
from server.people.models import Person, Relation, RelationKind
from server.people.routes import targets
from server.people.routes.listing import NOW, PLANNED, lately, of_place, of_pupil, shown
from server.plans.actions import complete
from server.schools.policy import administers_all
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.people.routes.targets import Finder
    from server.work import Work

Reason = Annotated[str, Field(min_length=1, max_length=300)]


class EndRelation(Form):
    """Why a relation ends, and the last day on which it is to hold, where it is not to end now."""

    reason: Reason
    until: date | None = None


class MoveHome(Form):
    """The household to belong to from now on."""

    household: Annotated[str, Field(max_length=40)]
    reason: Reason


async def show_pupils(request: Request) -> Response:
    """Show who is tied to a pupil: the homes first, then the school, then what has ended."""
    async with begin(request) as work:
        target = await targets.pupil(request, work)
        pupil = await work.session.get_one(Person, target.thing.id)
        work.tell(PupilOpened(pupil=pupil.id, where=Place.relations))
        every = await shown(work, await of_pupil(work, pupil.id), target.places)
        homes = await households(work.session, pupil.id)
        by_id = {one.relation.id: one for one in every}
        shown_homes = [(home, [by_id[one.id] for one in found if one.id in by_id]) for home, found in homes.items()]
        in_homes = {one.id for home in homes.values() for one in home}
        return await show(
            work,
            request,
            "relations/pupil.html",
            pupil=pupil,
            homes=shown_homes,
            choices=[(home, [one.person for one in found]) for home, found in shown_homes if home],
            others=[one for one in every if one.state == NOW and one.relation.id not in in_homes],
            planned=[one for one in every if one.state == PLANNED],
            ended=lately(every),
            may_change=policy.runs_any(work.actor, target.places, RelationKind.admin_of) and pupil.id != work.actor.id,
            protected=is_protected(pupil),
            of_age=of_age(pupil),
            today=local_day(now()),
        )


def show_of(find: Finder, column: str) -> Callable[[Request], Awaitable[Response]]:
    """Make the page of those who are tied to a class or a school."""

    async def show_relations(request: Request) -> Response:
        async with begin(request) as work:
            target = await find(request, work)
            keys: list[UUID] = [target.thing.id]
            relations = await of_place(work, column, keys)
            if column == "school_id" and administers_all(work.actor):
                relations += await of_place(work, "organisation_id", [work.actor.person.organisation_id])
            every = await shown(work, relations, target.places)
            return await show(
                work,
                request,
                "relations/place.html",
                target=target,
                current=[one for one in every if one.state == NOW],
                planned=[one for one in every if one.state == PLANNED],
                ended=lately(every),
                may_change=policy.runs_any(work.actor, target.places, RelationKind.admin_of),
                today=local_day(now()),
            )

    return show_relations


async def _relation(request: Request, work: Work) -> Relation:
    """Give a relation that the actor may change; where it leads is looked up first, for by that it is judged."""
    wanted = key(request, "relation")
    places = await places_of(work.session, wanted)

    def see(actor: Actor, one: Relation) -> bool:
        return policy.may_see_relation(actor, one, places)

    def may(actor: Actor, one: Relation) -> bool:
        return policy.may_run_relation(actor, one, places)

    return await work.find(Relation, wanted, see=see, may=may, lock=True)


async def end_relation(request: Request) -> Response:
    """End a relation, now or when a day is over."""
    wanted = await read(request, EndRelation)
    async with begin(request) as work:
        relation = await _relation(request, work)
        today = local_day(now())
        if wanted.until is not None and wanted.until < today:
            raise WrongFormError({"until": _("This day has passed.")})
        at = after(wanted.until) if wanted.until else None
        await end(work, relation, wanted.reason, at)
        return go(_back(relation))


async def move_to_household(request: Request) -> Response:
    """Let an adult of a home belong to another household of the pupil's, or to one of their own."""
    wanted = await read(request, MoveHome)
    async with begin(request) as work:
        relation = await _relation(request, work)
        if relation.pupil_id is None or relation.kind not in FAMILY:
            raise WrongFormError
        await move_home(work, relation, await household_for(work, relation.pupil_id, wanted.household), wanted.reason)
        await complete(work.session, relation.pupil_id)
        return go(_back(relation))


def _back(relation: Relation) -> str:
    """Give the page on which a relation stands."""
    if (pupil := pupil_of(relation)) is not None:
        return f"/pupils/{pupil}/" + ("protection" if relation.kind is RelationKind.sees_protected else "relations")
    return (
        f"/classes/{relation.class_id}/relations"
        if relation.class_id
        else f"/schools/{relation.school_id}/relations"
        if relation.school_id
        else "/"
    )


show_classes = show_of(targets.klass, "class_id")
show_schools = show_of(targets.school, "school_id")
