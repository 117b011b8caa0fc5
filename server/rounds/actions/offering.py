"""What a round can be begun with: templates, terms, last days, and whether a written plan is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.rounds.actions.days import UNTIL, propose
from server.rounds.events import PlanYearsSet
from server.rounds.models import PlanYears
from server.schools.models import Class, ClassKind, Term
from server.templates.actions import choosable
from server.templates.form import Form

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.models import Step
    from server.schools.models import School
    from server.work import Work

UNGRADED = ("1", "2", "3", "4", "5")
"""The years in which no grades are set, until a school says otherwise."""
EVERY_YEAR = ("F", "1", "2", "3", "4", "5", "6", "7", "8", "9")


@dataclass(frozen=True)
class Offered:
    """A template's newest version, with its form."""

    version: UUID
    form: Form


@dataclass(frozen=True)
class Offer:
    """What rounds of a school can be begun with."""

    templates: list[Offered]
    terms: list[Term]
    plan_years: frozenset[str]
    today: date

    def templates_for(self, klass: Class) -> list[Offered]:
        """Give the templates, those first that are meant for a class's year, then those for all."""
        years = years_of(klass)
        return sorted(self.templates, key=lambda one: 0 if years.intersection(one.form.years) else 1 if not one.form.years else 2)

    def terms_for(self, klass: Class) -> list[Term]:
        """Give the terms that are not over, the class's own first, then the one that goes on."""
        open_ = [one for one in self.terms if one.last_day >= self.today]
        return sorted(open_, key=lambda one: (one.id != klass.term_id, one.first_day))

    def term_now(self, klass: Class) -> UUID | None:
        """Give the term in which a class's round is begun now."""
        return next((one.id for one in self.terms_for(klass)), None)

    def term(self, key: UUID | None) -> Term | None:
        """Give a term by its id."""
        return next((one for one in self.terms if one.id == key), None)

    def days_for(self, key: UUID | None) -> dict[Step, date]:
        """Give the last day that each step has until somebody says otherwise: within the term, counted from today or its first day."""
        term = self.term(key)
        return propose(max(self.today, term.first_day), term.last_day) if term else propose(self.today, date.max)

    def fields_for(self, key: UUID | None) -> dict[str, str]:
        """Give the same days as the form has them."""
        return {UNTIL[step]: day.isoformat() for step, day in self.days_for(key).items()}

    def is_talk_only(self, klass: Class) -> bool:
        """Whether no written plan is made in a class's year."""
        return bool(years_of(klass)) and self.plan_years.isdisjoint(years_of(klass))


def years_of(klass: Class) -> set[str]:
    """Give a class's years; one that has several at once says so as 4/5."""
    return {one.strip() for one in klass.year.split("/") if one.strip()}


async def offer_of(session: AsyncSession, school: School, today: date) -> Offer:
    """Gather what rounds of a school can be begun with."""
    terms = await session.exec(select(Term).where(Term.organisation_id == school.organisation_id).order_by(col(Term.first_day), Term.title))
    return Offer(
        [Offered(one.id, Form.model_validate(one.body)) for one in await choosable(session, school)],
        list(terms),
        await plan_years(session, school.id),
        today,
    )


async def plan_years(session: AsyncSession, school: UUID) -> frozenset[str]:
    """Give the years in which a school makes written plans."""
    said = await session.get(PlanYears, school)
    return frozenset(said.years if said else UNGRADED)


async def years_at(session: AsyncSession, school: UUID) -> list[str]:
    """Give the years that a school may choose among: those of every school, and those of its own classes."""
    rows = await session.exec(select(Class).where(Class.school_id == school, Class.kind == ClassKind.homeroom))
    own = {year for klass in rows for year in years_of(klass)}
    return [*EVERY_YEAR, *sorted(own.difference(EVERY_YEAR))]


async def set_plan_years(work: Work, school: School, years: Collection[str]) -> None:
    """Say in which years a school makes written plans; rounds begun before stay as they are."""
    if frozenset(years) == await plan_years(work.session, school.id):
        return
    made = insert(PlanYears).values(school_id=school.id, years=sorted(years))
    await work.session.exec(made.on_conflict_do_update(index_elements=["school_id"], set_={"years": made.excluded.years}))
    work.tell(PlanYearsSet(school=school.id))
