"""The assessments of a class in one subject, all on one page."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from pydantic import Field

from server.people.actions import named, pupils_in
from server.people.models import Person
from server.people.policy import may_see_class, may_see_listed
from server.plans.actions import plans_of
from server.plans.policy import may_see as may_see_plan
from server.preparations import policy
from server.preparations.actions import UnansweredError, hand_in, hold, rows_for, rows_of, subjects_in
from server.preparations.models import Preparation
from server.preparations.routes.parts import state_of
from server.schools.models import Class
from server.web import Form, begin, fragment, go, key, read, show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.plans.models import Plan
    from server.preparations.actions import Row
    from server.work import Work


class HandInAll(Form):
    """In which subject, and where to go afterwards."""

    subject: Annotated[str, Field(max_length=200)]


async def show_grid(request: Request) -> Response:
    """Show a class's assessments in one of the subjects that one teaches there."""
    async with begin(request) as work:
        klass, pupils, plans = await _class(request, work)
        subjects = subjects_in(work.actor, plans)
        subject = request.query_params.get("subject", subjects[0] if subjects else "")
        rows = await rows_of(work, plans, subject) if subject in subjects else []
        missing = request.query_params.get("show") == "missing"
        work.saw(*(row.plan.pupil_id for row in rows))
        return await show(
            work,
            request,
            "preparations/grid.html",
            klass=klass,
            subjects=subjects,
            subject=subject,
            missing=missing,
            outcome=_outcome(request.query_params),
            count=len(rows),
            complete=sum(row.progress.is_complete and policy.may_hand_in(work.actor, row.one) for row in rows),
            rows=await _shown(work, [row for row in rows if not missing or policy.is_waited_for(row.one)], pupils),
        )


async def _class(request: Request, work: Work) -> tuple[Class, dict[UUID, Person], list[Plan]]:
    """Find the class, its pupils by name, and the plans of those whom one may see.

    Raises:
        ForbiddenError: one teaches nobody there.
    """
    klass = await work.find(Class, key(request, "class"), see=may_see_class)
    listed = {one.id: one for one in await pupils_in(work.session, klass.id) if may_see_listed(work.actor, one)}
    await work.find(Class, klass.id, see=may_see_class, may=lambda actor, one: policy.may_assess_in(actor, one, listed))
    newest = await plans_of(work.session, list(listed))
    plans = [newest[one] for one in listed if one in newest and may_see_plan(work.actor, newest[one])]
    return klass, listed, plans


async def _shown(work: Work, rows: list[Row], pupils: Mapping[UUID, Person]) -> list[dict[str, Any]]:
    """Gather what rows show."""
    people = await named(work.session, [row.one.ready_by for row in rows])
    return [
        {
            "row": row,
            "state": state_of(work.actor, row.one, [], people),
            "form": row.form,
            "before": row.before,
            "plan": row.plan,
            "pupil": pupils[row.plan.pupil_id],
        }
        for row in rows
    ]


async def show_row(request: Request) -> Response:
    """Show one row again."""
    async with begin(request) as work:
        one = await work.find(Preparation, key(request, "preparation"), see=policy.may_see, may=policy.may_assess)
        rows = await rows_for(work, [one])
        pupil = await work.session.get_one(Person, one.plan.pupil_id)
        (shown,) = await _shown(work, rows, {pupil.id: pupil})
        return fragment(request, "preparations/_row.html", **shown, then=request.query_params.get("then", ""))


async def hand_all_in(request: Request) -> Response:
    """Hand in all of a class's assessments in a subject that are complete; the others stay as they are."""
    wanted = await read(request, HandInAll)
    async with begin(request) as work:
        klass, _pupils, plans = await _class(request, work)
        rows = await rows_of(work, plans, wanted.subject) if wanted.subject in subjects_in(work.actor, plans) else []
        open_ = [row for row in rows if policy.may_hand_in(work.actor, row.one)]
        handed = 0
        for row in sorted(open_, key=lambda one: one.plan.id):  # two who do so hold the plans in the same order
            handed += row.progress.is_complete and await _hand_in(work, row)
        left = sum(not row.progress.is_complete for row in open_)
    return go(f"/classes/{klass.id}/assessments?subject={quote(wanted.subject, safe='')}&handed={handed}&left={left}")


async def _hand_in(work: Work, row: Row) -> bool:
    """Hand one in, unless it has been emptied or handed in meanwhile."""
    one = await hold(work, Preparation, row.one.id, see=policy.may_see, may=policy.may_assess)
    if not policy.may_hand_in(work.actor, one):
        return False
    with suppress(UnansweredError):
        await hand_in(work, one)
        return True
    return False


def _outcome(query: Mapping[str, str]) -> tuple[int, int] | None:
    """Say how many were handed in by the act that led here, and how many were not complete."""
    with suppress(KeyError, ValueError):
        return int(query["handed"][:4]), int(query["left"][:4])
    return None
