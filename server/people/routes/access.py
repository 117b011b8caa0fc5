"""Who has access to a pupil's plan: for the pupil, the home, and those who run the school; a pupil of age decides here about the home."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from server.access import Place, PupilOpened
from server.columns import now
from server.errors import ForbiddenError, UnknownError
from server.people.actions import end, find_pupil, local_day, named, reading
from server.people.actions.age import birthday
from server.people.actions.coming_of_age import LONGEST, invite, let_in, may_be_let_in, of_age
from server.people.actions.households import households
from server.people.actions.protect import is_protected
from server.people.models import Person, Relation, RelationKind
from server.people.routes.listing import NOW, of_pupil, shown
from server.plans.actions import complete
from server.plans.policy import is_pupil, may_see_access, may_see_pupil, may_see_ties
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.actions import PupilAt
    from server.people.policy import Actor
    from server.people.routes.listing import Shown
    from server.work import Work

HALF_A_YEAR = timedelta(days=182)
SOON = timedelta(days=31)
"""So long before the birthday it is said that the home's access ends."""


class LetIn(Form):
    """Who of the home may follow the plan, and the last day."""

    person: UUID
    until: date


async def show_access(request: Request) -> Response:
    """Show who has access: the households, the school; and for a pupil of age whom they have let in."""
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_access)
        by_staff = any(may_see_ties(work.actor, place) for place in places)
        if by_staff:
            work.tell(PupilOpened(pupil=pupil.id, where=Place.access))
        every = [one for one in await shown(work, await of_pupil(work, pupil.id), frozenset()) if one.state == NOW]
        homes = await _homes(work, pupil, every, whole=by_staff or not is_protected(pupil) or pupil.id == work.actor.id)
        candidates = await may_be_let_in(work.session, pupil) if pupil.id == work.actor.id and of_age(pupil) else []
        return await show(
            work,
            request,
            "relations/access.html",
            pupil=pupil,
            homes=homes,
            staff=await _staff(work, places, every),
            granted=[one for one in every if one.relation.kind is RelationKind.sees_protected],
            of_age_on=(soon := _of_age_soon(pupil)),
            last_day_at_home=soon and soon - timedelta(days=1),
            protected=is_protected(pupil),
            of_age=of_age(pupil),
            by_staff=by_staff,
            let_in={one.person_id: one for one in await let_in(work.session, pupil)},
            candidates=candidates,
            people=await named(work.session, [one.person_id for one in candidates]),
            today=local_day(now()),
            longest=local_day(now()) + LONGEST,
            usual=local_day(now()) + HALF_A_YEAR,
        )


async def _staff(work: Work, places: list[PupilAt], every: list[Shown]) -> list[list[Shown]]:
    """Give who of the school reads the plan, person by person, each with what that rests on."""
    kinds = {RelationKind.mentor_of, RelationKind.teacher_in}
    watching = await shown(work, await reading.watching(work.session, places), frozenset())
    ties = [*(one for one in every if one.relation.kind in kinds), *watching]
    reads = await reading.who_read(work.session, places, {one.person.id for one in ties})
    by_person: dict[UUID, list[Shown]] = {}
    for one in ties:
        if one.person.id in reads:
            by_person.setdefault(one.person.id, []).append(one)
    return list(by_person.values())


def _of_age_soon(pupil: Person) -> date | None:
    """Give the day on which a pupil comes of age, in the last weeks before it."""
    day = birthday(pupil.born) if pupil.born else None
    return day if day and timedelta() < day - local_day(now()) <= SOON else None


async def _homes(work: Work, pupil: Person, every: list[Shown], *, whole: bool) -> list[tuple[UUID | None, list[Shown]]]:
    """Give the adults of each household; of a protected pupil's homes an adult sees the own one only."""
    by_id = {one.relation.id: one for one in every}
    own = {tie.household_id for tie in work.actor.ties if tie.pupil_id == pupil.id and tie.household_id}
    homes = [
        (home, [by_id[one.id] for one in found if one.id in by_id]) for home, found in (await households(work.session, pupil.id)).items()
    ]
    if whole:
        return homes
    mine = [(home, found if home else [one for one in found if one.person.id == work.actor.id]) for home, found in homes]
    return [(home, found) for home, found in mine if found and (home in own or home is None)]


async def let_somebody_in(request: Request) -> Response:
    """Let an adult of the home in until a day is over: only the pupil does, and only when of age."""
    wanted = await read(request, LetIn)
    async with begin(request) as work:
        pupil, _places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=is_pupil)
        if not of_age(pupil):
            raise ForbiddenError
        tie = next((one for one in await may_be_let_in(work.session, pupil) if one.person_id == wanted.person), None)
        if tie is None:
            raise UnknownError
        await invite(work, pupil, tie, wanted.until)
        await complete(work.session, pupil.id)
        return go(f"/pupils/{pupil.id}/access")


async def take_back(request: Request) -> Response:
    """Take back what one has granted: it ends at once."""

    def own(actor: Actor, relation: Relation) -> bool:
        return relation.kind is RelationKind.let_in_by and relation.pupil_id == actor.id

    async with begin(request) as work:
        relation = await work.find(Relation, key(request, "relation"), see=own, lock=True)
        await end(work, relation)
        return go(f"/pupils/{work.actor.id}/access")
