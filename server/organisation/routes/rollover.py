"""The step to the next school year over HTTP: a preview, then all at once, if nothing has changed since the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from server.columns import now
from server.errors import WrongFormError, _
from server.organisation import actions, policy
from server.organisation.models import Rollover, SchoolYear, Way
from server.people.actions import local_day
from server.people.models import Person
from server.schools.models import School
from server.web import Form, begin, fields_of, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.organisation.actions import Target
    from server.work import Work

MOST_CLASSES = 500
_NAME = TypeAdapter(Annotated[str, Field(max_length=100)])


class RollOver(Form):
    """Where to, what it was computed from, and what was chosen for each class."""

    year: UUID
    fingerprint: Annotated[str, Field(max_length=64)] = ""
    follow: bool = False
    early: bool = False
    """Whether it shall be done though the school year has not begun."""
    choices: dict[UUID, actions.Choice]


async def _read(request: Request) -> RollOver:
    """Read the form: `way.…` and `name.…` for each class.

    Raises:
        WrongFormError: something in it cannot be.
    """
    fields = await fields_of(request, 2 * MOST_CLASSES + 10)
    ways = {name.removeprefix("way."): value for name, value in fields.items() if name.startswith("way.")}
    try:
        choices = {
            UUID(one): actions.Choice(Way(way), _NAME.validate_python(fields.get(f"name.{one}", "").strip())) for one, way in ways.items()
        }
        rest = {name: value for name, value in fields.items() if not name.startswith(("way.", "name."))}
        return RollOver.model_validate({**rest, "choices": choices})
    except (ValidationError, ValueError) as wrong:
        raise WrongFormError from wrong


async def _target(work: Work, school: School, year: UUID | None) -> Target | None:
    """Give the school year to step to: the one that was chosen, else the next."""
    if year is None:
        return (await actions.ahead(work.session, school)).nearest
    await work.find(SchoolYear, year, see=policy.may_see_year)
    return await actions.target_of(work.session, school.organisation_id, year)


async def show_rollover(request: Request) -> Response:
    """Show what would become of each class; nothing is changed by looking."""
    asked = request.query_params
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_step)
        target = await _target(work, school, _uuid(asked.get("year", "")))
        stepping = await actions.look(work.session, school, target) if target else None
        last = await actions.last_step(work.session, school.id)
        return await show(
            work,
            request,
            "organisation/rollover.html",
            organisation=await actions.organisation_of(work),
            school=school,
            ahead=await actions.ahead(work.session, school),
            target=target,
            stepping=stepping,
            counts={one.klass.id: len(set(one.pupils) - work.actor.hidden) for one in stepping.steps} if stepping else {},
            early=target is not None and _is_early(target),
            last=last,
            by=await work.session.get(Person, last.by) if last else None,
            kept=await actions.why_kept(work.session, last) if last else "",
            undone="undone" in asked,
            changed="changed" in asked,
            done="done" in asked,
            runs=policy.runs(work.actor, school.organisation_id),
        )


def _is_early(target: Target) -> bool:
    """Whether a school year is yet to begin."""
    return target.year.first_day > local_day(now())


def _uuid(said: str) -> UUID | None:
    """Give an id from the address, if there is one."""
    try:
        return UUID(said)
    except ValueError:
        return None


async def roll_over_school(request: Request) -> Response:
    """Move the classes up; if anything has changed since the preview, nothing is done and a new one is shown."""
    wanted = await _read(request)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_step, lock=True)
        back = f"/organisation/rollover/{school.id}?year={wanted.year}"
        target = await _target(work, school, wanted.year)
        if target is None:
            raise WrongFormError({"year": _("One cannot step to this school year: it is over, or has no term.")})
        if _is_early(target) and not wanted.early:
            raise WrongFormError({"early": _("The school year has not begun. Say that the classes shall move all the same.")})
        stepping = await actions.look(work.session, school, target)
        if stepping.fingerprint != wanted.fingerprint:
            return go(f"{back}&changed=1")
        await actions.roll_over(work, stepping, wanted.choices, follow=wanted.follow)
    return go(f"{back}&done=1")


async def undo_rollover(request: Request) -> Response:
    """Take the last step of a school back."""
    async with begin(request) as work:
        see = policy.may_undo_step
        step = await work.find(Rollover, key(request, "rollover"), see=see, lock=True)
        school = await work.find(School, step.school_id, see=policy.may_step, lock=True)
        await actions.undo_step(work, step)
    return go(f"/organisation/rollover/{school.id}?undone=1")
