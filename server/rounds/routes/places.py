"""Of what an overview is: one class, or all classes of a school. It is a thing of its own: whoever may not overlook learns of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.people.policy import may_see_class, may_see_school
from server.rounds import policy
from server.rounds.actions import members_of
from server.rounds.routes.many import classes_of
from server.schools.models import Class, School
from server.web import key

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from server.work import Work


@dataclass(frozen=True)
class Place:
    """What somebody overlooks, found and judged."""

    kind: str
    """As the live protocol names it."""
    id: UUID
    school: School
    classes: list[Class]
    may_prompt: bool

    @property
    def klass(self) -> Class | None:
        """The class, if it is one."""
        return self.classes[0] if self.kind == "class" else None

    @property
    def base(self) -> str:
        """Where its overview is."""
        return f"/{'classes' if self.kind == 'class' else 'schools'}/{self.id}/overview"

    @property
    def page(self) -> str:
        """Where its rows are: a school's overview counts, unless all are asked for."""
        return self.base if self.kind == "class" else f"{self.base}?all=yes"


async def place_of(work: Work, request: Request, *, prompts: bool = False) -> Place:
    """Find the class or the school that a request is about, for somebody who may overlook it, and act there if that is wanted."""
    find = _class if "class" in request.path_params else _school
    return await find(work, request, prompts=prompts)


async def _class(work: Work, request: Request, *, prompts: bool) -> Place:
    """Find a class."""
    wanted = key(request, "class")
    pupils = (await members_of(work.session, [wanted])).get(wanted, set())
    klass = await work.find(
        Class,
        wanted,
        see=lambda actor, one: may_see_class(actor, one) and policy.may_overlook(actor, one, pupils),
        may=lambda actor, one: not prompts or policy.may_prompt(actor, one),
    )
    school = await work.session.get_one(School, klass.school_id)
    return Place("class", klass.id, school, [klass], policy.may_prompt(work.actor, klass))


async def _school(work: Work, request: Request, *, prompts: bool) -> Place:
    """Find a school."""
    school = await work.find(
        School,
        key(request, "school"),
        see=lambda actor, one: may_see_school(actor, one) and policy.may_run_school(actor, one),
        may=lambda actor, one: not prompts or policy.may_prompt_school(actor, one),
    )
    return Place("school", school.id, school, await classes_of(work, school), policy.may_prompt_school(work.actor, school))
