"""Whatever happens to the line, the session or the page, words that were written are saved, sent later, or shown to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.windows import alive, body, plan, saved, sign_in, write

if TYPE_CHECKING:
    from uuid import UUID

    from playwright.async_api import Page

    from tests.browser.lines import Line
    from tests.browser.windows import Windows
    from tests.cast import Cast

ON_DEVICE = "Saved on this device, not yet sent"
LISTEN = """
(place) => {
  window.said = [];
  new MutationObserver(() => { window.said.push(place.textContent); }).observe(place, { childList: true });
}
"""
KEPT = """
() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("stegvis");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const counted = asked.result.transaction("edits").objectStore("edits").count();
    counted.onsuccess = () => { asked.result.close(); resolve(counted.result); };
  };
})
"""


@pytest.fixture
def notes(cast: Cast) -> UUID:
    """Give the text that all write in."""
    return cast.text("talk_notes")


@pytest_asyncio.fixture(loop_scope="session")
async def line(windows: Windows) -> Line:
    """Give the pupil's line to the server."""
    return await windows.line()


@pytest_asyncio.fixture(loop_scope="session")
async def page(windows: Windows, cast: Cast, line: Line, notes: UUID) -> Page:
    """Give the pupil's page, ready to be written in."""
    opened = await windows.open(cast.elsa, plan(cast), base=line.base)
    await alive(opened, notes)
    return opened


async def test_saving_and_saved_are_said(page: Page, line: Line, notes: UUID) -> None:
    await expect(saved(page, notes)).to_have_text("Saved")
    await saved(page, notes).evaluate(LISTEN)
    line.hold()
    await write(page, notes, "one")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)  # so long without an answer
    line.mend()
    await expect(saved(page, notes)).to_have_text("Saved")
    said = await page.evaluate("window.said")
    assert (said[0], said[1], said[-1]) == ("Saving …", ON_DEVICE, "Saved")


async def test_what_two_write_offline_merges_when_the_line_is_back(
    windows: Windows, cast: Cast, page: Page, line: Line, notes: UUID
) -> None:
    annas = await windows.line()
    anna = await windows.open(cast.anna, plan(cast), base=annas.base)
    await alive(anna, notes)
    await write(page, notes, "Before. ")
    await expect(body(anna, notes)).to_contain_text("Before.")
    line.cut()
    annas.cut()
    await write(page, notes, "Elsa offline. ")
    await write(anna, notes, "Anna offline. ")
    for one in (page, anna):
        await expect(saved(one, notes)).to_have_text(ON_DEVICE)
        await expect(one.locator("line-state")).to_contain_text("Write on: it is kept on this device")
    line.mend()
    annas.mend()
    for one in (page, anna):
        for words in ("Before. ", "Elsa offline. ", "Anna offline. "):
            await expect(body(one, notes)).to_contain_text(words)
        await expect(saved(one, notes)).to_have_text("Saved")
        await expect(one.locator("line-state")).to_be_empty()


async def test_a_page_that_was_closed_offline_sends_what_it_kept(windows: Windows, cast: Cast, page: Page, line: Line, notes: UUID) -> None:
    line.cut()
    await write(page, notes, "The lid was closed here")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)
    device = page.context
    await page.close()
    line.mend()
    again = await device.new_page()
    await again.goto(plan(cast))
    await expect(body(again, notes)).to_have_text("The lid was closed here")
    await expect(saved(again, notes)).to_have_text("Saved")
    reader = await windows.open(cast.principal, plan(cast))
    await expect(body(reader, notes)).to_have_text("The lid was closed here")
    assert await again.evaluate(KEPT) == 0


