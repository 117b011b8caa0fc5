"""The access log of a pupil, in the reader's words, without what the reader may not see."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlmodel import col, select

from server.access import Place, PupilOpened
from server.audit.actions import log_of, who_is_logged
from server.people.actions import FAMILY, actors_of, by_name, find_pupil, named
from server.people.models import Relation
from server.people.policy import Role, standing
from server.people.routes.log_lines import LogReader, line_of
from server.plans.models import Plan
from server.plans.policy import may_see_access, may_see_pupil, may_see_ties
from server.preparations.models import Answer, Preparation
from server.schools.models import Class
from server.texts.models import Text
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.audit.actions import Logged
    from server.people.actions import PupilAt
    from server.people.models import Person
    from server.work import Work

Part = TypeVar("Part", Answer, Preparation)
MOST_PAGES = 200
ABOUT = ("looks", "changes")


async def show_log(request: Request) -> Response:
    """Show who read or changed what of a pupil's, and when."""
    asked = request.query_params
    person, about, number = _asked(asked.get("person", "")), asked.get("about", ""), _page(asked.get("page", "1"))
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_access)
        by_staff = any(may_see_ties(work.actor, place) for place in places)
        if by_staff:
            work.tell(PupilOpened(pupil=pupil.id, where=Place.log))
        about = about if about in ABOUT else ""
        found, more = await log_of(work.session, pupil.id, person=person, about=about, page=number)
        reader = await _reader(work, pupil, places, found)
        everyone = await named(work.session, await who_is_logged(work.session, pupil.id))
        return await show(
            work,
            request,
            "relations/log.html",
            pupil=pupil,
            lines=[line for one in found if (line := line_of(reader, one)) is not None],
            more=more,
            number=number,
            about=about,
            person=person,
            everyone=sorted((one for one in everyone.values() if one.id not in reader.other_homes), key=by_name),
            by_staff=by_staff,
        )


def _asked(person: str) -> UUID | None:
    """Read which person's lines are wanted; what is no person's id wants everybody's."""
    with suppress(ValueError):
        return UUID(person)
    return None


def _page(given: str) -> int:
    """Read which page is wanted."""
    return min(max(int(given), 1), MOST_PAGES) if given.isdecimal() and len(given) < len(str(MOST_PAGES)) + 1 else 1


async def _reader(work: Work, pupil: Person, places: list[PupilAt], found: list[Logged]) -> LogReader:
    """Gather what the lines are about, and what the reader is to the pupil."""
    session = work.session
    texts = await session.exec(select(Text).join(Plan, col(Plan.id) == Text.plan_id).where(Plan.pupil_id == pupil.id))
    mentioned = {UUID(str(one.data["relation"])) for one in found if one.data.get("relation")}
    relations = list(await session.exec(select(Relation).where(col(Relation.id).in_(mentioned))))
    family = await session.exec(
        select(Relation.person_id, Relation.household_id).where(Relation.pupil_id == pupil.id, col(Relation.kind).in_(FAMILY))
    )
    who = [standing(work.actor, place) for place in places]
    own = {household for one in who for household in one.households}
    at_home = any(one.is_any(Role.guardian, Role.contact) for one in who)
    ours: set[UUID] = {work.actor.id}
    adults: set[UUID] = set()
    homes = list(family)
    for person, household in homes:
        adults.add(person)
        if household in own:
            ours.add(person)
    answers, preparations = await _parts(work, found, "answer", Answer), await _parts(work, found, "preparation", Preparation)
    people = await named(session, [*(one.actor_id for one in found), *(one.person_id for one in relations), *(key for key, _ in homes)])
    return LogReader(
        work.actor,
        {str(one.id): one for one in texts.unique()},
        answers,
        preparations,
        {home: [people[person].given_name for person, at in homes if at == home] for _, home in homes if home},
        any(one.staff for one in who),
        any(one.home for one in who),
        frozenset(adults - ours) if at_home else frozenset(),
        {str(one.id): one for one in relations},
        people,
        await _roles(work, places, [people[one.actor_id] for one in found if one.actor_id in people]),
        await _classes(work, {one.class_id for one in relations}),
    )


async def _roles(work: Work, places: list[PupilAt], people: list[Person]) -> dict[UUID, list[Role]]:
    """Say what people are to the pupil now."""
    actors = await actors_of(work.session, people)
    return {key: sorted({role for place in places for role in standing(one, place).roles}) for key, one in actors.items()}


async def _classes(work: Work, keys: set[UUID | None]) -> dict[UUID, str]:
    """Give the names of classes."""
    return dict((await work.session.exec(select(Class.id, Class.name).where(col(Class.id).in_(keys - {None})))).all())


async def _parts(work: Work, found: list[Logged], name: str, model: type[Part]) -> dict[str, Part]:
    """Give the answers or preparations that lines are about."""
    keys = {UUID(str(one.data[name])) for one in found if one.data.get(name)}
    rows = await work.session.exec(select(model).where(col(model.id).in_(keys)))
    return {str(one.id): one for one in rows.unique()}
