"""Handing in: what must be answered first, and what is still being saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.handed import Handed, choose
from tests.browser.windows import alive, body, saved, write

if TYPE_CHECKING:
    from tests.browser.windows import Windows
    from tests.cast import Cast


async def test_what_is_missing_is_struck_off_as_it_is_answered(windows: Windows, draft: Handed, cast: Cast) -> None:
    page = await windows.open(cast.elsa, draft.prepare)
    waits, like = page.locator("hand-in .waits"), await draft.text("like")
    await expect(waits.get_by_role("link")).to_have_count(2)
    await choose(page, await draft.answer("feel"), "Good")
    await expect(waits.get_by_role("link")).to_have_text(["What goes well?"])
    await alive(page, like)
    await write(page, like, "All of it")
    await expect(waits).to_be_hidden()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await expect(waits.get_by_role("link")).to_have_text(["What goes well?"])


async def test_handing_in_waits_for_what_is_being_saved(windows: Windows, draft: Handed, cast: Cast) -> None:
    line = await windows.line()
    page = await windows.open(cast.elsa, draft.prepare, base=line.base)
    like = await draft.text("like")
    await choose(page, await draft.answer("feel"), "Good")
    await alive(page, like)
    line.cut()
    await write(page, like, "Written on the bus")
    await expect(saved(page, like)).to_contain_text("not yet sent")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_text("Saving what you wrote …")).to_be_visible()
    line.mend()
    await expect(page.locator("hand-in .note")).to_contain_text("Handed in")
    mentor = await windows.open(cast.mentor, draft.page)
    await expect(body(mentor, like)).to_have_text("Written on the bus")


async def test_what_is_missing_is_led_to_and_handing_in_is_said_where_one_stands(windows: Windows, draft: Handed, cast: Cast) -> None:
    page, like = await windows.open(cast.elsa, draft.prepare), await draft.text("like")
    await choose(page, await draft.answer("feel"), "Good")
    await alive(page, like)
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.locator("hand-in [data-waiting]")).to_have_text("First answer what is still missing.")
    await expect(page.locator("hand-in .waits a:visible").first).to_be_focused()
    await page.keyboard.press("Enter")
    await write(page, like, "Reading")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.locator("hand-in .note")).to_be_in_viewport()
    await expect(page.locator("#all-done")).to_contain_text("Handed in")
