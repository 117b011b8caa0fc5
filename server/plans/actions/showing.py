"""Showing a plan to the home: only when nobody at school is waited for any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.errors import Filled, WrongFormError, _
from server.people.models import Person
from server.preparations.actions.owing import owed_by_school
from server.preparations.models import Party, Preparation
from server.templates.actions import forms_of
from server.templates.form import said

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan

AT_SCHOOL = (Party.pupil, Party.teachers)


async def waited_for(session: AsyncSession, plans: Collection[UUID]) -> list[Preparation]:
    """Give the preparations of pupil and teachers that are asked for, and neither handed in nor closed."""
    rows = await session.exec(
        select(Preparation)
        .where(
            col(Preparation.plan_id).in_(plans),
            col(Preparation.party).in_(AT_SCHOOL),
            col(Preparation.asked),
            col(Preparation.ready).is_(None),
            col(Preparation.closed).is_(None),
        )
        .order_by(col(Preparation.party), Preparation.subject)
    )
    return list(rows.unique())


async def must_be_ready(session: AsyncSession, plan: Plan, language: str) -> None:
    """Hold that nobody at school is waited for, and that the school has answered what it must.

    Raises:
        WrongFormError: somebody is, or something is empty; it says who or, in a language, what.
    """
    if missing := await waited_for(session, [plan.id]):
        pupil = await session.get_one(Person, plan.pupil_id)
        names = [one.subject if one.party is Party.teachers else pupil.name for one in missing]
        raise WrongFormError({"phase": Filled(_("Not handed in yet: {names}."), names=", ".join(names))})
    if owed := (await owed_by_school(session, [plan])).get(plan.id):
        form = (await forms_of(session, [plan.template_version_id]))[plan.template_version_id]
        titles = ", ".join(said(one.title, language, form) for one in owed)
        raise WrongFormError({"phase": Filled(_("The school's own part must be answered first: {names}."), names=titles)})
