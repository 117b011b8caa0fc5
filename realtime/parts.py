"""What plans hold that has readers of its own: texts, answers, preparations, booked talks and evaluations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from server.booking.models import Booking
from server.booking.policy import knows_household, may_see_booking
from server.goals.models import Evaluation
from server.goals.policy import sees_evaluation
from server.people.policy import standing
from server.plans.models import Phase
from server.plans.policy import reached
from server.preparations.models import Answer, Preparation
from server.preparations.policy import may_see, may_see_answer
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.plans.models import Plan

Part = TypeVar("Part", Text, Answer, Preparation, Booking, Evaluation)


@dataclass
class Parts:
    """What one plan holds."""

    texts: list[Text] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    preparations: list[Preparation] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)

    def known_to(self, actor: Actor) -> frozenset[UUID]:
        """Give the answers that somebody may read, the preparations, talks, evaluations and households' booking that they may know of."""
        answers = {one.id for one in self.answers if may_see_answer(actor, one)}
        talks = {one.id for one in self.bookings if may_see_booking(actor, one)}
        homes = {
            one.household_id
            for one in self.preparations
            if one.household_id and knows_household(standing(actor, one.plan), one.household_id)
        }
        looks = {one.id for one in self.evaluations if sees_evaluation(actor, one)}
        return frozenset(answers | talks | homes | looks | {one.id for one in self.preparations if may_see(actor, one)})


async def parts_of(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, Parts]:
    """Give what plans hold, by their ids; the plans themselves are loaded already and are not asked for again."""
    keys = [plan.id for plan in plans]
    found = {key: Parts() for key in keys}
    for text in await _rows(session, Text, keys):
        found[text.plan_id].texts.append(text)
    for answer in await _rows(session, Answer, [plan.id for plan in plans if plan.template_version_id is not None]):
        found[answer.plan_id].answers.append(answer)
    for preparation in await _rows(session, Preparation, keys):
        found[preparation.plan_id].preparations.append(preparation)
    for booking in await _rows(session, Booking, keys):
        found[booking.plan_id].bookings.append(booking)
    for evaluation in await _rows(session, Evaluation, [plan.id for plan in plans if reached(plan, Phase.in_use)]):
        found[evaluation.plan_id].evaluations.append(evaluation)
    return found


async def _rows(session: AsyncSession, model: type[Part], plans: list[UUID]) -> list[Part]:
    """Give the rows of one table that belong to plans."""
    if not plans:
        return []
    there: Any = lazyload(model.plan)  # type: ignore[arg-type]  # a relationship, where it is asked of the class
    return list((await session.exec(select(model).options(there).where(col(model.plan_id).in_(plans)))).unique())
