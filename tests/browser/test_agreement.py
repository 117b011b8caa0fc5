"""Agreeing, as it is done: proposed by the mentor, answered by each on a device of their own, locked, and taken home as a file."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING

from playwright.async_api import expect
from pypdf import PdfReader

from tests.agreeing import propose
from tests.browser.windows import badge, plan

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.windows import Windows
    from tests.cast import Cast
    from tests.visit import Visits

TELEPHONE = {"width": 360, "height": 740}
OBJECTION = "I think that twenty minutes a day are too few."


def agreement(cast: Cast) -> str:
    return f"{plan(cast)}/agreement"


async def write(live: Visits, cast: Cast, words: str) -> None:
    """Let Elsa write in the agreement's text."""
    elsa, text = await live.socket(cast.elsa), cast.text("agreement")
    await elsa.open(cast.plan.id, text)
    assert (await elsa.write(text, words))["ok"]


async def test_from_the_proposal_to_the_file(cast: Cast, live: Visits, windows: Windows) -> None:
    await write(live, cast, "We read twenty minutes every evening.")
    start = await windows.open(cast.anna, viewport=TELEPHONE)
    elsa = await windows.open(cast.elsa, plan(cast))
    mentor = await windows.open(cast.mentor, plan(cast))
    await expect(mentor.locator("people-here [role=status]")).to_be_visible()

    # the mentor proposes
    await mentor.get_by_role("link", name="Propose the agreement").click()
    await expect(mentor.get_by_text("We read twenty minutes every evening.")).to_be_visible()
    await expect(mentor.get_by_label("Dare to speak")).to_be_checked()
    await mentor.get_by_role("button", name="Propose the agreement").click()
    await expect(mentor.get_by_text("3 answers are still waited for.")).to_be_visible()

    # Anna, on a telephone: two taps from the notice
    await expect(badge(start)).to_have_attribute("aria-label", "Notices: 1 unread")
    await start.goto("/notices")
    await start.get_by_role("button", name="You are asked to confirm the agreement").click()
    await start.get_by_role("button", name="I agree", exact=True).click()
    await expect(start.get_by_text("You have confirmed the agreement.")).to_be_visible()
    await expect(mentor.get_by_text("2 answers are still waited for.")).to_be_visible()

    # Elsa, from the plan that has told her
    await elsa.get_by_role("link", name="Read and answer").click()
    await elsa.get_by_role("button", name="I agree", exact=True).click()
    await expect(mentor.get_by_text("1 answer is still waited for.")).to_be_visible()

    bo = await windows.open(cast.bo, agreement(cast))
    await expect(bo.get_by_text("Anna Berg")).to_have_count(0)
    await object_to(bo)
    await expect(mentor.get_by_text(OBJECTION)).to_be_visible()

    # the mentor locks, and everybody sees it without loading anything again
    await mentor.get_by_role("button", name="Lock the agreement").click()
    for page in (mentor, start, elsa, bo):
        await expect(page.get_by_role("link", name="Version 1, locked")).to_be_visible()
    await start.get_by_role("link", name="Version 1, locked").click()
    await expect(start.get_by_text(OBJECTION)).to_be_visible()
    await taken_home(start)


async def object_to(page: Page) -> None:
    """Say in one's own words what one does not agree with."""
    await page.get_by_text("There is something I do not agree with").click()
    await page.get_by_label("Say it in your own words").fill(OBJECTION)
    await page.get_by_role("button", name="Send what I have written").click()
    await expect(page.get_by_text("You have said what you do not agree with.")).to_be_visible()


async def taken_home(page: Page) -> None:
    """Take the file, read it, and check it against the version: the right one, and one that was changed."""
    address = await page.get_by_role("link", name="Take it home as a PDF").get_attribute("href")
    assert address
    body = await (await page.context.request.get(address)).body()
    words = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(body)).pages)
    for said in ("Elsa Berg", "We read twenty minutes every evening.", "Dare to speak", OBJECTION, "Anna Berg", "Bo Lind", "Maja Mentor"):
        assert said in words, said
    await check(page, body)
    await expect(page.get_by_text("It is the same.")).to_be_visible()
    await check(page, body + b" ")
    await expect(page.get_by_text("It is not the same.")).to_be_visible()


async def check(page: Page, file: bytes) -> None:
    """Check a file on the version's page."""
    if not await page.get_by_label("A file that you have been given").is_visible():
        await page.get_by_text("Check a file against this version").click()
    await page.get_by_label("A file that you have been given").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    await page.get_by_role("button", name="Check", exact=True).click()


async def test_words_that_come_too_late_stay_in_the_form(cast: Cast, live: Visits, windows: Windows) -> None:
    mentor = await live.as_(cast.mentor)
    one = await propose(mentor, cast.plan.id)
    bo = await windows.open(cast.bo, agreement(cast))
    await bo.get_by_text("There is something I do not agree with").click()
    await bo.get_by_label("Say it in your own words").fill(OBJECTION)

    assert (await mentor.post(f"/agreements/{one}/taken-back")).status_code == 303
    await expect(bo.get_by_text("This page has changed.")).to_be_visible()
    await bo.get_by_role("button", name="Send what I have written").click()

    await expect(bo.get_by_text("The proposal was taken back meanwhile.")).to_be_visible()
    await expect(bo.get_by_label("Say it in your own words")).to_have_value(OBJECTION)


async def test_it_is_answered_by_keyboard_and_without_a_script(cast: Cast, live: Visits, windows: Windows) -> None:
    await propose(await live.as_(cast.mentor), cast.plan.id)
    plain = await windows.open(cast.bo, agreement(cast), java_script_enabled=False, viewport=TELEPHONE)
    await object_to(plain)

    anna = await windows.open(cast.anna, agreement(cast))
    await anna.get_by_role("button", name="I agree", exact=True).focus()
    await anna.keyboard.press("Enter")
    await expect(anna.get_by_text("You have confirmed the agreement.")).to_be_visible()
    await anna.get_by_text("Change my answer").focus()
    await anna.keyboard.press("Enter")
    await anna.get_by_label("Say it in your own words").fill("Less")
    await anna.keyboard.press("Tab")
    await anna.keyboard.press("Enter")
    await expect(anna.get_by_text("You have said what you do not agree with.")).to_be_visible()


async def test_two_tabs_of_one_person_are_one_answer(cast: Cast, live: Visits, windows: Windows) -> None:
    mentor = await live.as_(cast.mentor)
    await propose(mentor, cast.plan.id)
    first = await windows.open(cast.anna, agreement(cast))
    second = await first.context.new_page()
    await second.goto(agreement(cast))

    await asyncio.gather(*(page.get_by_role("button", name="I agree", exact=True).click() for page in (first, second)))
    for page in (first, second):
        await expect(page.get_by_text("You have confirmed the agreement.")).to_be_visible()

    seen = (await mentor.get(agreement(cast))).text
    assert "2 answers are still waited for" in seen
