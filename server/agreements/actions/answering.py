"""Answering what is proposed: a yes, or an objection in one's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from server.agreements.events import AssentGiven
from server.agreements.models import Assent
from server.agreements.policy import answers_as
from server.columns import now
from server.people.policy import standing

if TYPE_CHECKING:
    from server.agreements.models import Agreement
    from server.work import Work


async def answer(work: Work, agreement: Agreement, *, yes: bool, objection: str = "") -> None:
    """Answer a proposal, for the first time or otherwise than before; the same answer again changes nothing and tells nobody.

    The plan must be held: so two answers of one person come one after the other, and none comes after the lock.
    """
    role = answers_as(standing(work.actor, agreement.plan))
    wanted = select(Assent).where(Assent.agreement_id == agreement.id, Assent.person_id == work.actor.id)
    kept = (await work.session.exec(wanted.execution_options(populate_existing=True))).one_or_none()
    said = "" if yes else objection
    if role is None or (kept is not None and (kept.yes, kept.objection) == (yes, said)):
        return
    one = kept or Assent(agreement_id=agreement.id, person_id=work.actor.id, role=role, yes=yes)
    one.yes, one.objection, one.at = yes, said, now()
    work.session.add(one)
    work.tell(AssentGiven(plan=agreement.plan_id, agreement=agreement.id, person=work.actor.id))
