"""A guardian gets the invitation by mail, chooses a password, and is in; the link does nothing twice."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from server.people.models import Person
from tests.browser.windows import PASSWORD
from tests.catcher import catching

if TYPE_CHECKING:
    from socketio import ASGIApp

    from tests.browser.windows import Windows
    from tests.cast import Cast
    from tests.catcher import Catcher

MAIL = "anna@hem.example"


async def arrived(catcher: Catcher) -> str:
    """Wait for a mail, and give the way that it links to."""
    async with asyncio.timeout(15):
        while not catcher.caught:  # noqa: ASYNC110  # the mail server runs in a thread of its own
            await asyncio.sleep(0.05)
    [(to, message)] = catcher.caught
    body = message.get_body(("plain",))
    assert to == [MAIL]
    assert body
    found = re.search(r"/link/\S+", body.get_content())
    assert found
    return found[0]


async def test_a_guardian_is_invited_and_comes_in(windows: Windows, cast: Cast, app: ASGIApp) -> None:
    async with windows.visits.database.session() as session:
        (await session.get_one(Person, cast.anna.id)).email = MAIL
        await session.commit()
    with catching() as catcher:
        courier = app.other_asgi_app.state.courier
        courier.settings = courier.settings.model_copy(update={"smtp_url": catcher.url})
        office = await windows.open(cast.admin, f"/schools/{cast.school.id}/accounts")
        await office.get_by_role("link", name="4B").click()
        await office.get_by_role("button", name="Invite: Anna Berg").click()
        await expect(office.get_by_role("button", name="Invite again: Anna Berg")).to_be_visible()
        link = await arrived(catcher)

    telephone = await windows.open(None, link, viewport={"width": 360, "height": 740})
    await expect(telephone.get_by_text(MAIL)).to_be_visible()
    await telephone.get_by_label("Your new password").fill(PASSWORD)
    await telephone.keyboard.press("Enter")
    await expect(telephone.get_by_role("heading", level=1)).to_have_text("Hello, Anna")

    again = await windows.open(None, link)
    await expect(again.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    await again.get_by_role("link", name="Ask for a new link").click()
    await expect(again.get_by_label("User name or mail address")).to_be_visible()

    await telephone.goto("/settings/sign-in")
    await telephone.get_by_label("Your present password").first.fill(PASSWORD)
    await telephone.get_by_label("Your new password").fill("quite another one")
    desk = await windows.open(cast.anna, f"/plans/{cast.plan.id}")
    await expect(desk.locator("people-here [role=status]")).to_be_visible()
    await telephone.get_by_role("button", name="Change the password").click()
    await expect(telephone.get_by_text("All your other devices are signed out.")).to_be_visible()
    await expect(desk.get_by_text("You are signed out")).to_be_visible(timeout=5_000)
