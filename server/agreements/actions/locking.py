"""Locking what is proposed: the plan is agreed, as a version that holds what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.agreements.actions.asking import by_role_and_name, proposals_in
from server.errors import WrongFormError, _
from server.events import PlanMoved
from server.goals.actions.goals import move as move_goal
from server.goals.actions.settling import archive_before
from server.goals.models import Goal, Status
from server.people.actions import named
from server.plans.actions.locking import close_or_open, keep_version
from server.plans.models import Phase
from server.talks.actions import end_all

if TYPE_CHECKING:
    from server.agreements.actions.asking import Party
    from server.agreements.models import Agreement
    from server.people.models import Person
    from server.work import Work


async def lock(work: Work, agreement: Agreement, reason: str = "") -> None:
    """Lock what is proposed, to the byte, with each party's answer; the agreed goals become ongoing, and everyone is told.

    The goals, the plan and the agreement must be held.

    Raises:
        WrongFormError: somebody has not answered, and it is not said why that is not waited for.
    """
    plan, session = agreement.plan, work.session
    proposal = (await proposals_in(session, [plan]))[plan.id]
    if proposal.missing and not reason:
        raise WrongFormError({"reason": _("Not everybody has answered: say why you lock it now.")})
    people = await named(session, [*(one.person_id for one in proposal.parties), agreement.proposed_by])
    parties = by_role_and_name(proposal.parties, people)
    said = {
        **agreement.record,
        "proposed": {"at": agreement.at.isoformat(), "by": people[agreement.proposed_by].name, "sha256": agreement.sha256},
        "answers": [_answer(one, people[one.person_id]) for one in parties if one.assent is not None],
        "unanswered": [_whose(one, people[one.person_id]) for one in parties if one.assent is None],
        "reason": reason if proposal.missing else "",
    }
    await end_all(work, plan)
    await close_or_open(session, plan, is_open=False)  # a part that came meanwhile is closed as well
    version = await keep_version(work, plan, said)
    await session.flush()
    plan.phase, plan.proposed, agreement.version_id = Phase.agreed, None, version.id
    await _begin_goals(work, agreement)
    await archive_before(work, plan)
    work.tell(PlanMoved(plan=plan.id, old=Phase.talk, new=Phase.agreed, reason=str(said["reason"]), version=version.number))


async def _begin_goals(work: Work, agreement: Agreement) -> None:
    """Let the goals that are agreed on become ongoing."""
    keys = [UUID(one) for one in agreement.goals]
    wanted = select(Goal).where(col(Goal.id).in_(keys), Goal.status == Status.proposed).order_by(col(Goal.at), col(Goal.id))
    for goal in (await work.session.exec(wanted)).unique():
        await move_goal(work, goal, Status.ongoing)


def _whose(one: Party, person: Person) -> dict[str, Any]:
    """Say who somebody is in the agreement."""
    return {"person": str(person.id), "name": person.name, "as": one.role}


def _answer(one: Party, person: Person) -> dict[str, Any]:
    """Say what somebody has answered, and when."""
    assert one.assent is not None  # noqa: S101  # only those who have answered are asked about
    return {**_whose(one, person), "yes": one.assent.yes, "at": one.assent.at.isoformat(), "objection": one.assent.objection}
