"""What the lines of a pupil's log are about, and what their reader is to the pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlmodel import col, select

from server.people.actions.acting import FAMILY, actors_of
from server.people.actions.log_lines import LogReader
from server.people.actions.relations import named
from server.people.models import Relation
from server.people.policy import Role, standing
from server.plans.models import Plan
from server.preparations.models import Answer, Preparation
from server.schools.models import Class
from server.talks.models import Invited
from server.texts.models import Text

if TYPE_CHECKING:
    from server.audit.actions import Logged
    from server.people.actions.whereabouts import PupilAt
    from server.people.models import Person
    from server.work import Work

Part = TypeVar("Part", Answer, Preparation)


async def log_reader(work: Work, pupil: Person, places: list[PupilAt], found: list[Logged]) -> LogReader:
    """Gather what the lines are about, and what the reader is to the pupil."""
    session = work.session
    texts = await session.exec(select(Text).join(Plan, col(Plan.id) == Text.plan_id).where(Plan.pupil_id == pupil.id))
    relations = list(await session.exec(select(Relation).where(col(Relation.id).in_(_named_in(found, "relation")))))
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
    invited = await session.exec(select(Invited).where(col(Invited.id).in_(_named_in(found, "invited"))))
    answers, preparations = await _parts(work, found, "answer", Answer), await _parts(work, found, "preparation", Preparation)
    people = await named(
        session,
        [*_named_in(found, "person"), *(one.actor_id for one in found), *(one.person_id for one in relations), *(key for key, _ in homes)],
    )
    return LogReader(
        work.actor,
        {str(one.id): one for one in texts.unique()},
        answers,
        preparations,
        {home: [people[person].given_name for person, at in homes if at == home] for _, home in homes if home},
        any(one.staff for one in who),
        any(one.home for one in who),
        frozenset(adults - ours) if at_home else frozenset(),
        frozenset(own) if at_home else None,
        {str(one.id): one for one in relations},
        people,
        {str(one.id): one for one in invited.unique()},
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


def _named_in(found: list[Logged], name: str) -> set[UUID]:
    """Give the ids that lines have under a name."""
    return {UUID(str(one.data[name])) for one in found if one.data.get(name)}


async def _parts(work: Work, found: list[Logged], name: str, model: type[Part]) -> dict[str, Part]:
    """Give the answers or preparations that lines are about."""
    rows = await work.session.exec(select(model).where(col(model.id).in_(_named_in(found, name))))
    return {str(one.id): one for one in rows.unique()}
