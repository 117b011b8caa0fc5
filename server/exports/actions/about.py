"""Taking out who the pupil is, everyone whom the documents name, and the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.audit.actions import A_PAGE, log_of
from server.exports.archive.shape import About, Line, PupilFile, Who
from server.exports.models import PastAuthor
from server.pages.names import LOG_PREPARED
from server.people.actions import FAMILY, actors_of, look_at, named
from server.people.actions.log_lines import line_of
from server.people.actions.log_reading import log_reader
from server.people.models import Picture, Relation
from server.people.policy import standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from server.exports.actions.taking import Taking
    from server.people.actions.log_lines import Line as LogLine
    from server.people.models import Person
    from server.people.policy import Actor

PICTURE = "pictures/pupil.webp"
MOST_PAGES = 2_000
"""Pages of the log that are taken out: a hundred thousand lines."""


async def take_pupil(taking: Taking) -> None:
    """Take out what is said of the pupil, and of everyone named in what was taken out before."""
    log = await _log(taking)
    taking.people |= {one.by for one in log if one.by} | {taking.pupil.id}
    homes = taking.homes_of(await _adults(taking))
    said = PupilFile(pupil=await _about(taking), people=await _people(taking), homes=homes, plans=taking.plans, log=log)
    await taking.add("pupil.json", said.model_dump_json(indent=1).encode())


async def _adults(taking: Taking) -> list[tuple[UUID, UUID]]:
    """Give the adults of the pupil's homes, now and before, also of those that only an archive has told of."""
    family = await taking.work.session.exec(
        select(Relation.household_id, Relation.person_id)
        .where(Relation.pupil_id == taking.pupil.id, col(Relation.kind).in_(FAMILY))
        .order_by(col(Relation.since), col(Relation.id))
    )
    past = await taking.work.session.exec(
        select(PastAuthor.household_id, PastAuthor.person_id).where(col(PastAuthor.household_id).in_(taking.homes))
    )
    return [(home, person) for home, person in [*family.all(), *past.all()] if home is not None]


async def _about(taking: Taking) -> About:
    """Say who the pupil is, as far as whoever takes it out sees it; nothing where the identity is left out."""
    pupil = taking.pupil
    if taking.hides:
        return About(id=pupil.id)
    look = (await look_at(taking.work, [pupil])).get(pupil.id)
    details = dict(look.details) if look else {}
    if look:
        words = {"about": look.someone.profile.about, "speaks": look.someone.profile.speaks if look.needs else ""}
        details |= {name: value for name, value in words.items() if value}
    picture = await taking.work.session.get(Picture, pupil.id) if look and look.picture else None
    if picture is not None:
        await taking.add(PICTURE, picture.large)
        taking.holds.add(f"picture {picture.mark}")
    return About(
        id=pupil.id,
        given_name=pupil.given_name,
        family_name=pupil.family_name,
        born=pupil.born,
        details=details,
        picture=PICTURE if picture else "",
    )


async def _people(taking: Taking) -> list[Who]:
    """Name everyone whom the documents name, by name and by what they are or were to the pupil."""
    session = taking.work.session
    people = await named(session, taking.people)
    rows = await session.exec(select(PastAuthor).where(col(PastAuthor.person_id).in_(people)))
    past = {one.person_id: one.roles for one in rows}
    actors = await actors_of(session, people.values())
    return [_who(taking, people[key], actors[key], past.get(key, [])) for key in sorted(people)]


def _who(taking: Taking, person: Person, actor: Actor, past: list[str]) -> Who:
    """Name somebody; whose identity is protected is named by role alone."""
    roles = {str(role) for place in taking.places for role in standing(actor, place).roles} | set(past)
    hidden = taking.hides if person.id == taking.pupil.id else person.protected
    return Who(
        id=person.id,
        given_name="" if hidden else person.given_name,
        family_name="" if hidden else person.family_name,
        roles=sorted(roles | ({"guest"} if person.guest else set())),
    )


async def _log(taking: Taking) -> list[Line]:
    """Give the access log as whoever takes it out reads it, oldest first."""
    lines: list[Line] = []
    for page in range(1, MOST_PAGES + 1):
        found, more = await log_of(taking.work.session, taking.pupil.id, person=None, about="", page=page)
        reader = await log_reader(taking.work, taking.pupil, taking.places, found)
        said = [one for logged in found if (one := line_of(reader, logged)) is not None]
        lines += [_line(one) for one in said]
        if not more or len(found) < A_PAGE:
            break
    return lines[::-1]


def _line(one: LogLine) -> Line:
    """Write a line of the log; what the reader knows only in general is `prepared`."""
    logged = one.logged
    kind = "prepared" if one.sentence == LOG_PREPARED else logged.kind
    return Line(
        kind=kind, by=one.who.id if one.who else None, first=logged.first, last=logged.last, times=logged.times, about=_filled(one.fills)
    )


def _filled(fills: Mapping[str, Any]) -> dict[str, str]:
    """Give what fills a line, in the words of the sources; names of other people stand elsewhere."""
    return {name: str(value) for name, value in fills.items() if value not in ("", None) and name not in ("person", "whose")}
