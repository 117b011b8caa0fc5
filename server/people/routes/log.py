"""The access log of a pupil, in the reader's words, without what the reader may not see."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.access import Place, PupilOpened
from server.audit.actions import LOOKS, log_of, who_is_logged
from server.pages import names
from server.people.actions import FAMILY, by_name, find_pupil, named
from server.people.models import Person, Relation
from server.people.policy import Role, standing
from server.plans.models import Phase, Plan
from server.plans.policy import may_see_access, may_see_pupil, may_see_ties
from server.texts.models import Text, TextKind
from server.texts.policy import may_read
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.audit.actions import Logged
    from server.people.actions import PupilAt
    from server.people.policy import Actor
    from server.work import Work

MOST_PAGES = 200
ABOUT = ("looks", "changes")


@dataclass(frozen=True)
class Line:
    """One line as it is shown: who, when, and a sentence with what fills it."""

    logged: Logged
    who: Person | None
    sentence: str
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Reader:
    """Who reads the log, and what the lines are about."""

    actor: Actor
    texts: dict[str, Text]
    staff: bool
    """Whether the reader follows the plan for the school."""
    home: bool
    other_homes: frozenset[UUID]
    """The adults of homes that are not the reader's, where the reader is an adult of one."""
    relations: dict[str, Relation]
    people: dict[UUID, Person]


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
            lines=[line for one in found if (line := _line(reader, one)) is not None],
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


async def _reader(work: Work, pupil: Person, places: list[PupilAt], found: list[Logged]) -> _Reader:
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
    for person, household in family:
        adults.add(person)
        if household in own:
            ours.add(person)
    people = await named(session, [*(one.actor_id for one in found), *(one.person_id for one in relations)])
    return _Reader(
        work.actor,
        {str(one.id): one for one in texts.unique()},
        any(one.staff for one in who),
        any(one.home for one in who),
        frozenset(adults - ours) if at_home else frozenset(),
        {str(one.id): one for one in relations},
        people,
    )


def _line(reader: _Reader, one: Logged) -> Line | None:
    """Say what happened, in general where the particular may not be seen; nothing where even that is another home's own."""
    if one.actor_id in reader.other_homes and one.kind in LOOKS:
        return None
    who = reader.people.get(one.actor_id) if one.actor_id else None
    text = reader.texts.get(str(one.data.get("text")))
    if text is not None and not may_read(reader.actor, text):
        if text.kind is TextKind.home_preparation and reader.home:
            return None
        return Line(one, who, names.LOG_PREPARED)
    if one.data.get("staff_only") and not reader.staff:
        return Line(one, who, names.LOG_PREPARED)
    return Line(one, who, names.LOG.get(one.kind, names.LOG_OTHER), _fills(reader, one, text))


def _fills(reader: _Reader, one: Logged, text: Text | None) -> dict[str, Any]:
    """Give what goes into a line's sentence: msgids are said in the reader's language by the page."""
    fills: dict[str, Any] = {}
    if text is not None:
        fills["text"], fills["subject"] = names.TEXT[text.kind], text.subject
    if (relation := reader.relations.get(str(one.data.get("relation")))) is not None:
        fills["relation"] = names.RELATION[relation.kind]
        fills["person"] = reader.people[relation.person_id].name
        fills["by_roster"] = relation.source == "roster" and (one.kind == "relation_begun" or relation.ended_by_roster)
    if one.kind == "plan_moved":
        fills["phase"] = names.PHASE[Phase(str(one.data["new"]))]
    if one.kind == "pupil_opened":
        fills["page"] = names.PLACE[Place(str(one.data["where"]))]
    if one.kind == "protection_changed":
        fills["on"] = bool(one.data["on"])
    if "number" in one.data:
        fills["number"] = one.data["number"]
    return fills
