"""Beginning rounds for many classes of a school at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from server.columns import now
from server.errors import WrongFormError, _
from server.organisation.policy import runs as may_run_terms
from server.people.actions import local_day
from server.rounds.actions import Wish, begin_round, offer_of
from server.rounds.routes.choosing import choices_of, classes_of, quicker_in, rounds_begun, school_run
from server.rounds.routes.forms import SetSteps
from server.web import begin, fields_of, fragment, go, show, typed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.schools.models import Class
    from server.work import Work

MOST_FIELDS = 1_000
"""Three for each class, and those for all; a school has fewer than three hundred classes."""


class BeginRounds(SetSteps):
    """What is the same for all classes; without a term each class has its own."""

    term: UUID | None = None


async def _context(work: Work, request: Request) -> dict[str, Any]:
    """Gather what the page of a school's rounds shows."""
    school = await school_run(work, request)
    offer = await offer_of(work.session, school, local_day(now()))
    terms = [one for one in offer.terms if one.last_day >= offer.today]
    term = next((one for one in terms if str(one.id) == request.query_params.get("term")), None)
    choices = await choices_of(work, school, offer, term.id if term else None)
    already = request.query_params.get("already", "").split(".")
    return {
        "school": school,
        "offer": offer,
        "terms": terms,
        "term": term,
        "choices": choices,
        "quicker": await quicker_in(work, [one for one in choices if str(one.klass.id) in already]),
        "runs_terms": may_run_terms(work.actor, school.organisation_id),
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
        school = await school_run(work, request)
        offer = await offer_of(work.session, school, local_day(now()))
        chosen = [one for one in await classes_of(work, school) if f"class:{one.id}" in fields]
        if not chosen:
            raise WrongFormError({"class": _("Choose at least one class.")})
        already = await rounds_begun(work, chosen, offer, wanted.term)
        there = [klass for klass in chosen if klass.id in already]
        for klass in (one for one in chosen if one.id not in already):
            wish = Wish(
                _template(fields, klass),
                wanted.term or offer.term_now(klass),
                wanted.until,
                wanted.asks,
                f"talk_only:{klass.id}" in fields,
            )
            _held, is_new = await begin_round(work, klass, offer, wish)
            there += [] if is_new else [klass]
    said = {"term": wanted.term or "", "already": ".".join(str(one.id) for one in there)}
    query = urlencode({name: value for name, value in said.items() if value})
    return go(f"/schools/{school.id}/rounds" + (f"?{query}" if query else ""))


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