async def test_a_session_that_ends_mid_sentence_loses_nothing(windows: Windows, cast: Cast, page: Page, line: Line, notes: UUID) -> None:
    name = await windows.account(cast.elsa)
    await write(page, notes, "Half a sentence ")
    await expect(saved(page, notes)).to_have_text("Saved")
    line.cut_live()
    await write(page, notes, "and the other half")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)
    await end_session(page, line)
    await expect(page.get_by_text("What you wrote is kept on this device")).to_be_visible()
    await expect(body(page, notes)).not_to_be_visible()
    await page.get_by_role("link", name="Sign in").click()
    await sign_in(page, name)
    await expect(body(page, notes)).to_have_text("Half a sentence and the other half")
    await expect(saved(page, notes)).to_have_text("Saved")
    reader = await windows.open(cast.principal, plan(cast))
    await expect(body(reader, notes)).to_have_text("Half a sentence and the other half")


async def end_session(page: Page, line: Line) -> None:
    """Let the session end by another way than this device's button, and the line come back."""
    answer = await page.context.request.post("/sign-out", headers={"Origin": line.base}, max_redirects=0)
    assert answer.status == 303
    line.mend()


async def test_signing_in_elsewhere_brings_an_open_page_back(windows: Windows, cast: Cast, page: Page, line: Line, notes: UUID) -> None:
    name = await windows.account(cast.elsa)
    line.cut_live()
    await write(page, notes, "Still here")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)
    await end_session(page, line)
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    elsewhere = await page.context.new_page()
    await elsewhere.goto("/sign-in")
    await sign_in(elsewhere, name)
    await page.bring_to_front()
    await expect(saved(page, notes)).to_have_text("Saved")
    await expect(body(page, notes)).to_be_visible()
    await expect(page.locator("line-state")).to_be_empty()


async def test_signing_out_asks_about_unsent_words_and_clears_the_device(page: Page, line: Line, notes: UUID) -> None:
    line.cut_live()
    await write(page, notes, "Only here")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)
    out = page.get_by_role("button", name="Sign out", exact=True)
    await page.locator("summary[aria-label='You: Elsa Berg']").click()
    await out.click()
    dialog = page.get_by_role("dialog", name="Not everything you wrote is saved")
    await expect(dialog).to_contain_text("Only here")
    await dialog.get_by_role("button", name="Stay signed in").click()
    await expect(dialog).to_have_count(0)
    assert await page.evaluate(KEPT) > 0
    await out.click()
    await dialog.get_by_role("button", name="Sign out all the same").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert await page.evaluate(KEPT) == 0


async def test_another_person_on_the_same_device_sends_nothing_of_the_first(
    windows: Windows, cast: Cast, page: Page, line: Line, notes: UUID
) -> None:
    line.cut()
    await write(page, notes, "Elsas words")
    await expect(saved(page, notes)).to_have_text(ON_DEVICE)
    device = page.context
    await page.close()
    line.mend()
    cookie = await windows.visits.cookie(cast.anna)
    await device.add_cookies([{"name": "stegvis", "value": cookie, "url": line.base, "httpOnly": True}])
    annas = await device.new_page()
    await annas.goto(plan(cast))
    await alive(annas, notes)
    await write(annas, notes, "Annas words")
    await expect(saved(annas, notes)).to_have_text("Saved")
    await expect(body(annas, notes)).to_have_text("Annas words")
    assert await annas.evaluate(KEPT) > 0


async def test_a_form_that_was_begun_is_there_again(windows: Windows, cast: Cast) -> None:
    address = f"/goals/{cast.goal.id}/edit"
    device = await windows.device(cast.mentor)
    before = await device.new_page()
    await before.goto(address)
    await before.get_by_label("What the home does").fill("Reads along on Sundays")
    await expect(before.locator("form[data-kept]")).to_be_visible()
    await before.close()
    after = await device.new_page()
    await after.goto(address)
    await expect(after.get_by_label("What the home does")).to_have_value("Reads along on Sundays")
    await expect(after.get_by_text("What you had filled in here and not sent is back.")).to_be_visible()
    await after.get_by_role("button", name="Save").click()
    await after.wait_for_url(lambda now: not now.endswith("/edit"))
    await after.goto(address)
    await expect(after.get_by_label("What the home does")).to_have_value("Reads along on Sundays")
    await expect(after.get_by_text("What you had filled in here and not sent is back.")).to_have_count(0)
