"""Proposing what is agreed, answering, taking back, locking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.agreements import policy
from server.agreements.actions import answer, hold_goals, lock, propose, take_back
from server.agreements.models import Agreement
from server.errors import WrongFormError, _
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.preparations.actions import hold
from server.web import Form, begin, fields_of, go, key, read, typed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_GOALS = 1000
MOST_WORDS = 4000
_GOAL = "goal:"
TAKEN_BACK = _("The proposal was taken back meanwhile. Nothing was sent: what you have written is still here.")
LOCKED = _("The agreement was locked meanwhile. Nothing was sent: what you have written is still here.")


class ProposeAgreement(Form):
    """The page chose the id, so that sending twice proposes once; beside it each goal that is agreed on, as `goal:<id>=true`."""

    id: UUID


class AnswerAgreement(Form):
    """A yes, or a no in one's own words."""

    yes: bool
    objection: Annotated[str, Field(max_length=MOST_WORDS)] = ""


class LockAgreement(Form):
    """Why it is locked before all have answered, if it is."""

    reason: Annotated[str, Field(max_length=1000)] = ""


async def propose_agreement(request: Request) -> Response:
    """Propose what is agreed; where it is proposed already nothing happens again."""
    fields = await fields_of(request, MOST_GOALS)
    wanted = typed(ProposeAgreement, {name: value for name, value in fields.items() if not name.startswith(_GOAL)})
    goals = {_id(name.removeprefix(_GOAL)) for name in fields if name.startswith(_GOAL)}
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        await hold_goals(work.session, plan.id)

        plan = await work.find(Plan, plan.id, see=may_see_plan, may=policy.may_propose, lock=True)
        if plan.proposed is None:
            await propose(work, plan, wanted.id, goals, request.app.state.settings)
    return go(f"/plans/{plan.id}/agreement")


def _id(written: str) -> UUID:
    """Read a goal's id.

    Raises:
        WrongFormError: it is none.
    """
    try:
        return UUID(written)
    except ValueError as error:
        raise WrongFormError from error


async def take_agreement_back(request: Request) -> Response:
    """Take a proposal back; one that is taken back already stays so."""
    await read(request, Form)
    async with begin(request) as work:
        one = await hold(work, Agreement, key(request, "agreement"), see=policy.may_see, may=policy.may_run)
        if one.version_id is not None:
            raise WrongFormError({"agreement": LOCKED})
        if one.is_open:
            await take_back(work, one)
    return go(f"/plans/{one.plan_id}/agreement")


async def answer_agreement(request: Request) -> Response:
    """Answer what is proposed; what is no longer proposed takes no answer, and the words stay in the form."""
    wanted = await read(request, AnswerAgreement)
    if not wanted.yes and not wanted.objection:
        raise WrongFormError({"objection": _("This must be filled in.")})
    async with begin(request) as work:
        one = await hold(work, Agreement, key(request, "agreement"), see=policy.may_see, may=policy.may_answer)
        if not one.is_open:
            raise WrongFormError({"agreement": LOCKED if one.version_id else TAKEN_BACK})
        await answer(work, one, yes=wanted.yes, objection=wanted.objection)
    return go(f"/plans/{one.plan_id}/agreement")


async def lock_agreement(request: Request) -> Response:
    """Lock what is proposed; one that is locked already stays as it is."""
    wanted = await read(request, LockAgreement)
    async with begin(request) as work:
        found = await work.find(Agreement, key(request, "agreement"), see=policy.may_see)
        await hold_goals(work.session, found.plan_id)
        one = await hold(work, Agreement, found.id, see=policy.may_see, may=policy.may_run)
        if one.taken_back is not None:
            raise WrongFormError({"agreement": TAKEN_BACK})
        if one.is_open:
            await lock(work, one, wanted.reason)
    return go(f"/plans/{one.plan_id}/agreement")
