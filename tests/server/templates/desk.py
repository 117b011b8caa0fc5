"""A template on a principal's desk, and ways to work on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.templates.actions.keeping import written
from server.templates.form import Form
from server.templates.models import Template
from tests.server.templates.forms import SMALL
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.people.models import Person
    from tests.server.world import World


@dataclass
class Desk:
    """One template, and who works on it."""

    world: World
    template: UUID
    person: Person

    @property
    def home(self) -> str:
        """The designer's page."""
        return f"/templates/{self.template}"

    async def edited(self) -> int:
        """The count of the draft."""
        return int(await self.world.value("SELECT edited FROM template WHERE id = $1", self.template))

    async def form(self) -> Form:
        """What the draft says."""
        return Form.model_validate_json(await self.world.value("SELECT draft FROM template WHERE id = $1", self.template))

    async def act(self, path: str, /, *, live: bool = False, edited: int | None = None, **fields: Any) -> httpx.Response:
        """Send one of the designer's forms; `title_en` stands for `title.en`."""
        sent = {re.sub(r"_(en|sv|ar|pupil|home|other_home|teachers)$", r".\1", name): str(value) for name, value in fields.items()}
        sent["edited"] = str(await self.edited() if edited is None else edited)
        browser = await self.world.as_(self.person, live=live)
        return await browser.post(f"{self.home}/{path}", data=sent)

    async def page(self, path: str = "") -> str:
        """Read one of the template's pages."""
        return (await self.world.get(self.person, f"{self.home}{path}")).text

    async def publish(self) -> None:
        """Publish the draft."""
        assert (await self.act("published")).status_code == 303


async def desk(world: World, form: Form = SMALL, *, shared: bool = False) -> Desk:
    """Put a template on the desk of the principal, or one for all schools on the director's."""
    person = world.cast.director if shared else world.cast.principal
    school = None if shared else world.cast.school.id
    key = new()
    await world.add(Template(id=key, organisation_id=person.organisation_id, school_id=school, made_by=person.id, draft=written(form)))
    return Desk(world, key, person)
