"""One line of a pupil's access log, in general where the reader may not see the particular."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.access import Place
from server.audit.actions import LOOKS
from server.pages import names
from server.plans.models import Phase
from server.preparations.actions import KIND_OF
from server.preparations.policy import may_see
from server.retention.models import DocumentKind
from server.texts.models import TextKind
from server.texts.policy import may_read

if TYPE_CHECKING:
    from server.audit.actions import Logged
    from server.people.models import Person, Relation
    from server.people.policy import Actor, Role
    from server.preparations.models import Answer, Preparation
    from server.talks.models import Invited
    from server.texts.models import Text


@dataclass(frozen=True)
class Line:
    """One line as it is shown: who, when, and a sentence with what fills it."""

    logged: Logged
    who: Person | None
    sentence: str
    fills: dict[str, Any] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    """What who it was is to the pupil now."""


@dataclass(frozen=True)
class LogReader:
    """Who reads the log, and what the lines are about."""

    actor: Actor
    texts: dict[str, Text]
    answers: dict[str, Answer]
    preparations: dict[str, Preparation]
    homes: dict[UUID, list[str]]
    """The names of the adults of each home."""
    staff: bool
    """Whether the reader follows the plan for the school."""
    home: bool
    other_homes: frozenset[UUID]
    """The adults of homes that are not the reader's, where the reader is an adult of one."""
    households: frozenset[UUID] | None
    """The reader's own homes, where the reader is an adult of one: another home's sittings are not theirs to know."""
    relations: dict[str, Relation]
    people: dict[UUID, Person]
    invited: dict[str, Invited]
    roles: dict[UUID, list[Role]]
    """What those who stand in the log are to the pupil now."""
    classes: dict[UUID, str]
    """The names of the classes that relations lead to."""


def line_of(reader: LogReader, one: Logged) -> Line | None:
    """Say what happened, in general where the particular may not be seen; nothing where even that is another home's own."""
    if _is_anothers(reader, one):
        return None
    who = reader.people.get(one.actor_id) if one.actor_id else None
    roles = tuple(reader.roles.get(who.id, ())) if who else ()
    text = reader.texts.get(str(one.data.get("text")))
    kind, knows = _part(reader, one, text)
    if not knows:
        if kind is TextKind.home_preparation and reader.home:
            return None
        return Line(one, who, names.LOG_PREPARED, roles=roles)
    if one.data.get("staff_only") and one.actor_id != reader.actor.id and not reader.staff:
        return Line(one, who, names.LOG_PREPARED, roles=roles)
    return Line(one, who, names.LOG.get(one.kind, names.LOG_OTHER), _fills(reader, one, text), roles)


def _is_anothers(reader: LogReader, one: Logged) -> bool:
    """Whether a line is another's own: what another home looked at, its sittings, and what others answer before the lock."""
    if one.kind == "assent_given" and not reader.staff and one.actor_id != reader.actor.id:
        return True
    home = one.data.get("household") if reader.households is not None else None
    return (home is not None and UUID(str(home)) not in (reader.households or ())) or (
        one.actor_id in reader.other_homes and one.kind in LOOKS
    )


def _part(reader: LogReader, one: Logged, text: Text | None) -> tuple[TextKind | None, bool]:
    """Say which part of the plan a line is about, if it is about one, and whether the reader may know of it."""
    answer = reader.answers.get(str(one.data.get("answer")))
    if (part := text or answer) is not None:
        return part.kind, may_read(reader.actor, part)
    preparation = reader.preparations.get(str(one.data.get("preparation")))
    if preparation is not None:
        return KIND_OF[preparation.party], may_see(reader.actor, preparation)
    return None, True


def _of_talk(reader: LogReader, one: Logged) -> str:
    """Say whom a line of a talk is about: a guest by the name by which they were invited."""
    if (invited := reader.invited.get(str(one.data.get("invited")))) is not None:
        return invited.name
    person = one.data.get("person")
    return reader.people[UUID(str(person))].name if person else ""


def _of_the_record(one: Logged) -> dict[str, Any]:
    """Give what goes into a line on documents that were taken out or disposed of."""
    if one.kind == "export_asked":
        return {"reason": str(one.data.get("reason", ""))}
    return {"text": names.DOCUMENT[DocumentKind(str(one.data["document"]))]} if one.kind == "documents_disposed" else {}


def _fills(reader: LogReader, one: Logged, text: Text | None) -> dict[str, Any]:
    """Give what goes into a line's sentence: msgids are said in the reader's language by the page."""
    fills = _of_the_record(one)
    part = text or reader.answers.get(str(one.data.get("answer")))
    if part is not None:
        fills["text"], fills["subject"] = names.TEXT[part.kind], part.subject
    elif (preparation := reader.preparations.get(str(one.data.get("preparation")))) is not None:
        fills["text"], fills["subject"] = names.TEXT[KIND_OF[preparation.party]], preparation.subject
        fills["whose"] = ", ".join(reader.homes.get(preparation.household_id, [])) if preparation.household_id else ""
    if (relation := reader.relations.get(str(one.data.get("relation")))) is not None:
        fills["relation"] = names.RELATION[relation.kind]
        fills["place"] = reader.classes.get(relation.class_id, "") if relation.class_id else ""
        fills["person"] = reader.people[relation.person_id].name
        fills["by_roster"] = relation.source == "roster" and (one.kind == "relation_begun" or relation.ended_by_roster)
    elif one.kind.startswith(("talk_", "guest_")):
        fills["person"] = _of_talk(reader, one)
    if one.kind == "plan_moved":
        fills["phase"] = names.PHASE[Phase(str(one.data["new"]))]
    if one.kind == "pupil_opened":
        fills["page"] = names.PLACE[Place(str(one.data["where"]))]
    if one.kind == "protection_changed":
        fills["on"] = bool(one.data["on"])
    if "number" in one.data:
        fills["number"] = one.data["number"]
    return fills
