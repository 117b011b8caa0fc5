"""Beginning rounds for many classes of a school at once, and the years in which it makes written plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import local_day
from server.people.policy import may_see_listed, may_see_school
from server.rounds.actions import Wish, begin_round, hindrances, how_far, offer_of, plan_years, round_in, set_plan_years, years_at
from server.rounds.policy import may_run_school
from server.rounds.routes.forms import SetSteps
from server.schools.models import Class, ClassKind, School
from server.web import begin, fields_of, fragment, go, key, show, typed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.rounds.actions import HowFar, Offer
    from server.rounds.models import Round
    from server.work import Work

MOST_FIELDS = 1_000
"""Three for each class, and those for all; a school has fewer than three hundred classes."""


class BeginRounds(SetSteps):
    """What is the same for all classes; without a term each class has its own."""

    term: UUID | None = None


@dataclass(frozen=True)
class Choice:
    """A class that a round can be begun for, or why not."""

    klass: Class
    round: Round | None
    far: HowFar | None
    sentence: str
    alone: list[Person]


async def _school(work: Work, request: Request) -> School:
    """Give the school whose rounds somebody runs."""
    return await work.find(School, key(request, "school"), see=may_see_school, may=may_run_school)


async def classes_of(work: Work, school: School) -> list[Class]:
    """Give the homeroom classes of a school."""
    wanted = select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom)
    return list(await work.session.exec(wanted.order_by(col(Class.name))))


async def _choices(work: Work, school: School, offer: Offer, term: UUID | None) -> list[Choice]:
    """Say of each class how far its round of a term is, or what stands in the way of one; without a term each class has its own."""
    classes = await classes_of(work, school)
    hindered = await hindrances(work.session, classes)
    rounds = {one.id: await round_in(work.session, one.id, term or offer.term_now(one)) for one in classes}
    far = await how_far(work.session, [one for one in rounds.values() if one])
    found = []
    for klass in classes:
        held, hindrance = rounds[klass.id], hindered.get(klass.id)
        alone = [one for one in hindrance.pupils if may_see_listed(work.actor, one)] if hindrance else []
        found.append(Choice(klass, held, far[held.id] if held else None, hindrance.sentence if hindrance else "", alone))
    return found


async def _context(work: Work, request: Request) -> dict[str, Any]:
    """Gather what the page of a school's rounds shows."""
    school = await _school(work, request)
    offer = await offer_of(work.session, school, local_day(now()))
    terms = [one for one in offer.terms if one.last_day >= offer.today]
    term = next((one for one in terms if str(one.id) == request.query_params.get("term")), None)
    return {
        "school": school,
        "offer": offer,
        "terms": terms,
        "term": term,
        "choices": await _choices(work, school, offer, term.id if term else None),
    }


async def show_rounds(request: Request) -> Response:
    """Show a school's classes, each with its round or with what it is begun with."""
    async with begin(request) as work:
        return await show(work, request, "rounds/many.html", **await _context(work, request))


async def show_rounds_progress(request: Request) -> Response:
    """Show again how far the rounds have come."""
    async with begin(request) as work:
        return fragment(request, "rounds/_begun.html", **await _context(work, request))


async def begin_many(request: Request) -> Response:
    """Begin the rounds of the chosen classes; one that is begun by now is left as it is."""
    fields = await fields_of(request, MOST_FIELDS)
    wanted = typed(BeginRounds, {name: value for name, value in fields.items() if ":" not in name and value})
    async with begin(request) as work:
        school = await _school(work, request)
        offer = await offer_of(work.session, school, local_day(now()))
        chosen = [one for one in await classes_of(work, school) if f"class:{one.id}" in fields]
        if not chosen:
            raise WrongFormError({"class": _("Choose at least one class.")})
        for klass in chosen:
            term = wanted.term or offer.term_now(klass)
            talk_only = f"talk_only:{klass.id}" in fields
            await begin_round(work, klass, offer, Wish(_template(fields, klass), term, wanted.until, wanted.asks, talk_only))
    return go(f"/schools/{school.id}/rounds" + (f"?term={wanted.term}" if wanted.term else ""))


def _template(fields: dict[str, str], klass: Class) -> UUID:
    """Read which template was chosen for a class.

    Raises:
        WrongFormError: none was.
    """
    name = f"template:{klass.id}"
    try:
        return UUID(fields.get(name, ""))
    except ValueError as error:
        raise WrongFormError({name: _("Choose a template that is published.")}) from error


async def show_plan_years(request: Request) -> Response:
    """Show the years in which a school makes written plans."""
    async with begin(request) as work:
        school = await _school(work, request)
        return await show(
            work,
            request,
            "rounds/plan_years.html",
            school=school,
            years=await years_at(work.session, school.id),
            chosen=await plan_years(work.session, school.id),
            saved="saved" in request.query_params,
        )


async def choose_plan_years(request: Request) -> Response:
    """Say in which years a school makes written plans."""
    fields = await fields_of(request)
    async with begin(request) as work:
        school = await _school(work, request)
        offered = await years_at(work.session, school.id)
        await set_plan_years(work, school, [year for year in offered if f"year:{year}" in fields])
    return go(f"/schools/{school.id}/plan-years?saved=yes")
