"""A plan handed out by a form, as browser tests find their way in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import expect
from sqlmodel import select

from server.plans.models import Phase
from server.preparations.models import Answer, Preparation
from server.texts.models import Text
from tests.forms import hand_out

if TYPE_CHECKING:
    from uuid import UUID

    from playwright.async_api import Locator, Page

    from server.people.models import Person
    from server.plans.models import Plan
    from tests.cast import Cast
    from tests.visit import Visits


class Handed:
    """A plan handed out by a form; finds its parts."""

    def __init__(self, live: Visits, plan: Plan) -> None:
        self.live = live
        self.plan = plan

    @property
    def page(self) -> str:
        return f"/plans/{self.plan.id}"

    @property
    def prepare(self) -> str:
        return f"/plans/{self.plan.id}/prepare"

    async def text(self, question: str, **whose: object) -> UUID:
        return await self._one(Text, question=question, **whose)

    async def answer(self, question: str, **whose: object) -> UUID:
        return await self._one(Answer, question=question, **whose)

    async def preparation(self, party: str, **whose: object) -> UUID:
        return await self._one(Preparation, party=party, **whose)

    async def _one(self, model: type[Any], **whose: object) -> UUID:
        async with self.live.database.session() as session:
            rows = (await session.exec(select(model).where(model.plan_id == self.plan.id))).unique().all()
        found: UUID = next(one.id for one in rows if all(getattr(one, name) == value for name, value in whose.items()))
        return found


async def handed(live: Visits, pupil: Person, cast: Cast, phase: Phase = Phase.draft, **how: object) -> Handed:
    async with live.database.session() as session:
        plan = await hand_out(session, pupil, cast.klass, phase, **how)  # type: ignore[arg-type]
        await session.commit()
    return Handed(live, plan)


def answer(page: Page, key: UUID) -> Locator:
    """Find an answer."""
    return page.locator(f"#answer-{key}")


async def choose(page: Page, key: UUID, name: str) -> None:
    """Choose something, and wait until it is saved."""
    await answer(page, key).get_by_label(name, exact=True).check()
    await expect(answer(page, key).locator(".saved")).to_have_text("Saved")
