"""Beginning a round: for one class, the same for two mentors at once, or what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import in_force
from server.people.models import Person, Relation, RelationKind
from server.preparations.models import Party
from server.rounds.actions.days import UNTIL, hold_days
from server.rounds.events import RoundBegun
from server.rounds.models import Round
from server.schools.models import ClassKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.offering import Offer
    from server.rounds.models import Step
    from server.schools.models import Class
    from server.work import Work

ASKS = {Party.pupil: "asks_pupil", Party.teachers: "asks_teachers", Party.home: "asks_home"}


@dataclass(frozen=True)
class Wish:
    """How a round is to be: by which template, in which term, until when, with whom."""

    version: UUID
    term: UUID | None
    until: Mapping[Step, date]
    asks: Collection[Party]
    talk_only: bool = False


@dataclass(frozen=True)
class Hindrance:
    """What stands in the way of a class's round."""

    sentence: str
    pupils: tuple[Person, ...] = ()


NO_PUPIL = _("There is no pupil in this class.")
NO_MENTOR = _("These pupils have no mentor:")


async def hindrances(session: AsyncSession, classes: Collection[Class]) -> dict[UUID, Hindrance]:
    """Say for each class what stands in the way of its round: nobody in it, or pupils without a mentor."""
    mentor = aliased(Relation)
    at = now()
    mentored = exists().where(
        mentor.pupil_id == Relation.person_id,  # type: ignore[arg-type]
        mentor.kind == RelationKind.mentor_of,  # type: ignore[arg-type]
        col(mentor.since) <= at,
        col(mentor.until).is_(None) | (col(mentor.until) > at),
    )
    rows = await session.exec(
        select(Relation.class_id, Person, mentored)
        .join(Person, col(Person.id) == Relation.person_id)
        .where(col(Relation.class_id).in_([one.id for one in classes]), Relation.kind == RelationKind.pupil_in, in_force(at))
        .order_by(Person.given_name, Person.family_name)
    )
    there: dict[UUID, list[tuple[Person, bool]]] = {one.id: [] for one in classes}
    for klass, pupil, has_mentor in rows:
        if klass is not None:
            there[klass].append((pupil, has_mentor))
    found = {}
    for key, pupils in there.items():
        alone = tuple(pupil for pupil, has_mentor in pupils if not has_mentor)
        if not pupils or alone:
            found[key] = Hindrance(NO_MENTOR, alone) if pupils else Hindrance(NO_PUPIL)
    return found


async def begin_round(work: Work, klass: Class, offer: Offer, wish: Wish) -> tuple[Round, bool]:
    """Begin a class's round; give it, and whether it is new: if somebody else was quicker theirs is left as it is.

    Raises:
        WrongFormError: with a sentence for the field that is wrong, or for what stands in the way.
    """
    if there := await round_in(work.session, klass.id, wish.term):
        return there, False
    hold_days(wish.until, offer.today, offer.term(wish.term))
    if wish.version not in {one.version for one in offer.templates}:
        raise WrongFormError({"template": _("Choose a template that is published.")})
    if (wish.term is None and offer.terms_for(klass)) or (wish.term and wish.term not in {one.id for one in offer.terms}):
        raise WrongFormError({"term": _("Choose a term.")})
    if hindrance := (await hindrances(work.session, [klass])).get(klass.id) or _no_homeroom(klass):
        raise WrongFormError({"class": hindrance.sentence})
    return await _insert(work, klass, wish)


def _no_homeroom(klass: Class) -> Hindrance | None:
    """Groups have no rounds of their own: their pupils are asked in their homerooms'."""
    return None if klass.kind is ClassKind.homeroom else Hindrance(_("Rounds are begun for homeroom classes."))


async def _insert(work: Work, klass: Class, wish: Wish) -> tuple[Round, bool]:
    """Write the round, unless there is one by now: the table holds that a class has one a term."""
    chosen: dict[str, Any] = {name: party in wish.asks for party, name in ASKS.items()}
    chosen |= {name: wish.until.get(step) for step, name in UNTIL.items()}
    row = Round(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        term_id=wish.term,
        template_version_id=wish.version,
        begun_by=work.actor.id,
        talk_only=wish.talk_only,
        **chosen,
    )
    made = insert(Round).values(row.model_dump()).on_conflict_do_nothing(index_elements=["class_id", "term_id"]).returning(col(Round.id))
    is_new = (await work.session.exec(made)).first() is not None
    if is_new:
        work.tell(RoundBegun(round=row.id, klass=klass.id))
    found = await round_in(work.session, klass.id, wish.term)
    return found or row, is_new


async def round_in(session: AsyncSession, klass: UUID, term: UUID | None) -> Round | None:
    """Give a class's round of a term, if it is begun."""
    rows = await session.exec(select(Round).where(Round.class_id == klass, col(Round.term_id).is_not_distinct_from(term)))
    return rows.first()
