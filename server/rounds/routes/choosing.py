"""For which classes of a school a round can be begun: how far it is where there is one, and what stands in the way where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people.actions import named
from server.people.policy import may_see_listed, may_see_school
from server.rounds.actions import OfTerm, hindrances, how_far, present_rounds, rounds_now, rounds_there
from server.rounds.policy import may_run_school
from server.rounds.routes.terms import behind_of
from server.schools.models import Class, ClassKind, School
from server.web import key

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from server.people.models import Person
    from server.rounds.actions import HowFar, Offer
    from server.rounds.models import Round
    from server.rounds.routes.terms import Behind
    from server.work import Work


@dataclass(frozen=True)
class Choice:
    """A class that a round can be begun for, or why not."""

    klass: Class
    round: Round | None
    far: HowFar | None
    sentence: str
    alone: list[Person]
    behind: list[Behind]
    """The rounds with which pupils are not yet done."""
    title: str
    """The term of the round."""


async def school_run(work: Work, request: Request) -> School:
    """Give the school whose rounds somebody runs."""
    return await work.find(School, key(request, "school"), see=may_see_school, may=may_run_school)


async def classes_of(work: Work, school: School) -> list[Class]:
    """Give the homeroom classes of a school."""
    wanted = select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom)
    return list(await work.session.exec(wanted.order_by(col(Class.name))))


async def rounds_begun(work: Work, classes: list[Class], offer: Offer, term: UUID | None) -> dict[UUID, Round]:
    """Give the rounds of a term; without one that in which each class is."""
    if term is None:
        return await present_rounds(work.session, classes, offer)
    return await rounds_now(work.session, [one.id for one in classes], OfTerm(term))


async def choices_of(work: Work, school: School, offer: Offer, term: UUID | None) -> list[Choice]:
    """Say of each class how far its round of a term is, or what stands in the way of one; without a term each class has its own."""
    classes = await classes_of(work, school)
    hindered = await hindrances(work.session, classes)
    rounds = await rounds_begun(work, classes, offer, term)
    far = await how_far(work.session, list(rounds.values()))
    there = await rounds_there(work.session, [one.id for one in classes], work.actor.hidden)
    found = []
    for klass in classes:
        held, hindrance = rounds.get(klass.id), hindered.get(klass.id)
        alone = [one for one in hindrance.pupils if may_see_listed(work.actor, one)] if hindrance else []
        of = offer.term(held.term_id) if held else None
        sentence = hindrance.sentence if hindrance else ""
        behind = behind_of(there.get(klass.id, []))
        found.append(Choice(klass, held, far[held.id] if held else None, sentence, alone, behind, of.title if of else ""))
    return found


async def quicker_in(work: Work, choices: list[Choice]) -> list[tuple[str, str]]:
    """Say by whom the rounds of classes had been begun, where that may be known."""
    people = await named(work.session, [one.round.begun_by for one in choices if one.round])
    by = {one.id: one.name for one in people.values() if may_see_listed(work.actor, one)}
    return [(one.klass.name, by.get(one.round.begun_by, "")) for one in choices if one.round]
