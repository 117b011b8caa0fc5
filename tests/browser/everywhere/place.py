"""A page as somebody sees it, and going there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from server.people.models import Person


@dataclass
class Place:
    """A page, as one person."""

    name: str
    person: Person | None
    address: str

    @property
    def is_plan(self) -> bool:
        """Whether the page is a plan, which comes alive."""
        return self.name.startswith("plan")


async def go(page: Page, place: Place) -> None:
    """Go to a place, and wait until it is alive."""
    answer = await page.goto(place.address)
    assert answer
    assert answer.status < 500, f"{place.name}: a fault of ours"  # which would be held against the rules in its stead
    if place.name == "beside the last plan":
        await expect(page.locator("take-over .take").first).to_be_visible()
    if place.name.startswith("talk of"):
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)
    if place.is_plan:
        await expect(page.locator("people-here [role=status]")).to_be_visible()
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)
