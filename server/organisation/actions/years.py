"""School years and their terms: a term belongs to the year in which it begins, from whichever source both come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from server.errors import WrongFormError, _
from server.organisation.events import SchoolYearRemoved, SchoolYearSet, TermRemoved, TermSet
from server.organisation.models import BY_HAND, SchoolYear
from server.plans.models import Plan
from server.schools.models import Class, Term

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_YEAR = timedelta(days=400)


@dataclass(frozen=True)
class Span:
    """What a school year or a term is called, and from which day until which, both in it."""

    title: str
    first_day: date
    last_day: date

    def meets(self, other: SchoolYear | Term) -> bool:
        """Whether at least one day lies in both."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True)
class Calendar:
    """An organisation's school years, the newest first, each with its terms; `loose` are the terms that begin in none."""

    years: list[SchoolYear]
    terms: dict[UUID, list[Term]]
    loose: list[Term]
    used: dict[UUID, int] = field(default_factory=dict)
    """How many classes use each term."""


async def calendar(session: AsyncSession, organisation: UUID) -> Calendar:
    """Give the school years and the terms of an organisation."""
    years = await _years(session, organisation)
    terms = list(await session.exec(select(Term).where(Term.organisation_id == organisation).order_by(col(Term.first_day), Term.title)))
    within = {year.id: [term for term in terms if year.first_day <= term.first_day <= year.last_day] for year in years}
    placed = {term.id for found in within.values() for term in found}
    counted = select(Class.term_id, func.count()).where(col(Class.term_id).in_([one.id for one in terms])).group_by(col(Class.term_id))
    used = {key: count for key, count in await session.exec(counted) if key}
    return Calendar(years, within, [term for term in terms if term.id not in placed], used)


async def _years(session: AsyncSession, organisation: UUID) -> list[SchoolYear]:
    """Give the school years, the newest first."""
    wanted = select(SchoolYear).where(SchoolYear.organisation_id == organisation).order_by(col(SchoolYear.first_day).desc())
    return list(await session.exec(wanted))


async def add_year(work: Work, organisation: UUID, key: UUID, span: Span) -> None:
    """Add a school year; sent twice it is added once."""
    if await work.session.get(SchoolYear, key) is not None:
        return
    _check(span)
    _refuse_overlap(span, await _years(work.session, organisation), _("It overlaps another school year."))
    year = SchoolYear(
        id=key,
        organisation_id=organisation,
        source_id=f"{BY_HAND}{key}",
        title=span.title,
        first_day=span.first_day,
        last_day=span.last_day,
    )
    work.session.add(year)
    work.tell(SchoolYearSet(year=key))


async def change_year(work: Work, year: SchoolYear, span: Span) -> None:
    """Change what a school year is called or its days; every term that began in it must still lie in it."""
    _check(span)
    others = [one for one in await _years(work.session, year.organisation_id) if one.id != year.id]
    _refuse_overlap(span, others, _("It overlaps another school year."))
    terms = (await calendar(work.session, year.organisation_id)).terms[year.id]
    if any(term.first_day < span.first_day or term.last_day > span.last_day for term in terms):
        raise WrongFormError({"last_day": _("A term of this school year would fall outside it.")})
    if _put(year, span):
        work.tell(SchoolYearSet(year=year.id))


async def remove_year(work: Work, year: SchoolYear) -> None:
    """Remove a school year that has no terms.

    Raises:
        WrongFormError: it has some.
    """
    if (await calendar(work.session, year.organisation_id)).terms[year.id]:
        raise WrongFormError({"year": _("It still has terms. Remove them first.")})
    work.tell(SchoolYearRemoved(year=year.id))
    await work.session.delete(year)


async def add_term(work: Work, year: SchoolYear, key: UUID, span: Span) -> None:
    """Add a term to a school year by hand; sent twice it is added once."""
    if await work.session.get(Term, key) is not None:
        return
    await _check_term(work.session, year, span)
    term = Term(
        id=key,
        organisation_id=year.organisation_id,
        source_id=f"{BY_HAND}{key}",
        title=span.title,
        first_day=span.first_day,
        last_day=span.last_day,
    )
    work.session.add(term)
    work.tell(TermSet(term=key))


async def change_term(work: Work, term: Term, span: Span) -> None:
    """Change a term made by hand; it stays within a school year."""
    within = [one for one in await _years(work.session, term.organisation_id) if one.first_day <= span.first_day <= one.last_day]
    if not within:
        raise WrongFormError({"first_day": _("It does not begin in any school year.")})
    await _check_term(work.session, within[0], span, but=term.id)
    if _put(term, span):
        work.tell(TermSet(term=term.id))


async def remove_term(work: Work, term: Term) -> None:
    """Remove a term made by hand that nothing uses.

    Raises:
        WrongFormError: a class or a plan uses it.
    """
    for model in (Class, Plan):
        if (await work.session.exec(select(model.id).where(model.term_id == term.id).limit(1))).first():
            raise WrongFormError({"term": _("A class or a plan belongs to this term, so it cannot be removed.")})
    work.tell(TermRemoved(term=term.id))
    await work.session.delete(term)


def _check(span: Span) -> None:
    """Hold that the days make sense.

    Raises:
        WrongFormError: they are the wrong way round, too far away or too far apart.
    """
    if span.last_day <= span.first_day:
        raise WrongFormError({"last_day": _("The last day must come after the first.")})
    if span.first_day < EARLIEST or span.last_day > LATEST:
        raise WrongFormError({"first_day": _("This day is too far away to be right.")})
    if span.last_day - span.first_day > LONGEST_YEAR:
        raise WrongFormError({"last_day": _("This is longer than a school year.")})


async def _check_term(session: AsyncSession, year: SchoolYear, span: Span, but: UUID | None = None) -> None:
    """Hold that a term lies within its school year and meets no other term."""
    _check(span)
    if span.first_day < year.first_day or span.last_day > year.last_day:
        raise WrongFormError({"first_day": _("A term must lie within its school year.")})
    terms = await session.exec(select(Term).where(Term.organisation_id == year.organisation_id, Term.id != but))
    _refuse_overlap(span, terms, _("It overlaps another term."))


def _refuse_overlap(span: Span, others: Iterable[SchoolYear | Term], sentence: str) -> None:
    """Hold that no day belongs to two.

    Raises:
        WrongFormError: one does.
    """
    if any(span.meets(other) for other in others):
        raise WrongFormError({"first_day": sentence})


def _put(thing: SchoolYear | Term, span: Span) -> bool:
    """Set title and days; say whether anything changed."""
    changed = (thing.title, thing.first_day, thing.last_day) != (span.title, span.first_day, span.last_day)
    thing.title, thing.first_day, thing.last_day = span.title, span.first_day, span.last_day
    return changed
