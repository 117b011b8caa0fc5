"""Classes made by hand over HTTP: adding one to a school, and calling it something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.organisation import actions, policy
from server.people.policy import may_see_class, may_see_school
from server.schools.models import Class, School
from server.web import Form, begin, go, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class NameClass(Form):
    """What a class is called, its year, and the subject of a teaching group."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    year: Annotated[str, Field(max_length=10)] = ""
    subject: Annotated[str, Field(max_length=100)] = ""

    @property
    def named(self) -> actions.Named:
        """The same as the actions take it."""
        return actions.Named(self.name, self.year, self.subject)


class AddClass(NameClass):
    """A new class; the page chose its id, so that sending twice adds once."""

    id: UUID


async def add_class(request: Request) -> Response:
    """Add a class by hand; then its people can be added."""
    wanted = await read(request, AddClass)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_step)
        await actions.add_class(work, school, wanted.id, wanted.named)
    return go(f"/classes/{wanted.id}/relations")


async def change_class(request: Request) -> Response:
    """Call a class that was made by hand something else."""
    wanted = await read(request, NameClass)
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=may_see_class, may=policy.may_name_class)
        await actions.change_class(work, klass, wanted.named)
    return go(f"/classes/{klass.id}/relations")
