"""How a text came about, by keyboard: the slider says where it is, and shows the text as it was then."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.async_api import expect
from sqlalchemy import update
from sqlmodel import col

from server.columns import now
from server.texts.models import TextUpdate

if TYPE_CHECKING:
    from tests.browser.windows import Windows
    from tests.cast import Cast


async def test_the_slider_goes_through_the_moments_by_keyboard_and_an_earlier_wording_comes_back(windows: Windows, cast: Cast) -> None:
    text = cast.text("talk_notes")
    for ago, person, words in ((3, cast.elsa, "I read a book"), (2, cast.anna, "We read at home"), (1, cast.mentor, "Good")):
        socket = await windows.visits.socket(person)
        await socket.open(cast.plan.id, text)
        seq = (await socket.write(text, words))["seq"]
        async with windows.visits.database.session() as session:
            await session.exec(update(TextUpdate).where(col(TextUpdate.seq) == seq).values(at=now() - timedelta(hours=ago)))
            await session.commit()
    page = await windows.open(cast.mentor, f"/texts/{text}/history")
    slider, shown = page.get_by_role("slider", name="Moment"), page.locator("#moment .body")
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Maja Mentor, 3 of 3$"))

    await slider.press("ArrowLeft")
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Anna Berg, 2 of 3$"))
    await expect(shown).not_to_contain_text("Good")
    await expect(shown.locator("ins.wrote")).to_contain_text("We read at home")
    await slider.press("Home")
    await expect(shown).not_to_contain_text("We read at home")
    await page.get_by_role("button", name="The moment after").press("Enter")
    await expect(shown).to_contain_text("We read at home")
    await page.get_by_role("checkbox", name="Show who wrote what").press("Space")
    await expect(shown.locator(".wrote-by").first).to_be_hidden()

    await page.locator("summary", has_text="Take up this wording again").press("Enter")
    await page.get_by_role("button", name="Take it up").press("Enter")
    await expect(page).to_have_url(re.compile(rf"/plans/{cast.plan.id}#text-{text}$"))
    await expect(page.locator(f"#text-{text}")).to_contain_text("We read at home")
    await expect(page.locator(f"#text-{text}")).not_to_contain_text("Good")
