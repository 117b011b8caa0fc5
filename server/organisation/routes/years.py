"""School years and terms over HTTP. Whoever changes them holds the organisation's row, so that no two overlap by being sent at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.organisation import actions, policy
from server.organisation.models import SchoolYear
from server.schools.models import Term
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.work import Work

HUB = "/organisation"


class SetSpan(Form):
    """What a school year or term is called, its first day and its last."""

    title: Annotated[str, Field(min_length=1, max_length=100)]
    first_day: date
    last_day: date

    @property
    def span(self) -> actions.Span:
        """The same as the actions take it."""
        return actions.Span(self.title, self.first_day, self.last_day)


class AddSpan(SetSpan):
    """A new one; the page chose its id, so that sending twice adds once."""

    id: UUID


async def _year(work: Work, request: Request, may: Callable[[Actor, SchoolYear], bool] = policy.may_change_year) -> SchoolYear:
    """Give the school year that is to be changed, and hold the calendar until it is."""
    year = await work.find(SchoolYear, key(request, "year"), see=policy.may_see_year, may=may)
    await actions.organisation_of(work, lock=True)
    return year


async def _term(work: Work, request: Request) -> Term:
    """Give the term that is to be changed, and hold the calendar until it is."""
    term = await work.find(Term, key(request, "term"), see=policy.may_see_term, may=policy.may_change_term)
    await actions.organisation_of(work, lock=True)
    return term


async def show_year(request: Request) -> Response:
    """Show a school year with its terms, and what may be changed of them."""
    async with begin(request) as work:
        year = await work.find(SchoolYear, key(request, "year"), see=policy.may_see_year)
        calendar = await actions.calendar(work.session, year.organisation_id)
        terms = calendar.terms[year.id]
        return await show(
            work,
            request,
            "organisation/year.html",
            organisation=await actions.organisation_of(work),
            year=year,
            terms=terms,
            used=calendar.used,
            may_change=policy.may_change_year(work.actor, year),
            may_fill=policy.may_fill_year(work.actor, year),
            may_change_terms={one.id for one in terms if policy.may_change_term(work.actor, one)},
        )


async def add_year(request: Request) -> Response:
    """Add a school year."""
    wanted = await read(request, AddSpan)
    async with begin(request) as work:
        organisation = await actions.organisation_of(work, may=policy.may_run, lock=True)
        await actions.add_year(work, organisation.id, wanted.id, wanted.span)
    return go(f"{HUB}/years/{wanted.id}")


async def change_year(request: Request) -> Response:
    """Change a school year."""
    wanted = await read(request, SetSpan)
    async with begin(request) as work:
        year = await _year(work, request)
        await actions.change_year(work, year, wanted.span)
    return go(f"{HUB}/years/{year.id}")


async def remove_year(request: Request) -> Response:
    """Remove a school year that has no terms."""
    async with begin(request) as work:
        await actions.remove_year(work, await _year(work, request))
    return go(f"{HUB}#years")


async def add_term(request: Request) -> Response:
    """Add a term to a school year by hand."""
    wanted = await read(request, AddSpan)
    async with begin(request) as work:
        year = await _year(work, request, policy.may_fill_year)
        await actions.add_term(work, year, wanted.id, wanted.span)
    return go(f"{HUB}/years/{year.id}")


async def change_term(request: Request) -> Response:
    """Change a term made by hand."""
    wanted = await read(request, SetSpan)
    async with begin(request) as work:
        await actions.change_term(work, await _term(work, request), wanted.span)
    return go(f"{HUB}#years")


async def remove_term(request: Request) -> Response:
    """Remove a term made by hand that nothing uses."""
    async with begin(request) as work:
        await actions.remove_term(work, await _term(work, request))
    return go(f"{HUB}#years")
